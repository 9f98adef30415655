/** Faults of the preparation → refusals. */
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { type LocatedError, type Refusal, RefusalError } from '../contract/errors.ts';
import { PlannerRefusal } from '../plan/plannerPool.ts';

/** Everything that is thrown while an operation is prepared; what is unexpected is thrown on. */
export function refusalOf(error: unknown, isCached: boolean): Refusal {
  if (error instanceof RefusalError) {
    const errors = error.errors?.map((each) => toLocated(each, error.code)) ?? [
      { message: error.message, extensions: { ...error.extensions, code: error.code } },
    ];
    return { kind: 'refusal', code: error.code, errors, isCached };
  }
  if (error instanceof PlannerRefusal) {
    return {
      kind: 'refusal',
      code: error.code,
      errors: [{ message: error.message, extensions: { code: error.code } }],
      isCached,
    };
  }
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') {
    return refusalOf(new RefusalError(error.code, error.message), isCached);
  }
  throw error;
}

export function refuse(code: string, errors: readonly (GraphQLError | GraphQLFormattedError)[]): Refusal {
  return { kind: 'refusal', code, errors: errors.map((error) => toLocated(error, code)), isCached: true };
}

function toLocated(error: GraphQLError | GraphQLFormattedError, code: string): LocatedError {
  const { message, locations, path, extensions } = error instanceof GraphQLError ? error.toJSON() : error;
  return {
    message,
    ...(locations === undefined ? {} : { locations }),
    ...(path === undefined ? {} : { path }),
    extensions: { ...extensions, code: typeof extensions?.code === 'string' ? extensions.code : code },
  };
}

/** How long an operation that could not be planned in time is not tried again. */
const planningRefusalMs = 30_000;

/** What lies in the operation is kept for good, what passes by itself for a while or not at all. */
export function refusalKeptMs({ code, isCached }: Refusal): number {
  if (isCached) return Number.POSITIVE_INFINITY;
  return code === 'QUERY_PLANNING_DEADLINE' ? planningRefusalMs : 0;
}
