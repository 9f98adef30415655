import { hashOf, hashOfEntries } from './drawOrder.ts';
import { type DrawnPlace, type DrawRecord, drawAlgorithm, drawResult, recordFormat } from './drawRecord.ts';

/** What somebody wrote down while the draw was going on, independent of the record. */
export interface Witnessed {
  /** The seed's hash as it was shown before registration opened. */
  readonly seedHash?: string;
  /** The list's hash as it was shown when registration was over. */
  readonly entriesHash?: string;
}

/** One thing in a record that does not hold. */
export interface Difference {
  readonly what:
    | 'FORMAT'
    | 'ALGORITHM'
    | 'SEED_HASH'
    | 'BEACON'
    | 'ENTRIES'
    | 'ENTRY_COUNT'
    | 'ENTRIES_HASH'
    | 'RESULT_LENGTH'
    | 'PLACE'
    | 'SLOT';
  readonly message: string;
}

const entryPattern = /^[0-9a-f]{32}$/;

/**
 * Holds a draw again from its record and says everything that differs; nothing when the record holds. Somebody who changes a
 * record can change its hashes with it: only a hash that was `witnessed` before ties it to what was promised.
 */
export function verifyRecord(record: DrawRecord, witnessed: Witnessed = {}): Difference[] {
  const unreadable = formDifferences(record);
  if (unreadable.length > 0) return unreadable;
  return [...seedDifferences(record, witnessed), ...listDifferences(record, witnessed), ...resultDifferences(record)];
}

function formDifferences({ format, algorithm }: DrawRecord): Difference[] {
  const differences: Difference[] = [];
  if (format !== recordFormat) {
    differences.push({ what: 'FORMAT', message: `The format is ${format}; known is ${recordFormat}.` });
  }
  if (algorithm !== drawAlgorithm) {
    differences.push({ what: 'ALGORITHM', message: `The algorithm is ${algorithm}; known is ${drawAlgorithm}.` });
  }
  return differences;
}

function seedDifferences(record: DrawRecord, witnessed: Witnessed): Difference[] {
  const differences: Difference[] = [];
  const hash = hashOf(record.seed);
  if (hash !== record.seedHash) {
    differences.push({
      what: 'SEED_HASH',
      message: `The seed's SHA-256 is ${hash}; the record promises ${record.seedHash}.`,
    });
  }
  if (witnessed.seedHash !== undefined && witnessed.seedHash !== record.seedHash) {
    differences.push({
      what: 'SEED_HASH',
      message: `The record's seed hash is ${record.seedHash}; before the draw it was ${witnessed.seedHash}.`,
    });
  }
  if ((record.beaconSource === null) !== (record.beaconValue === null)) {
    differences.push({ what: 'BEACON', message: 'The public random value and its source are not both there.' });
  }
  return differences;
}

function listDifferences(record: DrawRecord, witnessed: Witnessed): Difference[] {
  const { entries, entryCount, entriesHash } = record;
  const differences: Difference[] = [];
  const odd = entries.find((entry) => !entryPattern.test(entry));
  if (odd !== undefined) differences.push({ what: 'ENTRIES', message: `${odd} is not a name of an entry.` });
  if (new Set(entries).size < entries.length)
    differences.push({ what: 'ENTRIES', message: 'An entry is listed twice.' });
  if (entries.length !== entryCount) {
    const message = `${entries.length} entries are listed; ${entryCount} were closed.`;
    differences.push({ what: 'ENTRY_COUNT', message });
  }
  const hash = hashOfEntries(entries);
  if (hash !== entriesHash) {
    const message = `The list's SHA-256 is ${hash}; the record promises ${entriesHash}.`;
    differences.push({ what: 'ENTRIES_HASH', message });
  }
  if (witnessed.entriesHash !== undefined && witnessed.entriesHash !== entriesHash) {
    const message = `The record's list hash is ${entriesHash}; at closing it was ${witnessed.entriesHash}.`;
    differences.push({ what: 'ENTRIES_HASH', message });
  }
  return differences;
}

function resultDifferences(record: DrawRecord): Difference[] {
  const replayed = drawResult(record);
  const differences: Difference[] = [];
  if (record.result.length !== replayed.length) {
    const message = `The result has ${record.result.length} places; ${replayed.length} were to be given.`;
    differences.push({ what: 'RESULT_LENGTH', message });
  }
  for (const [index, place] of replayed.entries()) {
    const published = record.result[index];
    const difference = published && placeDifference(place, published);
    if (difference) differences.push(difference);
  }
  return differences;
}

function placeDifference(replayed: DrawnPlace, published: DrawnPlace): Difference | null {
  const { position } = replayed;
  if (published.position !== position || published.entry !== replayed.entry) {
    const message = `Place ${position} goes to ${replayed.entry}; the record has ${published.entry} at place ${published.position}.`;
    return { what: 'PLACE', message };
  }
  if (published.slotOpensAt === replayed.slotOpensAt && published.slotClosesAt === replayed.slotClosesAt) return null;
  const message = `Place ${position} has the slot ${slotText(replayed)}; the record has ${slotText(published)}.`;
  return { what: 'SLOT', message };
}

const slotText = ({ slotOpensAt, slotClosesAt }: DrawnPlace): string =>
  slotOpensAt === null ? 'none' : `${slotOpensAt} to ${slotClosesAt}`;
