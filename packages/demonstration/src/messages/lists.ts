import { element, type OdfElement } from '@games/odf';
import type { ListLine, ListStory } from '../results/story.ts';
import type { Competitors } from './competitor.ts';

/** DocumentType of each kind of list. */
export const listTypes = {
  PHASE: 'DT_PHASE_RESULT',
  POOL: 'DT_POOL_STANDING',
  CUMULATIVE: 'DT_CUMULATIVE_RESULT',
  RANKING: 'DT_RANKING',
} as const;

/** The body of a list over several units. */
export function listBody(list: ListStory, atMs: number, competitors: Competitors): OdfElement {
  // The ranking of the event is where a member of a team looks herself up; the other lists name the teams.
  const write = ({ entry }: ListLine): OdfElement =>
    list.kind === 'RANKING' ? competitors.write(entry, atMs) : competitors.writeShort(entry, atMs);
  const results = list.lines.map((line) => element('Result', attributesOf(line, list.markType), [write(line)]));
  return element('Competition', {}, results);
}

function attributesOf(line: ListLine, markType: string) {
  const { pool } = line;
  return {
    Rank: line.rank,
    RankEqual: line.rankEqual ? 'Y' : null,
    SortOrder: line.sortOrder,
    Result: line.mark,
    ResultType: line.mark === null ? (line.irm === null ? null : 'IRM') : markType,
    IRM: line.irm,
    QualificationMark: line.qualified,
    Diff: line.difference,
    ...(pool && {
      Played: pool.played,
      Won: pool.won,
      Tied: pool.tied,
      Lost: pool.lost,
      For: pool.scored,
      Against: pool.conceded,
    }),
  };
}
