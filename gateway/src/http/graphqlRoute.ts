import type { IncomingMessage, ServerResponse } from 'node:http';
import { readHeaderList, readTarget, readTextBody, setOwner } from '@games/http';
import { ClientError, withLogContext } from '@games/service';
import type { OperationKind } from '../contract/operation.ts';
import type { Authenticate } from '../guard/authenticate.ts';
import type { ClientAddress } from '../guard/clientAddress.ts';
import type { Identity } from '../guard/identity.ts';
import type { Observe } from '../observe/events.ts';
import { traceHeadersOf } from '../observe/trace.ts';
import type { HandleOperation } from '../operation/handleOperation.ts';
import { presentThrown } from '../operation/presentErrors.ts';
import type { OperationRequest, RequestContext } from '../operation/request.ts';
import { canAnswer } from './accept.ts';
import type { Admission } from './admission.ts';
import type { Cors } from './cors.ts';
import { type CsrfMode, checkCsrf } from './csrf.ts';
import { ClientGone, contentTypes, type Exchange, openExchange, send, sendRefusal } from './exchange.ts';
import type { ReadRequests, RequestReader } from './readRequest.ts';
import { accountOf, type ContextHeaders, headersOf, readContext, readCredentials } from './requestContext.ts';
import { quoteRequestId } from './requestId.ts';
import { codesOf, type WriteDependencies, writeAnswer } from './writeAnswer.ts';

export interface GraphqlDependencies extends WriteDependencies, ContextHeaders {
  readonly handleOperation: HandleOperation;
  readonly authenticate: Authenticate;
  /** Counts a request of an account; throws or rejects when it has made too many. */
  readonly countRequest: (identity: Identity, account: string) => void | Promise<void>;
  readonly clientAddress: ClientAddress;
  readonly reader: RequestReader;
  readonly admission: Admission;
  readonly cors: Cors;
  readonly isHostAllowed: (host: string | undefined) => boolean;
  readonly csrf: CsrfMode;
  readonly bodyBytesMax: number;
  /** The value of `Vary`. */
  readonly vary: string;
}

const get: readonly OperationKind[] = ['query'];
const getStreaming: readonly OperationKind[] = ['query', 'subscription'];
const post: readonly OperationKind[] = ['query', 'mutation'];
const postStreaming: readonly OperationKind[] = ['query', 'mutation', 'subscription'];

/** Serves GraphQL over HTTP: the stages of a request, in their order. It never rejects. */
export function createGraphqlRoute(
  dependencies: GraphqlDependencies,
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const onFault = (error: unknown): void => dependencies.observe({ kind: 'fault', error });

  const answer = async (exchange: Exchange): Promise<void> => {
    const { request } = exchange;
    if (!dependencies.isHostAllowed(request.headers.host)) {
      throw new ClientError('HOST_NOT_ALLOWED', 'This gateway is not known under this name (ALLOWED_HOSTS).');
    }
    if (request.method === 'OPTIONS') return sendPreflight(exchange, dependencies.cors);
    const stay = dependencies.admission.enter();
    try {
      if (request.method !== 'GET' && request.method !== 'POST') {
        throw new ClientError('METHOD_NOT_ALLOWED', 'GraphQL is asked with GET or POST.');
      }
      if (!canAnswer(exchange.accepted)) {
        throw new ClientError('NOT_ACCEPTABLE', 'Answers are application/graphql-response+json or application/json.');
      }
      const headerOf = headersOf(request.headers);
      const address = dependencies.clientAddress.of(request.socket.remoteAddress, headerOf('x-forwarded-for'));
      exchange.outcome.address = address;
      const credentials = readCredentials(headerOf);
      const identity = await dependencies.authenticate(credentials, address);
      exchange.outcome.identity = identity;
      const account = accountOf(identity, address);
      exchange.outcome.account = account;
      setOwner(request.socket, account);
      stay.countFor(account, 1);

      const requests = await readRequests(dependencies, request);
      if ('length' in requests) stay.countFor(account, requests.length);
      const context: RequestContext = {
        identity,
        account,
        ...readContext(headerOf, dependencies),
        kinds: kindsFor(exchange),
        acceptsDefer: exchange.accepted.isDeferred,
        signal: exchange.signal,
        traceHeaders: traceHeadersOf(exchange.id, request.headers),
      };
      const revalidate = async (): Promise<void> =>
        checkSame(await dependencies.authenticate(credentials, address), identity);
      if ('length' in requests) return await answerBatch(dependencies, exchange, requests, context);
      await dependencies.countRequest(identity, account);
      const answered = await dependencies.handleOperation(requests, context);
      // A stream is bounded by the number of open subscriptions, not by that of requests under way.
      if (answered.kind === 'stream') stay.leave();
      await writeAnswer(dependencies, exchange, quoteRequestId(answered, exchange.id), revalidate);
    } finally {
      stay.leave();
    }
  };

  return async (request, response) => {
    const exchange = openExchange(request, response, dependencies.vary);
    Object.assign(exchange.headers, dependencies.cors.headersFor(request));
    await withLogContext({ requestId: exchange.id }, async () => {
      try {
        await answer(exchange);
      } catch (error) {
        if (!exchange.signal.aborted && !(error instanceof ClientGone)) await reject(exchange, error, onFault);
      }
      report(exchange, dependencies.observe);
    });
  };
}

async function reject(exchange: Exchange, error: unknown, onFault: (error: unknown) => void): Promise<void> {
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

async function readRequests(dependencies: GraphqlDependencies, request: IncomingMessage): Promise<ReadRequests> {
  if (request.method === 'GET') {
    checkCsrf(request, dependencies.csrf, dependencies.cors);
    return dependencies.reader.fromSearch(readTarget(request).search ?? '');
  }
  checkContentType(request.headers['content-type']);
  return dependencies.reader.fromBody(await readTextBody(request, dependencies.bodyBytesMax));
}

/** A POST must be JSON in UTF-8: any other type could be sent by a page of another site without being asked. */
function checkContentType(header: string | undefined): void {
  if (header === 'application/json') return;
  const [type, ...others] = readHeaderList(header);
  const charset = type?.parameters.get('charset')?.toLowerCase() ?? 'utf-8';
  if (type?.value !== 'application/json' || others.length > 0 || (charset !== 'utf-8' && charset !== 'utf8')) {
    throw new ClientError('UNSUPPORTED_MEDIA_TYPE', 'The body must be application/json in UTF-8.');
  }
}

function kindsFor({ request, accepted }: Exchange): readonly OperationKind[] {
  const isStreaming = accepted.stream !== null;
  if (request.method === 'GET') return isStreaming ? getStreaming : get;
  return isStreaming ? postStreaming : post;
}

/** A stream ends when its viewer is not who it was: a right was withdrawn, or a token ended. */
function checkSame(now: Identity, before: Identity): void {
  if (now.key !== before.key)
    throw new ClientError('FORBIDDEN', 'The rights of this viewer have changed; subscribe again.');
}

/** Answers the operations of a list side by side; each counts as a request of its own. */
async function answerBatch(
  dependencies: GraphqlDependencies,
  exchange: Exchange,
  requests: readonly OperationRequest[],
  context: RequestContext,
): Promise<void> {
  const kinds = context.kinds.filter((kind) => kind !== 'subscription');
  const answers = await Promise.all(
    requests.map(async (request) => {
      await dependencies.countRequest(context.identity, context.account);
      const answered = await dependencies.handleOperation(request, { ...context, kinds, acceptsDefer: false });
      return quoteRequestId(answered, exchange.id);
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
  await send(exchange, 200, headers, body, dependencies.compressBytesMin);
}

const comma = Buffer.from(',');

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
    keyId: outcome.identity?.keyId ?? null,
    account: outcome.account,
    address: outcome.address,
    origin: outcome.origin,
  });
}
