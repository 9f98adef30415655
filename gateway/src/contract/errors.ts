/** What can go wrong, as it passes between the floors of the gateway. Codes stand in the catalogue (`docs/errors.md`). */
import type { GraphQLError, GraphQLFormattedError } from 'graphql';
import type { JsonObject } from './jsonObject.ts';

/** An error in the form of the GraphQL response format; `extensions.code` is always set,
 *  `extensions.serviceName` names the subgraph where there is one. */
export type LocatedError = {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly locations?: readonly { readonly line: number; readonly column: number }[];
  readonly extensions: { readonly code: string; readonly serviceName?: string; readonly [name: string]: unknown };
};

/** Thrown by hooks to refuse an operation; the refusal is cached with the operation's text. */
export class RefusalError extends Error {
  readonly code: string;
  readonly extensions: JsonObject;
  readonly errors: readonly (GraphQLError | GraphQLFormattedError)[] | null;
  constructor(
    code: string,
    message: string,
    options: {
      readonly extensions?: JsonObject;
      readonly errors?: readonly (GraphQLError | GraphQLFormattedError)[];
    } = {},
  ) {
    super(message);
    this.name = 'RefusalError';
    this.code = code;
    this.extensions = options.extensions ?? {};
    this.errors = options.errors ?? null;
  }
}

/** An operation that can't run: parse, limits, validation, unknown operation name, planning. Cached where it depends
 *  on the text alone (`isCached`); planner deadlines and overload are not. The front turns `code` into a status. */
export type Refusal = {
  readonly kind: 'refusal';
  /** GRAPHQL_PARSE_FAILED, GRAPHQL_VALIDATION_FAILED, OPERATION_RESOLUTION_FAILURE, QUERY_PLAN_TOO_COMPLEX,
   *  QUERY_PLANNING_DEADLINE, QUERY_PLANNING_FAILED, or the code of a hook. */
  readonly code: string;
  readonly errors: readonly LocatedError[];
  readonly isCached: boolean;
};
