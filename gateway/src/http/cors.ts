import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import { readHeaderList } from '@games/http';

/** Which pages of other origins may call the gateway, and what browsers are told of it. */
export interface Cors {
  readonly isAllowed: (origin: string) => boolean;
  /** Headers for the answer to a request; null where the page may not read it. */
  readonly headersFor: (request: IncomingMessage) => OutgoingHttpHeaders | null;
  /** Headers for the answer to a preflight request; null where it is refused. */
  readonly preflightFor: (request: IncomingMessage) => OutgoingHttpHeaders | null;
}

const methods = 'GET, POST, OPTIONS';
const exposedHeaders = 'x-request-id, retry-after, etag, age';
const preflightKeptSeconds = 3_600;
const askedHeadersMax = 32;
const headerName = /^[\w-]{1,128}$/;

/** Credentials travel in headers that a page sets itself, so cookies are never asked for. */
export function createCors(origins: readonly string[]): Cors {
  const isOpen = origins.includes('*');
  const allowed = new Set(origins);
  const isAllowed = (origin: string): boolean => isOpen || allowed.has(origin);

  const headersFor: Cors['headersFor'] = ({ headers: { origin } }) => {
    if (origin === undefined || !isAllowed(origin)) return null;
    return { 'access-control-allow-origin': isOpen ? '*' : origin, 'access-control-expose-headers': exposedHeaders };
  };
  return {
    isAllowed,
    headersFor,
    preflightFor: (request) => {
      const headers = headersFor(request);
      if (headers === null) return null;
      const asked = readHeaderList(request.headers['access-control-request-headers']).map(({ value }) => value);
      const isGranted =
        asked.length > 0 && asked.length <= askedHeadersMax && asked.every((name) => headerName.test(name));
      return {
        ...headers,
        'access-control-allow-methods': methods,
        ...(isGranted ? { 'access-control-allow-headers': asked.join(', ') } : {}),
        'access-control-max-age': String(preflightKeptSeconds),
        vary: 'Origin, Access-Control-Request-Headers',
      };
    },
  };
}
