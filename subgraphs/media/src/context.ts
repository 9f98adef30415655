import type { Database } from '@games/postgres';
import type { GamesClock, Viewer } from '@games/service';
import type { SubgraphRequest } from '@games/subgraph';
import type { FileLinks } from './links.ts';
import { createLoaders, type Loaders } from './loaders.ts';

/** What resolvers of one request share. */
export interface MediaContext {
  readonly viewer: Viewer;
  readonly languages: readonly string[];
  /** The moment of the request by the clock of the Games: the same for everything in one answer. */
  readonly now: Date;
  readonly database: Database;
  readonly links: FileLinks;
  readonly load: Loaders;
}

export interface MediaServices {
  readonly database: Database;
  readonly clock: GamesClock;
  readonly links: FileLinks;
}

export function createContext({ database, clock, links }: MediaServices) {
  return ({ viewer, languages }: SubgraphRequest): MediaContext => {
    const now = clock.now();
    return { viewer, languages, now, database, links, load: createLoaders(database, viewer, now) };
  };
}
