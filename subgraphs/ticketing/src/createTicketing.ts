import { type PaymentProvider, readPaymentProviders, readReturnHosts } from '@games/payments';
import type { Log } from '@games/service';
import { defineSubgraph, type Opening } from '@games/subgraph';
import { config, type TicketingConfig } from './config.ts';
import { createContext, type TicketingDependencies } from './context.ts';
import { createSelling } from './createSelling.ts';
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
import { migrations } from './migrations.ts';
import { startPartnerEvents } from './partnerEvents.ts';
import { readTicketKeys } from './readTicketKeys.ts';
import { resolvers } from './resolvers/index.ts';
import { startSweep } from './sweep.ts';

/** The ticketing service. */
export const ticketing = defineSubgraph({
  name: 'ticketing',
  config,
  migrations,
  resolvers,
  context: createContext,
  dependencies: open,
  routes: (dependencies) => ({
    ...seatMapRoutes(dependencies.database, dependencies.charts),
    ...keyRoutes(dependencies.keys),
    ...documentRoutes(dependencies.database, dependencies.keys),
    ...drawRoutes(dependencies.database),
    ...gateRoutes(dependencies),
    ...dependencies.selling.payments.routes,
  }),
  background: ({ database, localWebhooks, selling, log }) => [
    startPartnerEvents(database, { allowLocal: localWebhooks }),
    startSweep(selling, log),
  ],
});

async function open({
  config,
  database,
  clock,
  log,
  closeAtEnd,
}: Opening<TicketingConfig>): Promise<TicketingDependencies> {
  const charts = createChartCache(database);
  const waitingRooms = closeAtEnd(
    createWaitingRooms({
      database,
      clock,
      store: config.redisUrl ? createRedisQueue(config.redisUrl, 'ticketing') : createInProcessQueue(),
      signer: createTokenSigner(config.queueSecret),
      log,
    }),
  );
  const selling = createSelling({
    database,
    clock,
    charts,
    providers: await readProviders(config.paymentEnv, log),
    returnHosts: readReturnHosts(config.paymentEnv),
    admissions: waitingRooms,
  });
  closeAtEnd(selling.payments);
  return {
    charts,
    waitingRooms,
    selling,
    keys: await readTicketKeys(config.ticketKeysFolder),
    sharedReads: createSharedReads(database),
    availability: closeAtEnd(createAvailabilityFeed(database, log)),
    walletIssuerId: config.walletIssuerId,
    localWebhooks: config.localWebhooks,
  };
}

/** The payment providers of the environment; without any, everything works but paying. */
async function readProviders(env: NodeJS.ProcessEnv, log: Log): Promise<readonly PaymentProvider[]> {
  if (env.PAYMENT_KEYS_FOLDER) return readPaymentProviders(env);
  log.warn('PAYMENT_KEYS_FOLDER is not set: orders can not be paid');
  return [];
}
