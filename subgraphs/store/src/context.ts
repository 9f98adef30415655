import type { Database } from '@games/postgres';
import type { GamesClock, Viewer } from '@games/service';
import type { SubgraphRequest } from '@games/subgraph';
import { createLoaders, type Loaders } from './loaders.ts';

/** What resolvers of one request share. */
export interface StoreContext {
  readonly viewer: Viewer;
  readonly languages: readonly string[];
  /** The moment of the request by the clock of the Games: the same for everything in one answer. */
  readonly now: Date;
  readonly database: Database;
  readonly load: Loaders;
}

export function createContext(database: Database, clock: GamesClock) {
  return ({ viewer, languages }: SubgraphRequest): StoreContext => {
    const now = clock.now();
    return { viewer, languages, now, database, load: createLoaders(database, viewer, now) };
  };
}
