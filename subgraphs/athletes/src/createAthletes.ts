import { openDatabase } from '@games/postgres';
import { createSubgraph, type Subgraph } from '@games/subgraph';
import { applyPending } from './commands/applyPending.ts';
import { createContext } from './context.ts';
import { createFeedDoor } from './http.ts';
import { resolvers } from './resolvers/index.ts';
import { isDatabaseReady } from './sql/health.ts';

export interface AthletesOptions {
  readonly databaseUrl: string;
  readonly viewerSecret: string;
  /** What senders of the feed give as X-API-KEY; without one there is no POST /odf. */
  readonly odfApiKey?: string;
  readonly port: number;
  readonly host?: string;
}

/** The athletes service on its migrated database: people, teams and organisations, and the door of their feed. */
export async function createAthletes(options: AthletesOptions): Promise<Subgraph> {
  const { databaseUrl, viewerSecret, odfApiKey, port, host } = options;
  const database = openDatabase({ url: databaseUrl, applicationName: 'athletes' });
  try {
    await applyPending(database);
    const door = odfApiKey ? createFeedDoor(database, odfApiKey) : null;
    const subgraph = await createSubgraph({
      name: 'athletes',
      resolvers,
      context: createContext(database),
      viewerSecret,
      port,
      ...(host === undefined ? {} : { host }),
      ...(door ? { routes: { 'POST /odf': door.receive } } : {}),
      isReady: () => isDatabaseReady(database),
    });
    return {
      ...subgraph,
      close: async () => {
        await subgraph.close();
        await door?.settled();
        await database.close();
      },
    };
  } catch (error) {
    await database.close();
    throw error;
  }
}
