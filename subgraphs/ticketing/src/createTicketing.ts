import { openDatabase, sql } from '@games/postgres';
import { requireEnv } from '@games/service';
import { createSubgraph } from '@games/subgraph';
import { createChartCache } from './charts/chartCache.ts';
import type { TicketingConfig } from './config.ts';
import { createContext } from './context.ts';
import { gateRoutes } from './gates/gateRoutes.ts';
import { resolvers } from './resolvers/index.ts';
import { seatMapRoutes } from './seatMap/seatMapRoutes.ts';
import { documentRoutes } from './tickets/documents/documentRoutes.ts';
import { keyRoutes } from './tickets/keyRoutes.ts';
import { readTicketKeys } from './tickets/ticketKeys.ts';

/** A running ticketing service. */
export interface Ticketing {
  readonly url: string;
  close(): Promise<void>;
}

/** Wires the service. Rejects when the database doesn't answer or the port is in use. */
export async function createTicketing(config: TicketingConfig): Promise<Ticketing> {
  const { databaseUrl, poolSize, viewerSecret, port, host, clock, env } = config;
  const database = openDatabase({ url: databaseUrl, poolSize, applicationName: 'ticketing' });
  const isReady = async (): Promise<boolean> => {
    await database.run(sql`select 1`);
    return true;
  };
  try {
    await isReady();
    const charts = createChartCache(database);
    const keys = await readTicketKeys(requireEnv('TICKET_KEYS_FOLDER', env));
    const rooms = { database, clock, keys, walletIssuerId: env.GOOGLE_WALLET_ISSUER_ID || '0000000000000000000' };
    const subgraph = await createSubgraph({
      name: 'ticketing',
      resolvers,
      context: (request) => createContext(rooms, request),
      viewerSecret,
      port,
      host,
      isReady,
      routes: {
        ...seatMapRoutes(database, charts),
        ...keyRoutes(keys),
        ...documentRoutes(database, keys),
        ...gateRoutes(rooms),
      },
    });
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
