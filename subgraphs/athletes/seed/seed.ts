import { countMessages, odfMessages, type World } from '@games/demonstration';
import { importMessages } from '@games/odf-feed';
import type { Database } from '@games/postgres';
import { athletesFeed } from '../src/feed.ts';

/** What the athletes service reads: codes of organisations and functions, people, teams, biographies. */
const types: ReadonlySet<string> = new Set([
  'DT_PARTIC',
  'DT_PARTIC_UPDATE',
  'DT_PARTIC_TEAMS',
  'DT_BIO_PAR',
  'DT_CODES',
]);

/**
 * Fills an empty database with the people of the demonstration Games as they are known at `until`, through the feed.
 * Throws when the feed refuses a message or cannot apply it.
 */
export async function seed(
  database: Database,
  world: World,
  progress: (done: number, total: number) => void,
  until: Date = new Date(world.now),
): Promise<void> {
  const total = countMessages(world, { until, types });
  const { refusals, unapplied, issues } = await importMessages(athletesFeed, database, received(world, until), {
    progress: ({ messages }) => progress(messages, total),
  });
  if (refusals.length + unapplied.length > 0) {
    const [first] = [...refusals, ...issues];
    throw new Error(`${refusals.length} messages were refused, ${unapplied.length} were not applied: ${first?.detail}`);
  }
  progress(total, total);
}

function* received(world: World, until: Date) {
  for (const { header, xml, at } of odfMessages(world, { until, types })) {
    if (athletesFeed.messageType(header) !== null) yield { xml, receivedAt: at };
  }
}
