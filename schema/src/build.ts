/**
 * `npm run schema:build [-- --subgraph NAME]`: composes the subgraphs and writes what is generated from them.
 * With --subgraph only that subgraph's resolver types are written, and a fault of composition is a warning.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { writeClientMaps } from './clientMaps.ts';
import { compose } from './compose.ts';
import { generateTypes } from './generateTypes.ts';
import { findBrokenOperations } from './operations.ts';
import { type SubgraphName, schemaFolder, subgraphNames } from './sdl.ts';

const { values } = parseArgs({ options: { subgraph: { type: 'string' } } });
const only = values.subgraph as SubgraphName | undefined;
if (only && !subgraphNames.includes(only)) throw new Error(`There is no subgraph ${only}`);

mkdirSync(new URL('generated/', schemaFolder), { recursive: true });
for (const name of only ? [only] : subgraphNames) {
  writeFileSync(new URL(`generated/${name}.ts`, schemaFolder), await generateTypes(name));
}

const composition = compose();
if ('errors' in composition) {
  console.error(`Composition failed:\n${composition.errors.join('\n')}`);
  if (!only) process.exitCode = 1;
} else {
  writeFileSync(new URL('supergraph.graphql', schemaFolder), composition.supergraphSdl);
  writeFileSync(new URL('api.graphql', schemaFolder), composition.apiSdl);
  mkdirSync(new URL('clients/', schemaFolder), { recursive: true });
  for (const [file, content] of Object.entries(writeClientMaps(composition.apiSdl))) {
    writeFileSync(new URL(`clients/${file}`, schemaFolder), content);
  }
  const broken = findBrokenOperations(composition.apiSdl);
  for (const fault of broken) console.error(fault);
  if (broken.length > 0 && !only) process.exitCode = 1;
}
