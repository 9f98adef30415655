import type { GraphQLFormattedError } from 'graphql';
import type { JsonObject } from './jsonObject.ts';

export type SubscriptionSource = {
  readonly kind: 'source';
  readonly subgraphName: string;
  readonly subgraphUrl: string;
  /** The root field of the source subgraph and its coerced arguments, for event-driven topics. */
  readonly fieldName: string;
  readonly arguments: ReadonlyMap<string, unknown>;
  /** The operation for the source subgraph. */
  readonly query: string;
  readonly operationName: string | null;
  readonly variables: JsonObject;
  readonly headers: readonly string[];
  /** Equal for subscribers that may share one upstream subscription and one resolved answer (never a hash). */
  readonly key: string;
};

export type SourceEvent =
  | { readonly kind: 'payload'; readonly data: unknown; readonly errors?: readonly GraphQLFormattedError[] }
  | { readonly kind: 'entity'; readonly entity: JsonObject };
