import { childOf, childrenOf, type OdfElement } from '@games/odf';
import { type Reading, text, whole, yes } from '@games/odf-feed';
import type { PoolFact, RecordFact, ResultFact } from '../facts.ts';
import { placeholderCompetitor, readCompetitor } from '../participants/readCompetitor.ts';
import { readExtended } from './readExtended.ts';

/** An entry before it has its place in the list. */
export type DraftResult = Omit<ResultFact, 'key' | 'position' | 'startPosition'>;

const outcomes: readonly string[] = ['W', 'L', 'T'];

/** Reads `<Result>`. Only a `<Competitor>` child is a competitor; its siblings are facts about the result. */
export function readResult(reading: Reading, of: OdfElement): DraftResult {
  const element = childOf(of, 'Competitor');
  const competitor = element === null ? placeholderCompetitor('TBD') : readCompetitor(reading, element);
  return {
    competitor,
    rank: whole(reading, of, 'Rank'),
    rankEqual: yes(of, 'RankEqual'),
    sortOrder: whole(reading, of, 'SortOrder'),
    mark: text(of, 'Result'),
    markType: text(of, 'ResultType'),
    difference: text(of, 'Diff'),
    irm: text(of, 'IRM'),
    qualificationMark: text(of, 'QualificationMark'),
    wlt: readOutcome(reading, of),
    startOrder: text(of, 'StartOrder'),
    startSortOrder: whole(reading, of, 'StartSortOrder'),
    bib: text(of, 'Bib') ?? competitor.bib,
    pool: readPool(reading, of),
    extended: [...readExtended(of), ...competitor.extended],
    records: readRecords(of),
  };
}

/** Reads `@WLT`: W, L or T; anything else is reported and read as null. */
export function readOutcome(reading: Reading, of: OdfElement): string | null {
  const wlt = text(of, 'WLT');
  if (wlt === null || outcomes.includes(wlt)) return wlt;
  reading.report('UNKNOWN_VALUE', `${of.name}/@WLT is "${wlt.slice(0, 10)}", not W, L or T.`);
  return null;
}

function readPool(reading: Reading, of: OdfElement): PoolFact | null {
  const pool: PoolFact = {
    played: whole(reading, of, 'Played'),
    won: whole(reading, of, 'Won'),
    tied: whole(reading, of, 'Tied'),
    lost: whole(reading, of, 'Lost'),
    scoreFor: text(of, 'For'),
    scoreAgainst: text(of, 'Against'),
    scoreDifference: null,
  };
  if (Object.values(pool).every((value) => value === null)) return null;
  return { ...pool, scoreDifference: text(of, 'Diff') };
}

function readRecords(of: OdfElement): readonly RecordFact[] {
  const indicators = childOf(of, 'RecordIndicators');
  if (indicators === null) return [];
  return childrenOf(indicators, 'RecordIndicator').flatMap((indicator) => {
    const type = text(indicator, 'RecordType');
    return type === null ? [] : [{ type, code: text(indicator, 'Code'), equalled: yes(indicator, 'Equalled') }];
  });
}
