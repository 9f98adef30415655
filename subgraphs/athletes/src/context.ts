import type { Database } from '@games/postgres';
import type { Viewer } from '@games/service';
import type { SubgraphRequest } from '@games/subgraph';
import { createLoaders, type Loaders } from './loaders.ts';

/** What every resolver receives. */
export interface AthletesContext {
  readonly viewer: Viewer;
  /** The reader's languages, most wanted first. */
  readonly languages: readonly string[];
  readonly database: Database;
  readonly loaders: Loaders;
}

/** Makes the context of one request, with fresh loaders. */
export function createContext(database: Database): (request: SubgraphRequest) => AthletesContext {
  return ({ viewer, languages }) => ({ viewer, languages, database, loaders: createLoaders(database) });
}
