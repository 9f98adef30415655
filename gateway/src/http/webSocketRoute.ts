import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { readTarget, setOwner } from '@games/http';
import { ClientError, withLogContext } from '@games/service';
import { type WebSocket, WebSocketServer } from 'ws';
import type { OperationKind } from '../contract/operation.ts';
import type { Identity } from '../guard/identity.ts';
import type { Observe } from '../observe/events.ts';
import { traceHeadersOf } from '../observe/trace.ts';
import { presentThrown } from '../operation/presentErrors.ts';
import type { OperationAnswer, OperationRequest } from '../operation/request.ts';
import type { Stay } from './admission.ts';
import { isSameOrigin } from './csrf.ts';
import type { GraphqlDependencies } from './graphqlRoute.ts';
import { accountOf, headersOf, readContext, readCredentials } from './requestContext.ts';
import { quoteRequestId, requestIdOf } from './requestId.ts';
import { closeGoingAway } from './webSocket.ts';
import { type InitialisedConnection, serveConnection } from './webSocketConnection.ts';
import { codesOf } from './writeAnswer.ts';

export interface WebSocketDependencies extends GraphqlDependencies {
  readonly path: string;
  readonly initTimeoutMs: number;
  readonly operationsMax: number;
}

export interface WebSocketRoute {
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  readonly connections: () => number;
  /** Tells every connection that the gateway stops. */
  readonly close: () => void;
}

const protocol = 'graphql-transport-ws';
const kinds: readonly OperationKind[] = ['query', 'mutation', 'subscription'];

/** Takes up WebSocket connections for GraphQL: only at its path, only in its protocol, only from pages that may. */
export function createWebSocketRoute(dependencies: WebSocketDependencies): WebSocketRoute {
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: dependencies.bodyBytesMax,
    // Compression would cost memory for each connection and let a small message inflate into a large one.
    perMessageDeflate: false,
    clientTracking: true,
    handleProtocols: (protocols) => (protocols.has(protocol) ? protocol : false),
  });
  server.on('connection', (socket: WebSocket, request: IncomingMessage) => {
    if (socket.protocol !== protocol) {
      socket.close(4406, 'Subprotocol not acceptable');
      return;
    }
    serveConnection(socket, {
      initialise: (payload) => initialise(dependencies, request, payload),
      present: (thrown) => presentThrown(thrown, (error) => dependencies.observe({ kind: 'fault', error })),
      onSlow: (bufferedBytes) =>
        dependencies.observe({ kind: 'slow-subscriber', transport: 'websocket', bufferedBytes }),
      heartbeats: dependencies.heartbeats,
      initTimeoutMs: dependencies.initTimeoutMs,
      operationsMax: dependencies.operationsMax,
      bufferBytesMax: dependencies.bufferBytesMax,
    });
  });

  return {
    upgrade: (request, socket, head) => {
      if (readTarget(request).path !== dependencies.path) return reject(socket, '404 Not Found');
      if (!dependencies.isHostAllowed(request.headers.host)) return reject(socket, '421 Misdirected Request');
      const { origin } = request.headers;
      // Browsers let any page open a WebSocket to anywhere, so the page's origin must be one that may.
      if (origin !== undefined && !dependencies.cors.isAllowed(origin) && !isSameOrigin(origin, request.headers.host)) {
        return reject(socket, '403 Forbidden');
      }
      server.handleUpgrade(request, socket, head, (webSocket) => server.emit('connection', webSocket, request));
    },
    connections: () => server.clients.size,
    close: () => {
      for (const socket of server.clients) closeGoingAway(socket);
    },
  };
}

function reject(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
}

async function initialise(
  dependencies: WebSocketDependencies,
  request: IncomingMessage,
  payload: Readonly<Record<string, unknown>>,
): Promise<InitialisedConnection> {
  const onFault = (error: unknown): void => dependencies.observe({ kind: 'fault', error });
  const said = new Map(Object.entries(payload).map(([name, value]) => [name.toLowerCase(), value]));
  const headerOf = headersOf(request.headers);
  const saidOf = (name: string): string | undefined => {
    const value = said.get(name);
    return typeof value === 'string' ? value : headerOf(name);
  };
  const credentials = readCredentials(saidOf);
  const address = dependencies.clientAddress.of(request.socket.remoteAddress, headerOf('x-forwarded-for'));
  const identity = await dependencies.authenticate(credentials, address);
  const account = accountOf(identity, address);
  setOwner(request.socket, account);
  const context = { identity, account, ...readContext(saidOf, dependencies), kinds, acceptsDefer: false };
  const answer = async (
    operation: OperationRequest,
    requestId: string,
    signal: AbortSignal,
  ): Promise<OperationAnswer> => {
    let stay: Stay | null = null;
    try {
      stay = dependencies.admission.enter();
      stay.countFor(account, 1);
      await dependencies.countRequest(identity, account);
      return await dependencies.handleOperation(operation, {
        ...context,
        signal,
        traceHeaders: traceHeadersOf(requestId, {}),
      });
    } catch (error) {
      return { kind: 'refusal', errors: presentThrown(error, onFault) };
    } finally {
      stay?.leave();
    }
  };
  return {
    run: async (operation, signal) => {
      const startedAt = performance.now();
      const requestId = requestIdOf(undefined);
      const answered = await withLogContext({ requestId }, () => answer(operation, requestId, signal));
      report(dependencies.observe, { identity, account, address, requestId }, answered, startedAt);
      return quoteRequestId(answered, requestId);
    },
    revalidate: async () => {
      const now = await dependencies.authenticate(credentials, address);
      if (now.key !== identity.key) {
        throw new ClientError('FORBIDDEN', 'The rights of this viewer have changed; connect again.');
      }
    },
  };
}

interface Requester {
  readonly identity: Identity;
  readonly account: string;
  readonly address: string;
  readonly requestId: string;
}

function report(
  observe: Observe,
  { identity, account, address, requestId }: Requester,
  answer: OperationAnswer,
  startedAt: number,
): void {
  const { viewer, keyId } = identity;
  const operation = answer.kind === 'refusal' ? null : answer.operation;
  observe({
    kind: 'request',
    requestId,
    transport: 'websocket',
    method: 'subscribe',
    status: 200,
    durationMs: performance.now() - startedAt,
    responseBytes: answer.kind === 'result' ? answer.body.length : 0,
    operationKind: operation?.kind ?? null,
    operationName: operation?.name ?? null,
    codes: answer.kind === 'stream' ? [] : codesOf(answer.errors),
    viewerKind: viewer.kind,
    partner: viewer.partner,
    keyId,
    account,
    address,
    origin: null,
  });
}
