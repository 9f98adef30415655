import type { BaseDependencies, RequestScope } from '@games/subgraph';
import type { ChangeFollower } from './live/followChanges.ts';
import { createLoaders, type Loaders } from './loaders.ts';

/** What outlives requests. */
export interface CompetitionDependencies extends BaseDependencies {
  readonly follower: ChangeFollower;
}

/** What the resolvers of one request share. */
export interface CompetitionContext extends CompetitionDependencies, RequestScope {
  readonly loaders: Loaders;
  /** Forgets what was loaded, before the next event of a subscription. */
  renewLoaders(): void;
}

export function createContext(dependencies: CompetitionDependencies, request: RequestScope): CompetitionContext {
  const fresh = (): Loaders => createLoaders(dependencies.database, () => dependencies.clock.now());
  let loaders = fresh();
  return {
    ...dependencies,
    ...request,
    get loaders() {
      return loaders;
    },
    renewLoaders: () => {
      loaders = fresh();
    },
  };
}
