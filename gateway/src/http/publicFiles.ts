import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ClientError } from '@games/service';
import { type Dispatcher, Pool } from 'undici';
import { presentThrown } from '../operation/presentErrors.ts';
import type { Admission } from './admission.ts';
import type { Cors } from './cors.ts';
import { type Exchange, openExchange, sendRefusal } from './exchange.ts';
import { findPublicRoute, type PublicRoute } from './publicRoutes.ts';

/** Files that services make for everybody (seat maps, tickets to print, records of draws), under the gateway's address. */
export interface PublicFiles {
  /** Passes a request on to the service whose path it is; false where it is nobody's. It never rejects. */
  readonly serve: (path: string, request: IncomingMessage, response: ServerResponse) => Promise<boolean>;
  readonly close: () => Promise<void>;
}

export interface PublicFileDependencies {
  readonly routes: readonly PublicRoute[];
  readonly cors: Cors;
  readonly admission: Admission;
  readonly bytesMax: number;
  /** For a whole answer, from the request to its last byte. */
  readonly timeoutMs: number;
  readonly onFault: (error: unknown) => void;
}

/** A service learns nothing of who asks: no keys, tokens or cookies, and nothing that could pass for a signed viewer. */
const passedRequestHeaders = [
  'accept',
  'accept-encoding',
  'accept-language',
  'if-none-match',
  'if-modified-since',
  'range',
  'if-range',
];
/** What is not named, hop-by-hop headers among them, stays between service and gateway. */
const passedResponseHeaders = [
  'content-type',
  'content-length',
  'content-encoding',
  'content-language',
  'content-range',
  'content-disposition',
  'accept-ranges',
  'cache-control',
  'etag',
  'last-modified',
  'retry-after',
];
/** What a browser would run scripts of is inert under this address, which it shares with the explorer. */
const inertDocument = { 'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox" };
const socketsOfEach = 32;

/** Makes the pools of the services. Only GET and HEAD are passed on, never a body. */
export function createPublicFiles(dependencies: PublicFileDependencies): PublicFiles {
  const { routes, cors, admission, timeoutMs } = dependencies;
  const pools = new Map(
    [...new Set(routes.map(({ origin }) => origin))].map((origin) => [origin, poolOf(origin, timeoutMs)]),
  );

  const passOn = async (exchange: Exchange, route: PublicRoute): Promise<void> => {
    const { request } = exchange;
    const { method } = request;
    if (method === 'OPTIONS') return sendPreflight(exchange, cors);
    if (method !== 'GET' && method !== 'HEAD') {
      throw new ClientError('METHOD_NOT_ALLOWED', 'Files are asked for with GET or HEAD.');
    }
    const { leave } = admission.enter();
    const deadline = AbortSignal.timeout(timeoutMs);
    try {
      const answer = await (pools.get(route.origin) as Pool)
        .request({
          path: request.url ?? route.path,
          method,
          headers: { ...pick(request.headers, passedRequestHeaders), 'x-request-id': exchange.id },
          signal: AbortSignal.any([exchange.signal, deadline]),
        })
        .catch((error: unknown) => {
          throw unreached(error, deadline);
        });
      await send(exchange, answer, dependencies.bytesMax);
    } finally {
      leave();
    }
  };

  return {
    serve: async (path, request, response) => {
      const route = findPublicRoute(routes, path);
      if (route === undefined) return false;
      const exchange = openExchange(request, response, 'Accept-Encoding, Origin');
      Object.assign(exchange.headers, cors.headersFor(request));
      try {
        await passOn(exchange, route);
      } catch (error) {
        if (response.headersSent) response.destroy();
        else if (!exchange.signal.aborted) await sendRefusal(exchange, presentThrown(error, dependencies.onFault));
      }
      return true;
    },
    close: async () => {
      await Promise.all([...pools.values()].map((pool) => pool.destroy()));
    },
  };
}

const poolOf = (origin: string, timeoutMs: number): Pool =>
  new Pool(origin, {
    connections: socketsOfEach,
    connect: { timeout: timeoutMs },
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
  });

function sendPreflight({ request, response, headers }: Exchange, cors: Cors): void {
  const allowed = cors.preflightFor(request);
  response.writeHead(allowed === null ? 403 : 204, { ...headers, ...allowed }).end();
}

function unreached(error: unknown, deadline: AbortSignal): unknown {
  if ((error as Error).name === 'ClientGone') return error;
  const isLate = deadline.aborted || /_TIMEOUT$/.test((error as { code?: string }).code ?? '');
  return isLate
    ? new ClientError('SUBGRAPH_TIMEOUT', 'The service that has this did not answer in time.')
    : new ClientError('SUBGRAPH_UNREACHABLE', 'The service that has this can not be reached.');
}

async function send(exchange: Exchange, answer: Dispatcher.ResponseData, bytesMax: number): Promise<void> {
  const { statusCode, headers, body } = answer;
  // Its reader gets its errors; broken off unread it has one too, which nobody needs to hear of.
  body.on('error', () => {});
  const isPassed = statusCode < 300 || statusCode === 304 || (statusCode >= 400 && statusCode < 500);
  const length = Number(headers['content-length'] ?? 0);
  if (!isPassed || length > bytesMax) {
    body.destroy();
    throw isPassed
      ? new ClientError('SUBGRAPH_RESPONSE_TOO_LARGE', 'This is larger than the gateway passes on.')
      : new ClientError('SUBGRAPH_HTTP_ERROR', 'The service that has this failed.');
  }
  exchange.response.writeHead(statusCode, {
    ...exchange.headers,
    ...(/svg|html|xml/.test(String(headers['content-type'])) ? inertDocument : {}),
    ...pick(headers, passedResponseHeaders),
    // Pages of everybody may show it; whether their scripts may read it is for CORS to say.
    'cross-origin-resource-policy': 'cross-origin',
  });
  await pipeline(body, capped(bytesMax), exchange.response);
}

function pick(headers: IncomingHttpHeaders, names: readonly string[]): Record<string, string | string[]> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = headers[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

/** Lets at most so many bytes pass, and breaks off at the next. */
function capped(bytesMax: number): Transform {
  let bytes = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      done(bytes > bytesMax ? new Error('The answer of a service is larger than is passed on.') : null, chunk);
    },
  });
}
