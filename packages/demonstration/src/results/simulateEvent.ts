import type { World } from '../world.ts';
import { tellDuels } from './duel/tellDuels.ts';
import { tellRanked } from './ranked.ts';
import { tellSeries } from './series.ts';
import type { EventStory } from './story.ts';

/** The whole story of an event: the same each time, whoever asks and in whatever order. */
export function tellEvent(world: World, code: string): EventStory {
  const event = world.plans.get(code);
  const entries = world.draw.get(code);
  if (event === undefined || entries === undefined) throw new RangeError(`no event ${code}`);
  const random = world.random(`results ${code}`);
  const { format } = event.spec;
  switch (format.kind) {
    case 'RANKED':
      return tellRanked(event, format, entries, random);
    case 'SERIES':
      return tellSeries(event, format, entries, random);
    case 'DUEL':
      return tellDuels(event, format, entries, random);
  }
}
