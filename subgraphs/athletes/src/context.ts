import type { BaseDependencies, RequestScope } from '@games/subgraph';
import { createLoaders, type Loaders } from './loaders.ts';

/** What the resolvers of one request share. */
export interface AthletesContext extends BaseDependencies, RequestScope {
  readonly loaders: Loaders;
}

export function createContext(dependencies: BaseDependencies, request: RequestScope): AthletesContext {
  return { ...dependencies, ...request, loaders: createLoaders(dependencies.database) };
}
