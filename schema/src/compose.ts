import { composeServices } from '@apollo/composition';
import { ROUTER_SUPPORTED_SUPERGRAPH_FEATURES, Supergraph } from '@apollo/federation-internals';
import { type DocumentNode, lexicographicSortSchema, parse, printSchema } from 'graphql';
import { readSubgraphSdl, type SubgraphName, subgraphNames } from './sdl.ts';

/** Where each subgraph listens unless the gateway's configuration says otherwise. */
const defaultUrls: Readonly<Record<SubgraphName, string>> = {
  competition: 'http://127.0.0.1:4001/graphql',
  athletes: 'http://127.0.0.1:4002/graphql',
  media: 'http://127.0.0.1:4003/graphql',
  store: 'http://127.0.0.1:4004/graphql',
  ticketing: 'http://127.0.0.1:4005/graphql',
};

/** What composition gives: both SDLs, or the errors in words. */
export type Composition =
  | { readonly supergraphSdl: string; readonly apiSdl: string; readonly hints: readonly string[] }
  | { readonly errors: readonly string[] };

/** Composes the given subgraphs (all five by default) from their SDL files. It never throws for a fault of the SDL. */
export function compose(names: readonly SubgraphName[] = subgraphNames): Composition {
  const services: { name: string; url: string; typeDefs: DocumentNode }[] = [];
  for (const name of names) {
    try {
      services.push({ name, url: defaultUrls[name], typeDefs: parse(readSubgraphSdl(name)) });
    } catch (error) {
      return { errors: [`[${name}] ${error instanceof Error ? error.message : String(error)}`] };
    }
  }
  const result = composeServices(services);
  if (result.errors) return { errors: result.errors.map((error) => error.message) };
  const supergraph = Supergraph.build(result.supergraphSdl, {
    supportedFeatures: ROUTER_SUPPORTED_SUPERGRAPH_FEATURES,
  });
  const apiSchema = supergraph.apiSchema().toGraphQLJSSchema();
  return {
    supergraphSdl: `${result.supergraphSdl.trim()}\n`,
    apiSdl: `${printSchema(lexicographicSortSchema(apiSchema)).trim()}\n`,
    hints: result.hints.map((hint) => hint.toString()),
  };
}
