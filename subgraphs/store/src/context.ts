import type { BaseDependencies, RequestScope } from '@games/subgraph';
import { createLoaders, type Loaders } from './loaders.ts';

/** What the resolvers of one request share. */
export interface StoreContext extends BaseDependencies, RequestScope {
  readonly loaders: Loaders;
}

export function createContext(dependencies: BaseDependencies, request: RequestScope): StoreContext {
  return { ...dependencies, ...request, loaders: createLoaders(dependencies.database, request.viewer, request.now) };
}
