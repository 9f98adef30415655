import { rscPrefix, truncateRsc } from '@games/odf';
import type { ApplyWork, ReadMessage } from '@games/odf-feed';
import { diffMedallists, diffResultLists, type ResultChange } from '../../domain/corrections/correction.ts';
import type { MedallistsFact, ResultListFact } from '../../domain/facts.ts';
import {
  deleteCorrections,
  insertCorrections,
  type NewCorrection,
  type OfficialVersion,
  selectOfficialVersions,
} from '../../sql/corrections/writeCorrections.ts';

const corrected: readonly (string | undefined)[] = ['results', 'medallists'];

/**
 * Works out what each official version changed in the official version before it, for the documents of which this batch
 * brought an official version (perhaps a late one, between two that were there). What stands between two official
 * versions (protested, provisional) is history, not correction.
 */
export async function recordCorrections(work: ApplyWork, messages: readonly ReadMessage[]): Promise<void> {
  const { tx } = work;
  const official = messages.filter(
    ({ type, header, invalidates }) =>
      corrected.includes(type?.family) && (header.resultStatus === 'OFFICIAL' || invalidates),
  );
  if (official.length === 0) return;
  const representatives = new Map(official.map((message) => [message.documentId, message]));
  const versions = await selectOfficialVersions(tx, [...representatives.keys()]);
  const pairs = pairsOf(versions);
  if (pairs.length === 0) return;
  const facts = await readFacts(work, pairs, official);
  await deleteCorrections(tx, [...new Set(pairs.map(({ to }) => to.documentId))]);
  await insertCorrections(
    tx,
    pairs.flatMap((pair) => {
      const representative = representatives.get(pair.to.documentId) as ReadMessage;
      return correctionOf(pair, representative, facts);
    }),
  );
}

interface Pair {
  readonly from: OfficialVersion;
  readonly to: OfficialVersion;
}

/** Each official version with the one before it. A withdrawal corrects, but cannot itself be corrected: it said nothing. */
function pairsOf(versions: readonly OfficialVersion[]): readonly Pair[] {
  return versions.flatMap((to, index) => {
    const from = versions[index - 1];
    return from === undefined || from.documentId !== to.documentId || from.invalidates ? [] : [{ from, to }];
  });
}

type Facts = ReadonlyMap<bigint, unknown>;

/** What the versions say: from this batch where it brought them, else read again from the archive. */
async function readFacts(work: ApplyWork, pairs: readonly Pair[], official: readonly ReadMessage[]): Promise<Facts> {
  const facts = new Map<bigint, unknown>(official.map(({ id, fact }) => [id, fact]));
  const missing = pairs
    .flatMap(({ from, to }) => [from, to])
    .filter(({ id, invalidates }) => !facts.has(id) && !invalidates)
    .map(({ id }) => id);
  for (const [id, { fact }] of await work.readArchived([...new Set(missing)])) facts.set(id, fact);
  return facts;
}

function correctionOf(pair: Pair, { header, type }: ReadMessage, facts: Facts): readonly NewCorrection[] {
  const before = facts.get(pair.from.id) ?? null;
  const after = facts.get(pair.to.id) ?? null;
  const changes: readonly ResultChange[] =
    type?.family === 'medallists'
      ? diffMedallists(before as MedallistsFact | null, after as MedallistsFact | null)
      : diffResultLists(before as ResultListFact | null, after as ResultListFact | null);
  if (changes.length === 0 && !pair.to.invalidates) return [];
  return [
    {
      ...pair,
      documentId: pair.to.documentId,
      documentType: header.documentType,
      scopeCode: header.documentCode,
      eventCode: truncateRsc(header.documentCode, 'event'),
      disciplineCode: rscPrefix(header.documentCode, 'discipline'),
      notes: (after as ResultListFact | MedallistsFact | null)?.notes ?? [],
      changes,
    },
  ];
}
