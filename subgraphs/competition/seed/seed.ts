import { countMessages, odfMessages, type World } from '@games/demonstration';
import { importMessages } from '@games/odf-feed';
import type { Database } from '@games/postgres';
import { competitionFeed } from '../src/feed.ts';

/** Everything that the results systems send but the biographies, which are the athletes service's business. */
const types: ReadonlySet<string> = new Set([
  'DT_CODES',
  'DT_PARTIC',
  'DT_PARTIC_UPDATE',
  'DT_PARTIC_TEAMS',
  'DT_SCHEDULE',
  'DT_SCHEDULE_UPDATE',
  'DT_ENTRIES',
  'DT_BRACKETS',
  'DT_RESULT',
  'DT_CURRENT',
  'DT_PLAY_BY_PLAY',
  'DT_PHASE_RESULT',
  'DT_POOL_STANDING',
  'DT_CUMULATIVE_RESULT',
  'DT_RANKING',
  'DT_MEDALLISTS',
  'DT_MEDALS',
  'DT_GLOBAL_GM',
  'DT_GLOBAL_GN',
  'DT_KA',
]);

/**
 * Fills an empty database with the demonstration Games as they stand at `until`, through the feed of results messages.
 * Throws when the feed refuses a message or cannot apply it: a demonstration with holes would mislead.
 */
export async function seed(
  database: Database,
  world: World,
  progress: (done: number, total: number) => void,
  until: Date = new Date(world.now),
): Promise<void> {
  const total = countMessages(world, { until, types });
  const summary = await importMessages(competitionFeed, database, received(world, until), {
    progress: ({ messages }) => progress(messages, total),
  });
  const failed = summary.unapplied.length;
  if (summary.refusals.length + failed > 0) {
    const [first] = summary.refusals;
    throw new Error(`${summary.refusals.length} messages were refused (${first?.detail ?? ''}), ${failed} failed.`);
  }
}

function* received(world: World, until: Date) {
  for (const { xml, at } of odfMessages(world, { until, types })) yield { xml, receivedAt: at };
}
