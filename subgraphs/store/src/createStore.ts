import { openDatabase, sql } from '@games/postgres';
import { createSubgraph } from '@games/subgraph';
import type { StoreConfig } from './config.ts';
import { createContext } from './context.ts';
import { resolvers } from './resolvers/index.ts';

/** A running store service. */
export interface Store {
  readonly url: string;
  close(): Promise<void>;
}

/** Wires the service. Rejects when the database doesn't answer or the port is in use. */
export async function createStore(config: StoreConfig): Promise<Store> {
  const { databaseUrl, poolSize, viewerSecret, port, host, clock } = config;
  const database = openDatabase({ url: databaseUrl, poolSize, applicationName: 'store' });
  const isReady = async (): Promise<boolean> => {
    await database.run(sql`select 1`);
    return true;
  };
  try {
    await isReady();
    const context = createContext(database, clock);
    const subgraph = await createSubgraph({ name: 'store', resolvers, context, viewerSecret, port, host, isReady });
    return {
      url: subgraph.url,
      close: async () => {
        await subgraph.close();
        await database.close();
      },
    };
  } catch (error) {
    await database.close();
    throw error;
  }
}
