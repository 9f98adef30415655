import type { Database } from '@games/postgres';
import type { GamesClock, Viewer } from '@games/service';
import type { SubgraphRequest } from '@games/subgraph';
import type { Selling } from './createSelling.ts';
import type { TicketKeys } from './domain/tickets/ticketKeys.ts';
import { createLoaders, type Loaders } from './loaders.ts';
import type { AvailabilityFeed } from './memory/sessions/availabilityFeed.ts';
import type { SharedReads } from './memory/sharedReads.ts';
import type { WaitingRooms } from './memory/waitingRoom/waitingRooms.ts';

/** What the resolvers of one request work with. */
export interface TicketingContext extends TicketingDependencies {
  readonly viewer: Viewer;
  readonly languages: readonly string[];
  readonly signal: AbortSignal;
  readonly loaders: Loaders;
}

/** What outlives requests. */
export interface TicketingDependencies {
  readonly database: Database;
  readonly sharedReads: SharedReads;
  readonly clock: GamesClock;
  readonly keys: TicketKeys;
  /** Our number as an issuer of Google Wallet. */
  readonly walletIssuerId: string;
  readonly waitingRooms: WaitingRooms;
  /** Whether webhooks may go to this machine, as in development. */
  readonly localWebhooks: boolean;
  readonly selling: Selling;
  readonly availability: AvailabilityFeed;
}

/** The context of one request, with fresh loaders. */
export function createContext(dependencies: TicketingDependencies, request: SubgraphRequest): TicketingContext {
  const { viewer, languages, signal } = request;
  return {
    ...dependencies,
    viewer,
    languages,
    signal,
    loaders: createLoaders(dependencies.database, dependencies.sharedReads),
  };
}
