import type { BaseDependencies, RequestScope } from '@games/subgraph';
import type { Selling } from './createSelling.ts';
import type { TicketKeys } from './domain/tickets/ticketKeys.ts';
import { createLoaders, type Loaders } from './loaders.ts';
import type { ChartCache } from './memory/seating/chartCache.ts';
import type { AvailabilityFeed } from './memory/sessions/availabilityFeed.ts';
import type { SharedReads } from './memory/sharedReads.ts';
import type { WaitingRooms } from './memory/waitingRoom/waitingRooms.ts';

/** What outlives requests, beside database, clock and log. */
export interface TicketingDependencies {
  readonly charts: ChartCache;
  readonly sharedReads: SharedReads;
  readonly keys: TicketKeys;
  readonly walletIssuerId: string;
  readonly waitingRooms: WaitingRooms;
  readonly localWebhooks: boolean;
  readonly selling: Selling;
  readonly availability: AvailabilityFeed;
}

/** What the resolvers of one request work with. */
export interface TicketingContext extends BaseDependencies, TicketingDependencies, RequestScope {
  readonly loaders: Loaders;
}

/** The context of one request, with fresh loaders. */
export function createContext(
  dependencies: BaseDependencies & TicketingDependencies,
  request: RequestScope,
): TicketingContext {
  return { ...dependencies, ...request, loaders: createLoaders(dependencies.database, dependencies.sharedReads) };
}
