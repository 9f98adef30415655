/** Everything that depends on one supergraph, built once, leased by requests, closed after the last of them. */
import { createHash } from 'node:crypto';
import { buildASTSchema, type GraphQLSchema, isInterfaceType, isObjectType, parse } from 'graphql';
import type { Generation } from '../contract/supergraph.ts';
import { createIntrospectionCache } from '../engine/introspectionCache.ts';
import { Preparation, type PreparationContext } from '../engine/prepareOperation.ts';
import type { SubgraphClient } from '../execute/subgraphClient.ts';
import { TypeTable } from '../execute/typeTable.ts';
import type { LoadedSupergraph } from '../plan/apolloPlanner.ts';
import type { PlannerPool } from '../plan/plannerPool.ts';
import type { PlanSearch } from '../plan/planSearch.ts';

export type GenerationInput = {
  readonly number: number;
  readonly supergraphSdl: string;
  readonly supergraph: LoadedSupergraph;
  readonly urlOf: (subgraph: { readonly name: string; readonly url: string }) => string;
  readonly takeClient: (name: string, url: string) => SubgraphClient;
  readonly releaseClient: (client: SubgraphClient) => void;
  readonly planner: PlannerPool;
  readonly search: PlanSearch;
  readonly preparation: Pick<
    PreparationContext,
    | 'hooks'
    | 'cacheBytesMax'
    | 'clock'
    | 'epochs'
    | 'observe'
    | 'settings'
    | 'dedupe'
    | 'operationDeadlineMs'
    | 'execution'
  >;
  readonly onClosed: () => void;
};

export type OwnedGeneration = {
  readonly generation: Generation;
  readonly preparation: Preparation;
  readonly clients: ReadonlyMap<string, SubgraphClient>;
  readonly acquire: () => void;
  readonly leases: () => number;
  /** No new leases; closed when the last one ends. */
  readonly retire: () => void;
};

export function createGeneration(input: GenerationInput): OwnedGeneration {
  const { supergraph, supergraphSdl, planner } = input;
  const schema = buildASTSchema(parse(supergraph.apiSdl), { assumeValid: true });
  const supergraphSchema = buildASTSchema(parse(supergraphSdl), { assumeValid: true, assumeValidSDL: true });
  const clients = takeClients(input);
  const preparation = new Preparation({
    ...input.preparation,
    schema,
    supergraphSchema,
    supergraph,
    types: new TypeTable(supergraphSchema),
    introspectionCache: createIntrospectionCache(),
    interfaceObjects: interfaceObjectsOf(supergraphSchema),
    fieldNames: fieldNamesOf(supergraphSchema),
    overrideLabels: supergraph.overrideLabels,
    clientOf: (name) => clients.get(name)!,
    searchPlan: (document, operationName, labels) =>
      input.search.find({ generation: input.number, supergraphSdl, document, operationName, labels }),
    planOperation: (document, operationName, labels) => planner.plan(input.number, document, operationName, labels),
  });

  let leases = 0;
  let isRetired = false;
  const closeWhenFree = () => {
    if (!isRetired || leases > 0) return;
    planner.drop(input.number);
    for (const client of clients.values()) input.releaseClient(client);
    input.onClosed();
  };
  return {
    generation: Object.freeze({
      number: input.number,
      schemaId: createHash('sha256').update(supergraphSdl).digest('hex'),
      schema,
      supergraphSchema,
      supergraphSdl,
      subgraphs: [...clients.values()].map(({ name, url }) => ({ name, url })),
      overrideLabels: supergraph.overrideLabels,
      prepare: (request) => preparation.prepare(request),
      prepared: (request) => preparation.find(request),
      release: () => {
        leases--;
        closeWhenFree();
      },
    } satisfies Generation),
    preparation,
    clients,
    acquire: () => {
      leases++;
    },
    leases: () => leases,
    retire: () => {
      isRetired = true;
      closeWhenFree();
    },
  };
}

function takeClients({ supergraph, urlOf, takeClient, releaseClient }: GenerationInput): Map<string, SubgraphClient> {
  const clients = new Map<string, SubgraphClient>();
  try {
    for (const subgraph of supergraph.subgraphs) clients.set(subgraph.name, takeClient(subgraph.name, urlOf(subgraph)));
  } catch (error) {
    for (const client of clients.values()) releaseClient(client);
    throw error;
  }
  return clients;
}

/** Interfaces that `join__type(isInterfaceObject: true)` marks. */
function interfaceObjectsOf(supergraphSchema: GraphQLSchema): Set<string> {
  const names = new Set<string>();
  for (const type of Object.values(supergraphSchema.getTypeMap())) {
    if (!isInterfaceType(type)) continue;
    const isMarked = type.astNode?.directives?.some(
      (directive) =>
        directive.name.value === 'join__type' &&
        directive.arguments?.some(
          ({ name, value }) => name.value === 'isInterfaceObject' && value.kind === 'BooleanValue' && value.value,
        ),
    );
    if (isMarked === true) names.add(type.name);
  }
  return names;
}

function fieldNamesOf(supergraphSchema: GraphQLSchema): Set<string> {
  const names = new Set<string>();
  for (const type of Object.values(supergraphSchema.getTypeMap())) {
    if (!isInterfaceType(type) && !isObjectType(type)) continue;
    for (const name of Object.keys(type.getFields())) names.add(name);
  }
  return names;
}
