import { errorCatalogue } from '@games/service';
import type { LocatedError } from '../contract/errors.ts';
import { isCatalogued } from '../operation/presentErrors.ts';
import type { SingleMedia } from './accept.ts';

/**
 * Faults of the document or its variables. GraphQL over HTTP (§6.4.1) has them answered with 200 under application/json,
 * whose readers look for a fault in the body.
 */
const faultsOfTheDocument: ReadonlySet<string> = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'BAD_USER_INPUT',
  'PERSISTED_QUERY_NOT_FOUND',
]);

/** The HTTP status of an answer that is nothing but errors. The catalogue of errors has one for each code. */
export function statusOf(errors: readonly LocatedError[], media: SingleMedia): number {
  const code = errors[0]?.extensions.code ?? 'INTERNAL_SERVER_ERROR';
  if (media === 'application/json' && faultsOfTheDocument.has(code)) return 200;
  return isCatalogued(code) ? errorCatalogue[code].status : 500;
}

/** Headers that a refusal brings along: when to come back, how to say who one is. */
export function headersFor(errors: readonly LocatedError[], status: number): Readonly<Record<string, string>> {
  const retryAfter = errors[0]?.extensions.retryAfterSeconds;
  if (status === 401) return { 'www-authenticate': 'Bearer realm="games"' };
  if (status === 405) return { allow: 'GET, POST, OPTIONS' };
  if (status === 429 || status === 503)
    return { 'retry-after': String(typeof retryAfter === 'number' ? retryAfter : 1) };
  return {};
}
