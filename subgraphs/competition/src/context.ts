import type { Database } from '@games/postgres';
import type { GamesClock, Viewer } from '@games/service';
import type { SubgraphRequest } from '@games/subgraph';
import type { ChangeFollower } from './followChanges.ts';
import { createLoaders, type Loaders } from './loaders.ts';

/** What outlives requests. */
export interface CompetitionRooms {
  readonly database: Database;
  readonly clock: GamesClock;
  readonly follower: ChangeFollower;
}

/** What every resolver receives. */
export interface CompetitionContext extends CompetitionRooms {
  readonly viewer: Viewer;
  /** The reader's languages, most wanted first. */
  readonly languages: readonly string[];
  readonly signal: AbortSignal;
  readonly loaders: Loaders;
  /** Forgets what was loaded, before the next event of a subscription. */
  renewLoaders(): void;
}

/** The context of one request, with fresh loaders. */
export function createContext(rooms: CompetitionRooms, request: SubgraphRequest): CompetitionContext {
  const { viewer, languages, signal } = request;
  const fresh = (): Loaders => createLoaders(rooms.database, () => rooms.clock.now());
  let loaders = fresh();
  return {
    ...rooms,
    viewer,
    languages,
    signal,
    get loaders() {
      return loaders;
    },
    renewLoaders: () => {
      loaders = fresh();
    },
  };
}
