/**
 * `npm run schema`: fails when composition fails, when a generated file is stale, when a named operation is broken or omits an id,
 * or when the API loses something that the committed API had without having deprecated it first.
 */
import { readFileSync } from 'node:fs';
import { buildSchema } from 'graphql';
import { findApiBreaks, readCommittedApi } from './breakingChanges.ts';
import { writeClientMaps } from './clientMaps.ts';
import { compose } from './compose.ts';
import { generateTypes } from './generateTypes.ts';
import { findBrokenOperations } from './operations.ts';
import { schemaFolder, subgraphNames } from './sdl.ts';

const faults: string[] = [];

function expectFresh(file: string, content: string): void {
  let committed = '';
  try {
    committed = readFileSync(new URL(file, schemaFolder), 'utf8');
  } catch {
    // A missing file is as stale as an old one.
  }
  if (committed !== content) faults.push(`schema/${file} is stale: run npm run schema:build`);
}

const composition = compose();
if ('errors' in composition) {
  faults.push(...composition.errors.map((error) => `composition: ${error}`));
} else {
  expectFresh('supergraph.graphql', composition.supergraphSdl);
  expectFresh('api.graphql', composition.apiSdl);
  for (const [file, content] of Object.entries(writeClientMaps(composition.apiSdl)))
    expectFresh(`clients/${file}`, content);
  faults.push(...findBrokenOperations(composition.apiSdl));
  const committed = readCommittedApi();
  if (committed) faults.push(...findApiBreaks(buildSchema(committed), buildSchema(composition.apiSdl)));
  for (const name of subgraphNames) expectFresh(`generated/${name}.ts`, await generateTypes(name));
}

for (const fault of faults) console.error(fault);
if (faults.length > 0) process.exitCode = 1;
else
  console.log(`Schema: ${subgraphNames.length} subgraphs compose, generated files are fresh, named operations hold.`);
