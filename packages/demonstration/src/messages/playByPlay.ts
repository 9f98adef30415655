import { element, type OdfElement } from '@games/odf';
import type { UnitStory } from '../results/story.ts';
import type { Competitors } from './competitor.ts';
import { goalsUntil } from './goals.ts';

/** The body of DT_PLAY_BY_PLAY: the goals until `progress` (0 to 1) of the match. */
export function playByPlayBody(story: UnitStory, progress: number, competitors: Competitors): OdfElement {
  const minutes = story.unit.code.startsWith('FBL') ? 45 : 15;
  const score = [0, 0];
  const actions = goalsUntil(story, progress).map((goal, i) => {
    const side = goal.line.startOrder - 1;
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
