import { childOf, childrenOf, type OdfElement, parseRsc, truncateRsc } from '@games/odf';
import { moment, type Reading } from '@games/odf-feed';
import type { ResultFact, ResultListFact, ResultListKind } from '../facts.ts';
import { readExtended, readNotes } from './readExtended.ts';
import { type DraftResult, readResult } from './readResult.ts';
import { isResultStatus } from './resultStatus.ts';

/** Reads a list of results of any kind. Throws OdfRefusal when the header's code is not a results system code. */
export function readResultList(kind: ResultListKind, reading: Reading, competition: OdfElement): ResultListFact {
  const { header } = reading;
  const { discipline } = parseRsc(header.documentCode);
  if (header.resultStatus !== null && !isResultStatus(header.resultStatus)) {
    reading.report('UNKNOWN_STATUS', `ResultStatus is "${header.resultStatus.slice(0, 40)}".`);
  }
  const infos = childOf(competition, 'ExtendedInfos');
  const times = infos && childOf(infos, 'UnitDateTime');
  const drafts = childrenOf(competition, 'Result').map((element) => readResult(reading, element));
  return {
    kind,
    scopeCode: header.documentCode,
    eventCode: truncateRsc(header.documentCode, 'event'),
    disciplineCode: discipline,
    status: header.resultStatus,
    actualStart: times && moment(reading, times, 'StartDate'),
    actualEnd: times && moment(reading, times, 'EndDate'),
    infos: readExtended(competition),
    notes: readNotes(competition),
    results: arrange(reading, drafts),
  };
}

/** Puts the entries in the order of the list (by rank where it has none, without rank last), and gives each its places and its key. */
function arrange(reading: Reading, drafts: readonly DraftResult[]): readonly ResultFact[] {
  const unordered = drafts.filter(({ sortOrder }) => sortOrder === null).length;
  if (unordered > 0 && reading.header.resultStatus !== 'START_LIST') {
    reading.report('ORDER_EXPECTED', `${unordered} of ${drafts.length} results have no SortOrder; they go by rank.`);
  }
  const byResult = drafts
    .map((draft, index) => ({ draft, index }))
    .sort(
      (a, b) =>
        last(a.draft.sortOrder) - last(b.draft.sortOrder) ||
        last(a.draft.rank) - last(b.draft.rank) ||
        a.index - b.index,
    );
  const startPlaces = startPositions(byResult.map(({ draft }) => draft));
  const ranks = countOf(drafts.map((draft) => draft.rank));
  const keys = new Map<string, number>();
  return byResult.map(({ draft }, index) => {
    const position = index + 1;
    return {
      ...draft,
      position,
      startPosition: startPlaces[index] as number,
      key: keyOf(reading, draft, position, keys),
      // A tie is a tie even where the message forgets to say so.
      rankEqual: draft.rankEqual || (draft.rank !== null && (ranks.get(draft.rank) ?? 0) > 1),
    };
  });
}

function keyOf(reading: Reading, draft: DraftResult, position: number, keys: Map<string, number>): string {
  const code = draft.competitor.code ?? `${draft.competitor.placeholder}.${draft.startOrder ?? position}`;
  const seen = (keys.get(code) ?? 0) + 1;
  keys.set(code, seen);
  if (seen === 1) return code;
  if (draft.competitor.code !== null) {
    reading.report('DUPLICATE_COMPETITOR', `The competitor ${code} is listed ${seen} times.`);
  }
  return `${code}~${seen}`;
}

/** For each entry its place by start: StartSortOrder, else StartOrder where it is a number, else where it stands. */
function startPositions(drafts: readonly DraftResult[]): readonly number[] {
  const order = drafts
    .map((draft, index) => ({ index, at: last(draft.startSortOrder ?? numberOf(draft.startOrder)) }))
    .sort((a, b) => a.at - b.at || a.index - b.index);
  const places = new Array<number>(drafts.length);
  order.forEach(({ index }, place) => {
    places[index] = place + 1;
  });
  return places;
}

const numberOf = (startOrder: string | null): number | null =>
  startOrder !== null && /^\d{1,9}$/.test(startOrder) ? Number(startOrder) : null;

/** What has no place of its own comes last. */
const last = (order: number | null): number => order ?? Number.MAX_SAFE_INTEGER;

function countOf(values: readonly (number | null)[]): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const value of values) if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}
