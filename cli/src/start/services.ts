import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type SubgraphName, subgraphNames } from '@games/schema';
import { repositoryFolder } from '../state.ts';

/** A service of the Games as `npm start` sees it. */
export interface ServiceProgram {
  readonly name: SubgraphName;
  /** Added to the gateway's port. */
  readonly portOffset: number;
  /** The same for its endpoints beside the graph; null where it has none. */
  readonly publicPortOffset: number | null;
  readonly main: string;
  readonly seed: string;
  readonly migrations: () => Promise<readonly URL[]>;
}

/** The sandbox of the payment providers stands between the services and their public endpoints. */
export const sandboxPortOffset = subgraphNames.length + 1;
const publicPortsOffset = sandboxPortOffset + 1;

/** Where the endpoints beside the graph are, by service. */
export const publicUrlsAt = (port: number): Readonly<Record<string, string>> =>
  Object.fromEntries(
    servicePrograms.flatMap(({ name, publicPortOffset }) =>
      publicPortOffset === null ? [] : [[name, `http://127.0.0.1:${port + publicPortOffset}`]],
    ),
  );

/** The five services, in the order in which they start. */
export const servicePrograms: readonly ServiceProgram[] = subgraphNames.map((name, index) => ({
  name,
  portOffset: index + 1,
  publicPortOffset: name === 'store' ? null : publicPortsOffset + index,
  main: join(repositoryFolder, 'subgraphs', name, 'src/main.ts'),
  seed: join(repositoryFolder, 'subgraphs', name, 'seed/main.ts'),
  migrations: async () => {
    const file = pathToFileURL(join(repositoryFolder, 'subgraphs', name, 'src/migrations.ts'));
    return ((await import(file.href)) as { migrations: readonly URL[] }).migrations;
  },
}));
