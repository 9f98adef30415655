import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { LocatedError } from '../contract/errors.ts';
import type { Identity } from '../guard/identity.ts';
import type { Transport } from '../observe/events.ts';
import type { OperationOutline } from '../operation/request.ts';
import { type Accepted, readAccept, type SingleMedia } from './accept.ts';
import { compress, readAcceptEncoding } from './compress.ts';
import { requestIdOf, withRequestId } from './requestId.ts';
import { headersFor, statusOf } from './status.ts';

/** A request and its answer in the making. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly id: string;
  readonly startedAt: number;
  readonly accepted: Accepted;
  /** Headers that every answer to this request carries. */
  readonly headers: OutgoingHttpHeaders;
  /** Aborted when the client has gone before its answer was written. */
  readonly signal: AbortSignal;
  /** What observers are told when the exchange ends; filled in on the way. */
  readonly outcome: Outcome;
}

export interface Outcome {
  transport: Transport;
  operation: OperationOutline | null;
  codes: readonly string[];
  identity: Identity | null;
  /** What the request is counted under. */
  account: string | null;
  address: string;
  origin: 'cache' | 'shared' | 'fresh' | null;
  responseBytes: number;
}

/** What may make one address answer differently, beside the address itself. */
export const varyNames = ['Accept', 'Accept-Encoding', 'Accept-Language', 'Authorization', 'X-Api-Key', 'Origin'];

/** Opens an exchange. `varying` names further request headers that shape answers. */
export function openExchange(request: IncomingMessage, response: ServerResponse, vary: string): Exchange {
  const abort = new AbortController();
  response.on('close', () => {
    if (!response.writableFinished) abort.abort(new ClientGone());
  });
  const id = requestIdOf(request.headers['x-request-id']);
  return {
    request,
    response,
    id,
    startedAt: performance.now(),
    accepted: readAccept(request.headers.accept),
    headers: { 'x-request-id': id, 'x-content-type-options': 'nosniff', vary },
    signal: abort.signal,
    outcome: {
      transport: 'http',
      operation: null,
      codes: [],
      identity: null,
      account: null,
      address: request.socket.remoteAddress ?? '',
      origin: null,
      responseBytes: 0,
    },
  };
}

/** The client has left; nobody reads an answer any more. */
export class ClientGone extends Error {
  override readonly name = 'ClientGone';
}

/** Writes a single answer, compressed where the client accepts it and it is long enough. */
export async function send(
  exchange: Exchange,
  status: number,
  headers: OutgoingHttpHeaders,
  body: Buffer,
  compressBytesMin: number,
): Promise<void> {
  const { response, request } = exchange;
  const encoding = body.length >= compressBytesMin ? readAcceptEncoding(request.headers['accept-encoding']) : null;
  const bytes = encoding === null ? body : await compress(body, encoding);
  if (response.destroyed) return;
  exchange.outcome.responseBytes = bytes.length;
  response.writeHead(status, {
    ...exchange.headers,
    ...headers,
    ...(encoding === null ? {} : { 'content-encoding': encoding }),
    'content-length': bytes.length,
  });
  response.end(bytes);
}

/** Writes an answer that is nothing but errors. A request whose body was not read takes its connection with it. */
export async function sendRefusal(
  exchange: Exchange,
  errors: readonly LocatedError[],
  headers: OutgoingHttpHeaders = {},
): Promise<void> {
  const media: SingleMedia = exchange.accepted.single ?? 'application/json';
  const status = statusOf(errors, media);
  const codes = [...new Set(errors.map(({ extensions }) => extensions.code))];
  exchange.outcome.codes = codes;
  await send(
    exchange,
    status,
    {
      'content-type': contentTypes[media],
      'cache-control': 'no-store',
      ...(exchange.request.complete ? {} : { connection: 'close' }),
      ...headersFor(errors, status),
      ...headers,
    },
    Buffer.from(JSON.stringify({ errors: withRequestId(errors, exchange.id) })),
    Number.POSITIVE_INFINITY,
  );
}

export const contentTypes: Readonly<Record<SingleMedia, string>> = {
  'application/json': 'application/json; charset=utf-8',
  'application/graphql-response+json': 'application/graphql-response+json; charset=utf-8',
};
