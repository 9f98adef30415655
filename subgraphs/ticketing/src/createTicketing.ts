import { type PaymentProvider, readPaymentProviders, readReturnHosts } from '@games/payments';
import { openDatabase, sql } from '@games/postgres';
import { createLog, requireEnv } from '@games/service';
import { createSubgraph } from '@games/subgraph';
import type { TicketingConfig } from './config.ts';
import { createContext } from './context.ts';
import { createSelling } from './createSelling.ts';
import { readTicketKeys } from './domain/tickets/ticketKeys.ts';
import { createTokenSigner } from './domain/waitingRoom/signedTokens.ts';
import { drawRoutes } from './http/draws/drawRoutes.ts';
import { gateRoutes } from './http/gates/gateRoutes.ts';
import { seatMapRoutes } from './http/seating/seatMapRoutes.ts';
import { documentRoutes } from './http/tickets/documentRoutes.ts';
import { keyRoutes } from './http/tickets/keyRoutes.ts';
import { createChartCache } from './memory/seating/chartCache.ts';
import { createAvailabilityFeed } from './memory/sessions/availabilityFeed.ts';
import { createSharedReads } from './memory/sharedReads.ts';
import { createInProcessQueue } from './memory/waitingRoom/inProcessQueue.ts';
import { createRedisQueue } from './memory/waitingRoom/redisQueue.ts';
import { createWaitingRooms } from './memory/waitingRoom/waitingRooms.ts';
import { startPartnerEvents } from './partnerEvents.ts';
import { resolvers } from './resolvers/index.ts';
import { startSweep } from './sweep.ts';

/** A running ticketing service. */
export interface Ticketing {
  readonly url: string;
  close(): Promise<void>;
}

/** Wires the service. Rejects when the database doesn't answer or the port is in use. */
export async function createTicketing(config: TicketingConfig): Promise<Ticketing> {
  const { databaseUrl, redisUrl, poolSize, viewerSecret, port, host, clock, env } = config;
  const database = openDatabase({ url: databaseUrl, poolSize, applicationName: 'ticketing' });
  const isReady = async (): Promise<boolean> => {
    await database.run(sql`select 1`);
    return true;
  };
  try {
    await isReady();
    const charts = createChartCache(database);
    const keys = await readTicketKeys(requireEnv('TICKET_KEYS_FOLDER', env));
    const waitingRooms = createWaitingRooms({
      database,
      clock,
      store: redisUrl ? createRedisQueue(redisUrl, 'ticketing') : createInProcessQueue(),
      signer: createTokenSigner(requireEnv('QUEUE_SECRET', env)),
      log: createLog('ticketing'),
    });
    const selling = createSelling({
      database,
      clock,
      charts,
      providers: await readProviders(env),
      returnHosts: readReturnHosts(env),
      admissions: waitingRooms,
    });
    const availability = createAvailabilityFeed(database, createLog('ticketing'));
    const walletIssuerId = env.GOOGLE_WALLET_ISSUER_ID || '0000000000000000000';
    const localWebhooks = env.WEBHOOKS_ALLOW_LOCAL === '1';
    const sharedReads = createSharedReads(database);
    const dependencies = {
      database,
      sharedReads,
      clock,
      keys,
      walletIssuerId,
      waitingRooms,
      localWebhooks,
      selling,
      availability,
    };
    const subgraph = await createSubgraph({
      name: 'ticketing',
      resolvers,
      context: (request) => createContext(dependencies, request),
      viewerSecret,
      port,
      host,
      isReady,
      routes: {
        ...seatMapRoutes(database, charts),
        ...keyRoutes(keys),
        ...documentRoutes(database, keys),
        ...drawRoutes(database),
        ...gateRoutes(dependencies),
        ...selling.payments.routes,
      },
    });
    const partnerEvents = startPartnerEvents(database, { allowLocal: localWebhooks });
    const sweep = startSweep(selling, createLog('ticketing'));
    return {
      url: subgraph.url,
      close: async () => {
        availability.close();
        await subgraph.close();
        await sweep.close();
        await partnerEvents.close();
        await waitingRooms.close();
        await selling.payments.close();
        await database.close();
      },
    };
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** The payment providers of the environment; without any, everything works but paying. */
async function readProviders(env: NodeJS.ProcessEnv): Promise<readonly PaymentProvider[]> {
  if (env.PAYMENT_KEYS_FOLDER) return readPaymentProviders(env);
  createLog('ticketing').warn('PAYMENT_KEYS_FOLDER is not set: orders can not be paid');
  return [];
}
