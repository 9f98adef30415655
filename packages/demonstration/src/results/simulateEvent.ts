import type { World } from '../world.ts';
import { simulateDuels } from './duel/simulateDuels.ts';
import { simulateRanked } from './ranked.ts';
import { simulateSeries } from './series.ts';
import type { EventStory } from './story.ts';

/** The whole story of an event: the same each time, in whatever order it is asked for. */
export function simulateEvent(world: World, code: string): EventStory {
  const event = world.plans.get(code);
  const entries = world.draw.get(code);
  if (event === undefined || entries === undefined) throw new RangeError(`no event ${code}`);
  const random = world.random(`results ${code}`);
  const { format } = event.spec;
  switch (format.kind) {
    case 'RANKED':
      return simulateRanked(event, format, entries, random);
    case 'SERIES':
      return simulateSeries(event, format, entries, random);
    case 'DUEL':
      return simulateDuels(event, format, entries, random);
  }
}
