import { element, type OdfElement } from '@games/odf';
import { createRandom } from '../random.ts';
import type { Line, UnitStory } from '../results/story.ts';
import type { Competitors } from './competitor.ts';

/** Matches in which every goal is told: those with few. */
export const tellsGoals = (story: UnitStory): boolean => {
  const discipline = story.unit.code.slice(0, 3);
  return (discipline === 'FBL' || discipline === 'HOC') && story.lines.every((line) => line.irm === null);
};

interface Goal {
  readonly line: Line;
  readonly period: number;
  /** Part of the period, 0 to 1. */
  readonly part: number;
  /** Which member of the team. */
  readonly scorer: number;
}

/** The body of DT_PLAY_BY_PLAY: the goals until `progress` (0 to 1) of the match. */
export function playByPlayBody(story: UnitStory, progress: number, competitors: Competitors): OdfElement {
  const sides = story.lines.toSorted((a, b) => a.startOrder - b.startOrder);
  const periods = sides[0]?.pieces.length ?? 0;
  const minutes = story.unit.code.startsWith('FBL') ? 45 : 15;
  const score = [0, 0];
  const actions = goalsOf(story, sides)
    .filter((goal) => (goal.period + goal.part) / periods <= progress)
    .map((goal, i) => {
      const side = sides.indexOf(goal.line);
      score[side] = (score[side] ?? 0) + 1;
      return element(
        'Action',
        {
          Id: i + 1,
          Order: i + 1,
          Period: goal.line.pieces[goal.period]?.position,
          When: `${goal.period * minutes + 1 + Math.floor(goal.part * (minutes - 1))}'`,
          Action: 'GOAL',
          ScoreH: score[0],
          ScoreA: score[1],
        },
        [competitors.writeMember(goal.line.entry, goal.scorer)],
      );
    });
  return element('Competition', {}, [element('Actions', {}, actions)]);
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
