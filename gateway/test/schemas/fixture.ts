/** A graph cut into subgraphs, and the same graph as one schema over the same data: the oracle of the gateway. */
import type { GraphQLFieldResolver, GraphQLScalarType, GraphQLTypeResolver } from 'graphql';

// Resolvers of a test graph; what they return is checked by graphql itself.
type Resolver =
  | GraphQLFieldResolver<never, never>
  | GraphQLTypeResolver<never, never>
  | ((...args: never[]) => unknown);
export type ResolverMap = { readonly [typeName: string]: { readonly [name: string]: Resolver } | GraphQLScalarType };

export type SubgraphDefinition = { readonly typeDefs: string; readonly resolvers: ResolverMap };

export type GraphFixture = {
  readonly name: string;
  readonly subgraphs: { readonly [name: string]: SubgraphDefinition };
  readonly monolith: SubgraphDefinition;
  /** Operations worth asking, besides generated ones. */
  readonly operations: readonly string[];
};

/** The `@link` that every subgraph starts with. */
export const link = (...imports: string[]): string =>
  `extend schema @link(url: "https://specs.apollo.dev/federation/v2.11", import: [${imports.map((name) => `"${name}"`).join(', ')}])\n`;
