import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { ClientError } from '@games/service';
import { presentThrown } from '../errors.ts';
import type { Authenticate, Credentials } from '../guard/authenticate.ts';
import type { Identity } from '../guard/identity.ts';
import type { Observe } from '../observe/events.ts';
import type { OperationKind } from '../operation/engine.ts';
import type { HandleOperation } from '../operation/handleOperation.ts';
import type { OperationAnswer, OperationRequest, RequestContext } from '../operation/request.ts';
import type { Admission } from './admission.ts';
import type { Cors } from './cors.ts';
import { type CsrfMode, refuseForgery } from './csrf.ts';
import { entityTagOf, isKnownTo } from './entityTag.ts';
import { ClientGone, contentTypes, type Exchange, openExchange, send, sendRefusal } from './exchange.ts';
import type { Heartbeats } from './heartbeats.ts';
import { incrementalHeaders, sendIncrementally } from './incremental.ts';
import { normalLanguages } from './languages.ts';
import { readBody } from './readBody.ts';
import type { ReadRequests, RequestReader } from './readRequest.ts';
import { eventStreamForm, multipartForm, type StreamForm, type StreamOptions, streamTo } from './streams.ts';

export interface GraphqlRooms {
  readonly handleOperation: HandleOperation;
  readonly authenticate: Authenticate;
  /** Counts a request of an account; throws or rejects when it has made too many. */
  readonly countRequest: (identity: Identity, account: string) => void | Promise<void>;
  readonly clientAddress: (socketAddress: string | undefined, forwardedFor: string | undefined) => string;
  readonly reader: RequestReader;
  readonly admission: Admission;
  readonly cors: Cors;
  readonly heartbeats: Heartbeats;
  readonly observe: Observe;
  readonly csrf: CsrfMode;
  readonly bodyBytesMax: number;
  readonly compressBytesMin: number;
  readonly bufferBytesMax: number;
  /** Lower-case names of the request headers that subgraphs get. */
  readonly forwardedNames: readonly string[];
  readonly overrideHeader: string;
  /** The value of `Vary`. */
  readonly vary: string;
}

const get: readonly OperationKind[] = ['query'];
const getStreaming: readonly OperationKind[] = ['query', 'subscription'];
const post: readonly OperationKind[] = ['query', 'mutation'];
const postStreaming: readonly OperationKind[] = ['query', 'mutation', 'subscription'];

/** Serves GraphQL over HTTP: the stages of a request, in their order. It never rejects. */
export function createGraphqlRoute(
  rooms: GraphqlRooms,
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const onFault = (error: unknown): void => rooms.observe({ kind: 'fault', error });

  const answer = async (exchange: Exchange): Promise<void> => {
    const { request } = exchange;
    if (request.method === 'OPTIONS') return sendPreflight(exchange, rooms.cors);
    const leave = rooms.admission.enter();
    try {
      if (request.method !== 'GET' && request.method !== 'POST') {
        throw new ClientError('METHOD_NOT_ALLOWED', 'GraphQL is asked with GET or POST.');
      }
      if (exchange.accepted.single === null && exchange.accepted.stream === null) {
        throw new ClientError('NOT_ACCEPTABLE', 'Answers are application/graphql-response+json or application/json.');
      }
      const address = rooms.clientAddress(request.socket.remoteAddress, one(request.headers['x-forwarded-for']));
      const credentials = credentialsOf(request);
      const identity = await rooms.authenticate(credentials, address);
      exchange.outcome.identity = identity;
      const account = identity.account ?? `address:${address}`;

      const requests = await readRequests(rooms, request);
      const context = contextOf(rooms, exchange, identity, account);
      const revalidate = async (): Promise<void> => checkSame(await rooms.authenticate(credentials, address), identity);
      if ('length' in requests) return await answerBatch(rooms, exchange, requests, context);
      await rooms.countRequest(identity, account);
      const answered = await rooms.handleOperation(requests, context);
      // A stream is bounded by the number of open subscriptions, not by that of requests under way.
      if (answered.kind === 'stream') leave();
      await write(rooms, exchange, answered, revalidate);
    } finally {
      leave();
    }
  };

  return async (request, response) => {
    const exchange = openExchange(request, response, rooms.vary);
    Object.assign(exchange.headers, rooms.cors.headersFor(request));
    try {
      await answer(exchange);
    } catch (error) {
      if (!exchange.signal.aborted && !(error instanceof ClientGone)) await refuse(exchange, error, onFault);
    }
    report(exchange, rooms.observe);
  };
}

async function refuse(exchange: Exchange, error: unknown, onFault: (error: unknown) => void): Promise<void> {
  if (exchange.response.headersSent) {
    onFault(error);
    exchange.response.destroy();
    return;
  }
  await sendRefusal(exchange, presentThrown(error, onFault));
}

function sendPreflight(exchange: Exchange, cors: Cors): void {
  const headers = cors.preflightFor(exchange.request);
  exchange.response.writeHead(headers === null ? 403 : 204, { ...exchange.headers, ...headers }).end();
}

const one = (header: string | string[] | undefined): string | undefined =>
  Array.isArray(header) ? header.join(',') : header;

function credentialsOf({ headers }: IncomingMessage): Credentials {
  return { apiKey: one(headers['x-api-key']), authorization: headers.authorization };
}

async function readRequests(rooms: GraphqlRooms, request: IncomingMessage): Promise<ReadRequests> {
  if (request.method === 'GET') {
    refuseForgery(request, rooms.csrf, rooms.cors);
    const address = request.url ?? '';
    const at = address.indexOf('?');
    return rooms.reader.fromSearch(at === -1 ? '' : address.slice(at + 1));
  }
  checkContentType(request.headers['content-type']);
  return rooms.reader.fromBody(await readBody(request, rooms.bodyBytesMax));
}

/** A POST must be JSON in UTF-8: any other type could be sent by a page of another site without being asked. */
function checkContentType(header: string | undefined): void {
  if (header === 'application/json') return;
  const [type = '', ...parameters] = (header ?? '').split(';').map((part) => part.trim().toLowerCase());
  const charset = parameters
    .find((parameter) => parameter.startsWith('charset='))
    ?.slice('charset='.length)
    .replaceAll('"', '');
  if (type !== 'application/json' || (charset !== undefined && charset !== 'utf-8' && charset !== 'utf8')) {
    throw new ClientError('UNSUPPORTED_MEDIA_TYPE', 'The body must be application/json in UTF-8.');
  }
}

function contextOf(
  rooms: GraphqlRooms,
  { request, accepted, signal }: Exchange,
  identity: Identity,
  account: string,
): RequestContext {
  const isGet = request.method === 'GET';
  const isStreaming = accepted.stream !== null;
  return {
    identity,
    account,
    languages: normalLanguages(request.headers['accept-language']),
    forwardedHeaders: rooms.forwardedNames.length === 0 ? none : forwardedOf(request, rooms.forwardedNames),
    overrideLabels: labelsOf(one(request.headers[rooms.overrideHeader])),
    kinds: isGet ? (isStreaming ? getStreaming : get) : isStreaming ? postStreaming : post,
    acceptsDefer: accepted.isDeferred,
    signal,
  };
}

const none: readonly string[] = [];
const labelsMax = 32;

function forwardedOf({ headers }: IncomingMessage, names: readonly string[]): readonly string[] {
  return names.flatMap((name) => {
    const value = one(headers[name]);
    return value === undefined ? [] : [name, value];
  });
}

function labelsOf(header: string | undefined): readonly string[] {
  return header === undefined
    ? none
    : header
        .split(',', labelsMax)
        .map((label) => label.trim())
        .filter((label) => label !== '');
}

/** A stream ends when its viewer is not who it was: a right was withdrawn, or a token ended. */
function checkSame(now: Identity, before: Identity): void {
  if (now.key !== before.key)
    throw new ClientError('FORBIDDEN', 'The rights of this viewer have changed; subscribe again.');
}

async function write(
  rooms: GraphqlRooms,
  exchange: Exchange,
  answer: OperationAnswer,
  revalidate: () => Promise<void>,
): Promise<void> {
  const form = streamFormOf(exchange);
  switch (answer.kind) {
    case 'refusal': {
      exchange.outcome.codes = codesOf(answer.errors);
      const isOfOperation = exchange.accepted.single === null && form !== null;
      if (isOfOperation) return sendSingleEvent(exchange, form, form.failure(answer.errors));
      return sendRefusal(exchange, answer.errors);
    }
    case 'stream': {
      exchange.outcome.operation = answer.operation;
      if (form === null)
        throw new ClientError('NOT_ACCEPTABLE', 'A subscription is streamed as text/event-stream or multipart/mixed.');
      openStream(exchange, form);
      return streamTo(exchange.response, form, answer.stream, streamOptions(rooms, exchange, revalidate));
    }
    case 'result':
      return writeResult(rooms, exchange, answer, form);
  }
}

type ResultAnswer = Extract<OperationAnswer, { readonly kind: 'result' }>;

async function writeResult(
  rooms: GraphqlRooms,
  exchange: Exchange,
  answer: ResultAnswer,
  form: StreamForm | null,
): Promise<void> {
  const { outcome, accepted, response, request } = exchange;
  outcome.operation = answer.operation;
  outcome.codes = codesOf(answer.errors);
  outcome.origin = answer.ageSeconds !== null ? 'cache' : answer.isShared ? 'shared' : 'fresh';
  if (answer.patches !== null) {
    outcome.transport = 'multipart';
    response.writeHead(200, { ...exchange.headers, ...incrementalHeaders, ...headerPairs(answer.responseHeaders) });
    return sendIncrementally(response, answer.body, answer.patches);
  }
  if (accepted.single === null) {
    if (form !== null) sendSingleEvent(exchange, form, form.event(answer.body));
    return;
  }
  const headers: OutgoingHttpHeaders = {
    'content-type': contentTypes[accepted.single],
    'cache-control': cacheControlOf(answer),
    ...(answer.ageSeconds === null ? {} : { age: String(answer.ageSeconds) }),
    ...headerPairs(answer.responseHeaders),
  };
  if (request.method === 'GET' && answer.policy.maxAgeSeconds > 0) {
    headers.etag = entityTagOf(answer.body);
    if (isKnownTo(request.headers['if-none-match'], headers.etag)) {
      response.writeHead(304, { ...exchange.headers, ...headers }).end();
      return;
    }
  }
  await send(exchange, 200, headers, answer.body, rooms.compressBytesMin);
}

function cacheControlOf({ policy }: ResultAnswer): string {
  if (policy.maxAgeSeconds === 0) return 'no-store';
  return `${policy.isPublic ? 'public' : 'private'}, max-age=${policy.maxAgeSeconds}`;
}

function headerPairs(flat: readonly string[]): OutgoingHttpHeaders {
  const headers: Record<string, string[]> = {};
  for (let index = 0; index + 1 < flat.length; index += 2) {
    const name = flat[index] as string;
    headers[name] = [...(headers[name] ?? []), flat[index + 1] as string];
  }
  return headers;
}

function streamFormOf({ accepted }: Exchange): StreamForm | null {
  if (accepted.stream === null) return null;
  return accepted.stream === 'event-stream' ? eventStreamForm : multipartForm;
}

function openStream(exchange: Exchange, form: StreamForm): void {
  exchange.outcome.transport = form.name;
  exchange.response.writeHead(200, { ...exchange.headers, ...form.headers });
  exchange.response.write(form.opening);
}

function sendSingleEvent(exchange: Exchange, form: StreamForm, event: Buffer): void {
  openStream(exchange, form);
  exchange.response.end(Buffer.concat([event, form.end]));
}

function streamOptions(rooms: GraphqlRooms, exchange: Exchange, revalidate: () => Promise<void>): StreamOptions {
  return {
    heartbeats: rooms.heartbeats,
    bufferBytesMax: rooms.bufferBytesMax,
    revalidate,
    onSlow: (bufferedBytes) =>
      rooms.observe({ kind: 'subscriber-let-go', transport: exchange.outcome.transport, bufferedBytes }),
    present: (thrown) => presentThrown(thrown, (error) => rooms.observe({ kind: 'fault', error })),
  };
}

/** Answers the operations of a list side by side; each counts as a request of its own. */
async function answerBatch(
  rooms: GraphqlRooms,
  exchange: Exchange,
  requests: readonly OperationRequest[],
  context: RequestContext,
): Promise<void> {
  const kinds = context.kinds.filter((kind) => kind !== 'subscription');
  const answers = await Promise.all(
    requests.map(async (request) => {
      await rooms.countRequest(context.identity, context.account);
      return rooms.handleOperation(request, { ...context, kinds, acceptsDefer: false });
    }),
  );
  const parts = answers.flatMap((answer, index) => {
    const body =
      answer.kind === 'result'
        ? answer.body
        : Buffer.from(JSON.stringify({ errors: answer.kind === 'refusal' ? answer.errors : [] }));
    return index === 0 ? [body] : [comma, body];
  });
  exchange.outcome.codes = [
    ...new Set(answers.flatMap((answer) => ('errors' in answer ? codesOf(answer.errors) : []))),
  ];
  const body = Buffer.concat([Buffer.from('['), ...parts, Buffer.from(']')]);
  const headers = { 'content-type': contentTypes['application/json'], 'cache-control': 'no-store' };
  await send(exchange, 200, headers, body, rooms.compressBytesMin);
}

const comma = Buffer.from(',');

const codesOf = (errors: readonly { readonly extensions: { readonly code: string } }[]): readonly string[] =>
  errors.length === 0 ? none : [...new Set(errors.map(({ extensions }) => extensions.code))];

function report({ outcome, request, response, id, startedAt }: Exchange, observe: Observe): void {
  observe({
    kind: 'request',
    requestId: id,
    transport: outcome.transport,
    method: request.method ?? '',
    status: response.statusCode,
    durationMs: performance.now() - startedAt,
    responseBytes: outcome.responseBytes,
    operationKind: outcome.operation?.kind ?? null,
    operationName: outcome.operation?.name ?? null,
    codes: outcome.codes,
    viewerKind: outcome.identity?.viewer.kind ?? null,
    partner: outcome.identity?.viewer.partner ?? null,
    origin: outcome.origin,
  });
}
