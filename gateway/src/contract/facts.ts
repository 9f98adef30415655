/** What an operation means to access, cost and caching: found once from document and schema, kept with the plan. */
import type { FieldNode, FragmentSpreadNode, InlineFragmentNode } from 'graphql';

/** What the gateway's front knows of an operation from document and schema alone; found once, kept with the plan. */
export interface OperationFacts {
  readonly access: AccessFacts;
  readonly cost: Cost;
  readonly cachePolicy: CachePolicy;
  /** True where it reads the schema (`__schema`, `__type`). */
  readonly isIntrospection: boolean;
  /** True where it reads nothing else. */
  readonly isIntrospectionOnly: boolean;
}

/** One thing that the schema asks of a viewer. Lists are alternatives of things that are needed together. */
export type Requirement =
  | { readonly kind: 'authenticated' }
  | { readonly kind: 'scopes'; readonly anyOf: readonly (readonly string[])[] }
  | { readonly kind: 'policies'; readonly anyOf: readonly (readonly string[])[] };

/** What an operation needs, found once for each operation. */
export interface AccessFacts {
  /** Each requirement once. */
  readonly requirements: readonly Requirement[];
  /** The selections that need something, with the numbers of their requirements. */
  readonly guarded: readonly {
    readonly node: FieldNode | InlineFragmentNode | FragmentSpreadNode;
    readonly needs: readonly number[];
    readonly what: string;
  }[];
}

/** Values of an operation's variables, coerced, by name. */
export type VariableValues = ReadonlyMap<string, unknown>;

/** The cost of an operation: a number, or what it takes to compute one from the variables. */
export type Cost = number | ((variables: VariableValues) => number);

/** How long an answer may be kept, and by whom. */
export interface CachePolicy {
  /** 0: not at all. */
  readonly maxAgeSeconds: number;
  /** True where one answer may serve every viewer of the same partner and territory. */
  readonly isPublic: boolean;
}
