import { childrenOf, type OdfElement, parseRsc } from '@games/odf';
import { byKey, type Reading, text, whole } from '@games/odf-feed';
import type { ActionFact } from '../facts.ts';
import { readCompetitor } from '../participants/readCompetitor.ts';

/** Reads what happened in a unit, in the order of `@Order`, else of the document. */
export function readActions(reading: Reading, competition: OdfElement): readonly ActionFact[] {
  parseRsc(reading.header.documentCode);
  const actions = childrenOf(competition, 'Actions')
    .flatMap((actions) => childrenOf(actions, 'Action'))
    .map((action, index) => ({ action, index, order: whole(reading, action, 'Order') ?? Number.MAX_SAFE_INTEGER }))
    .sort((a, b) => a.order - b.order || a.index - b.index)
    .map(({ action }, index) => ({
      position: index + 1,
      key: text(action, 'Id') ?? String(index + 1),
      period: text(action, 'Period'),
      time: text(action, 'When'),
      action: text(action, 'Action'),
      outcome: text(action, 'Result'),
      scoreHome: text(action, 'ScoreH'),
      scoreAway: text(action, 'ScoreA'),
      comment: text(action, 'Comment'),
      competitors: childrenOf(action, 'Competitor').map((element) => readCompetitor(reading, element)),
    }));
  return [...byKey(reading, 'Action', actions, ({ key }) => key).values()];
}
