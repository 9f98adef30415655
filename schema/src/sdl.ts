import { readdirSync, readFileSync } from 'node:fs';

/** The five subgraphs, in the order in which they are composed and documented. */
export const subgraphNames = ['competition', 'athletes', 'media', 'store', 'ticketing'] as const;
export type SubgraphName = (typeof subgraphNames)[number];

/** The folder of this workspace, as a URL ending in a slash. */
export const schemaFolder: URL = new URL('../', import.meta.url);

/**
 * The SDL of one subgraph: the prelude that all share, then its own files in the order of their names.
 * Throws when the subgraph has no files.
 */
export function readSubgraphSdl(name: SubgraphName): string {
  const folder = new URL(`subgraphs/${name}/`, schemaFolder);
  const files = readdirSync(folder)
    .filter((file) => file.endsWith('.graphql'))
    .sort();
  if (files.length === 0) throw new Error(`The subgraph ${name} has no SDL in ${folder.pathname}`);
  const parts = files.map((file) => readFileSync(new URL(file, folder), 'utf8').trim());
  return `${[readFileSync(new URL('prelude.graphql', schemaFolder), 'utf8').trim(), ...parts].join('\n\n')}\n`;
}

/** The committed supergraph SDL that the gateway serves. */
export function readSupergraphSdl(): string {
  return readFileSync(new URL('supergraph.graphql', schemaFolder), 'utf8');
}

/** One of the operations that sites and partners live on. */
export interface NamedOperation {
  readonly name: string;
  readonly document: string;
}

/** The named operations of `schema/operations`, in the order of their names. */
export function readNamedOperations(): readonly NamedOperation[] {
  const folder = new URL('operations/', schemaFolder);
  return readdirSync(folder)
    .filter((file) => file.endsWith('.graphql'))
    .sort()
    .map((file) => ({
      name: file.slice(0, -'.graphql'.length),
      document: readFileSync(new URL(file, folder), 'utf8'),
    }));
}
