import { element, type OdfElement } from '@games/odf';
import type { Ledger, Row } from './ledger.ts';
import type { Organisations } from './organisations.ts';
import { competitionCode, listsWrittenAt, type OutgoingMessage, type WriteOutgoing } from './outgoing.ts';
import type { DataSet } from './readDataSet.ts';
import type { Structure } from './structure.ts';

interface Named {
  readonly code: string;
  readonly name: string;
  readonly longName?: string | undefined;
  readonly attributes?: Readonly<Record<string, string>>;
}

/** The code tables: Games, organisations, functions, disciplines, events, phases, venues and locations. */
export function convertCodes(
  data: DataSet,
  structure: Structure,
  organisations: Organisations,
  functions: ReadonlyMap<string, Named & { readonly category: string }>,
  ledger: Ledger,
  write: WriteOutgoing,
): readonly OutgoingMessage[] {
  const table = (documentSubtype: string, codes: Iterable<Named>, rows: readonly Row[]): OutgoingMessage =>
    write({ documentType: 'DT_CODES', documentSubtype, writtenAt: listsWrittenAt }, [...codes].map(codeSet), rows);
  const named = [...organisations.byCode.values()].map((one) => ({
    ...one,
    attributes: one.note === '' ? {} : { Note: one.note },
  }));
  const disciplines = [...structure.disciplineCodes].map(([name, code]) => ({ code, name }));
  const withCategory = [...functions.values()].map((one) => ({ ...one, attributes: { Category: one.category } }));
  return [
    table('COMPETITION', [{ code: competitionCode, name: 'Paris 2024' }], []),
    table('ORGANISATION', named, organisations.rows),
    table('FUNCTION', withCategory, []),
    table('DISCIPLINE', disciplines, []),
    table(
      'EVENT',
      [...structure.eventNames].map(([code, name]) => ({ code, name })),
      settleEvents(data, structure, ledger),
    ),
    table('PHASE', phaseNames(structure), []),
    ...convertVenues(data, ledger, table),
  ];
}

function codeSet({ code, name, longName, attributes = {} }: Named): OdfElement {
  const language = element('Language', { Language: 'ENG', Description: name, LongDescription: longName });
  return element('CodeSet', { Code: code, ...attributes }, [language]);
}

/** events.csv names the events without codes: a row counts when the results know an event of that name. */
function settleEvents(data: DataSet, structure: Structure, ledger: Ledger): readonly Row[] {
  const known: Row[] = [];
  for (const row of data.disciplinesAndEvents) {
    const { event = '', sport_code: discipline = '' } = row.cells;
    if (structure.findEvents(discipline, event).length === 0) {
      ledger.refuse(row, `The results know no event "${event}" of ${discipline}.`);
    } else {
      ledger.apply(row);
      known.push(row);
    }
  }
  return known;
}

/** A phase is called as its own results are, or as the names of its units begin. */
function phaseNames(structure: Structure): readonly Named[] {
  const names = new Map<string, string[]>();
  for (const { code, level, shortName } of structure.stages.values()) {
    if (level === 'event') continue;
    const phase = code.slice(0, 26).padEnd(34, '-');
    if (level === 'phase') names.set(phase, [shortName]);
    else if (names.get(phase)?.[0] === undefined || !structure.stages.has(phase)) {
      names.set(phase, [...(names.get(phase) ?? []), shortName]);
    }
  }
  return [...names].flatMap(([code, all]) => {
    const name = commonBeginning(all);
    return name === '' ? [] : [{ code, name }];
  });
}

/** `Round 1 - Heat 1`, `Round 1 - Heat 2` → `Round 1`. */
export function commonBeginning(names: readonly string[]): string {
  const [first = '', ...others] = names;
  if (others.length === 0) return first;
  let length = first.length;
  for (const other of others) {
    while (!other.startsWith(first.slice(0, length))) length -= 1;
  }
  if (length === first.length) return first;
  // Only whole words are common, and what counts the units (`Heat`) is not the phase's name.
  const words = withoutEnd(withoutEnd(first.slice(0, length), /\S/), separator);
  const counting = countingWords.find((word) => words.endsWith(word)) ?? '';
  return withoutEnd(words.slice(0, words.length - counting.length), separator).trim();
}

const countingWords = ['Heat', 'Group', 'Pool', 'Race', 'Match', 'Run', 'Rotation', 'Round of', 'Part'];
const separator = /[\s,-]/;

/** A text without its last characters of a kind. */
function withoutEnd(text: string, kind: RegExp): string {
  let length = text.length;
  while (length > 0 && kind.test(text.charAt(length - 1))) length -= 1;
  return text.slice(0, length);
}

type WriteTable = (subtype: string, codes: Iterable<Named>, rows: readonly Row[]) => OutgoingMessage;

/** Venues have codes in the schedule only; venues.csv adds what it knows where the names agree. */
function convertVenues(data: DataSet, ledger: Ledger, table: WriteTable): readonly OutgoingMessage[] {
  const venues = new Map<string, Named>();
  const locations = new Map<string, Named>();
  for (const { cells } of data.schedule) {
    const { venue_code: venue, venue: name, location_code: location, location_description: description } = cells;
    if (venue && name && !venues.has(venue)) venues.set(venue, { code: venue, name });
    if (location && description && !locations.has(location)) {
      locations.set(location, { code: location, name: description, attributes: { Venue: venue ?? '' } });
    }
  }
  const byName = new Map([...venues.values()].map((venue) => [venue.name, venue]));
  const applied: Row[] = [];
  for (const row of data.venues) {
    const { venue = '', tag = '', date_start: start = '', date_end: end = '' } = row.cells;
    const known = byName.get(venue);
    if (known === undefined) {
      ledger.refuse(row, `The schedule knows no venue "${venue}", so that it has no code.`);
      continue;
    }
    venues.set(known.code, { ...known, attributes: { Tag: tag, StartDate: start, EndDate: end } });
    ledger.apply(row);
    applied.push(row);
  }
  return [table('VENUE', venues.values(), applied), table('LOCATION', locations.values(), [])];
}
