import { openDatabase } from '@games/postgres';
import { openStore } from '@games/redis';
import { type GamesClock, gamesClock } from '@games/service';
import { createSubgraph, type Subgraph } from '@games/subgraph';
import { createContext } from './context.ts';
import { followChanges } from './followChanges.ts';
import { createOdfDoor } from './http/odfDoor.ts';
import { startApplyQueue } from './odf/applyQueue.ts';
import { relayChanges } from './relayChanges.ts';
import { resolvers } from './resolvers/index.ts';
import { isDatabaseReady } from './sql/gamesRows.ts';

export interface CompetitionOptions {
  readonly databaseUrl: string;
  readonly redisUrl?: string;
  readonly viewerSecret: string;
  /** What senders of the feed give as X-API-KEY; without one there is no POST /odf. */
  readonly odfApiKey?: string;
  /** The feed that is shown: production (`P`) unless this is a rehearsal on test messages. */
  readonly shownFeed?: 'P' | 'T';
  readonly clock?: GamesClock;
  readonly port: number;
  readonly host?: string;
}

/** The competition service on its migrated database: the graph, the door of the results feed, and what applies it. */
export async function createCompetition(options: CompetitionOptions): Promise<Subgraph> {
  const { databaseUrl, redisUrl, viewerSecret, odfApiKey, shownFeed = 'P', port, host } = options;
  const database = openDatabase({ url: databaseUrl, applicationName: 'competition' });
  const closing: (() => Promise<unknown>)[] = [() => database.close()];
  const close = async (): Promise<void> => {
    for (const step of closing.splice(0).reverse()) await step();
  };
  try {
    if (redisUrl) {
      const store = openStore(redisUrl, { prefix: 'games' });
      closing.push(() => store.close());
      closing.push(await relayChanges(database, store));
    }
    const follower = await followChanges(database);
    closing.push(() => follower.close());
    const queue = startApplyQueue(database);
    closing.push(() => queue.close());
    const rooms = { database, follower, clock: options.clock ?? gamesClock() };
    const subgraph = await createSubgraph({
      name: 'competition',
      resolvers,
      context: (request) => createContext(rooms, request),
      viewerSecret,
      port,
      ...(host === undefined ? {} : { host }),
      ...(odfApiKey
        ? { routes: { 'POST /odf': createOdfDoor({ database, queue, apiKey: odfApiKey, shownFeed }) } }
        : {}),
      isReady: () => isDatabaseReady(database),
    });
    closing.push(() => subgraph.close());
    return { ...subgraph, close };
  } catch (error) {
    await close();
    throw error;
  }
}
