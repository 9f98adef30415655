import type { BaseDependencies, RequestScope } from '@games/subgraph';
import type { FileLinks } from './http/files/links.ts';
import { createLoaders, type Loaders } from './loaders.ts';

/** What outlives requests. */
export interface MediaDependencies extends BaseDependencies {
  readonly links: FileLinks;
}

/** What the resolvers of one request share. */
export interface MediaContext extends MediaDependencies, RequestScope {
  readonly loaders: Loaders;
}

export function createContext(dependencies: MediaDependencies, request: RequestScope): MediaContext {
  return { ...dependencies, ...request, loaders: createLoaders(dependencies.database, request.viewer, request.now) };
}
