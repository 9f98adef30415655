import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type SubgraphName, subgraphNames } from '@games/schema';
import { repositoryFolder } from '../state.ts';

/** A service of the Games as `npm start` sees it. */
export interface ServiceProgram {
  readonly name: SubgraphName;
  /** Added to the gateway's port. */
  readonly portOffset: number;
  readonly main: string;
  readonly seed: string;
  readonly migrations: () => Promise<readonly URL[]>;
}

/** The five services, in the order in which they start. */
export const servicePrograms: readonly ServiceProgram[] = subgraphNames.map((name, index) => ({
  name,
  portOffset: index + 1,
  main: join(repositoryFolder, 'subgraphs', name, 'src/main.ts'),
  seed: join(repositoryFolder, 'subgraphs', name, 'seed/main.ts'),
  migrations: async () => {
    const file = pathToFileURL(join(repositoryFolder, 'subgraphs', name, 'src/migrations.ts'));
    return ((await import(file.href)) as { migrations: readonly URL[] }).migrations;
  },
}));
