import type { IncomingMessage } from 'node:http';
import { ClientError } from '@games/service';
import type { Cors } from './cors.ts';

/**
 * What proves that a request was wanted by the page that sent it: `header`: one that makes browsers ask first
 * (a preflight); `metadata`: what browsers say themselves of where a request comes from; `off`: nothing.
 */
export type CsrfMode = 'header' | 'metadata' | 'off';

/** Any of these makes a request of a page "not simple": a browser asks for permission before it sends it. */
const telling = [
  'apollo-require-preflight',
  'graphql-require-preflight',
  'x-apollo-operation-name',
  'x-graphql-require-preflight',
  'authorization',
  'x-api-key',
] as const;

/**
 * Refuses requests that a foreign page could have caused unasked. A POST with application/json is never one of them;
 * other content types are refused elsewhere, so this looks at GET. Throws ClientError CSRF_PREVENTED.
 */
export function checkCsrf(request: IncomingMessage, mode: CsrfMode, cors: Cors): void {
  if (mode === 'off' || telling.some((name) => request.headers[name] !== undefined)) return;
  if (mode === 'metadata' && comesFromOwnPage(request, cors)) return;
  throw new ClientError(
    'CSRF_PREVENTED',
    'A page of another site could have caused this request: send it with the header "apollo-require-preflight: true".',
  );
}

function comesFromOwnPage({ headers }: IncomingMessage, cors: Cors): boolean {
  const { origin } = headers;
  if (origin !== undefined) return cors.isAllowed(origin) || isSameOrigin(origin, headers.host);
  const site = headers['sec-fetch-site'];
  return site === undefined || site === 'same-origin' || site === 'none';
}

/** Whether an origin is the one that the request was sent to. */
export function isSameOrigin(origin: string, host: string | undefined): boolean {
  return host !== undefined && URL.canParse(origin) && new URL(origin).host === host;
}
