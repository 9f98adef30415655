import { createRandom } from '../random.ts';
import type { Line, UnitStory } from '../results/story.ts';

/** Matches in which every goal is told: those with few. */
export const tellsGoals = (story: UnitStory): boolean => {
  const discipline = story.unit.code.slice(0, 3);
  return (discipline === 'FBL' || discipline === 'HOC') && story.lines.every((line) => line.irm === null);
};

export interface Goal {
  readonly line: Line;
  readonly period: number;
  /** Part of the period, 0 to 1. */
  readonly part: number;
  /** Which member of the team. */
  readonly scorer: number;
}

/** The goals of a match until `progress` (0 to 1), in order. The same each time. */
export function goalsUntil(story: UnitStory, progress: number): Goal[] {
  const sides = story.lines.toSorted((a, b) => a.startOrder - b.startOrder);
  const periods = sides[0]?.pieces.length ?? 0;
  return goalsOf(story, sides).filter((goal) => (goal.period + goal.part) / periods <= progress);
}

/** What a side of a match in periods has scored by `progress`; null where a result is not such a score. */
export function scoredBy(story: UnitStory, line: Line, progress: number): number | null {
  if (tellsGoals(story)) return goalsUntil(story, progress).filter((goal) => goal.line === line).length;
  const next = line.pieces.findIndex((piece) => piece.at > progress);
  const piece = line.pieces[next];
  if (piece?.type !== 'PERIOD') return null;
  const before = Number(line.pieces[next - 1]?.running ?? 0);
  const isSum = Number(piece.running) - before === Number(piece.value);
  if (!isSum) return before;
  const from = line.pieces[next - 1]?.at ?? 0;
  return before + Math.floor(Number(piece.value) * ((progress - from) / (piece.at - from)));
}

function goalsOf(story: UnitStory, sides: readonly Line[]): Goal[] {
  const random = createRandom(`goals ${story.unit.code}`);
  const goals = sides.flatMap((line) =>
    line.pieces.flatMap((piece, period) =>
      Array.from(
        { length: Number(piece.value) },
        (): Goal => ({
          line,
          period,
          part: random.next(),
          // The keeper, first of the list, does not score.
          scorer: random.whole(1, line.entry.members.length - 1),
        }),
      ),
    ),
  );
  return goals.sort((a, b) => a.period - b.period || a.part - b.part);
}
