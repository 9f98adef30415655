import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { ClientError } from '@games/service';
import { type WebSocket, WebSocketServer } from 'ws';
import { presentThrown } from '../errors.ts';
import type { Credentials } from '../guard/authenticate.ts';
import type { OperationKind } from '../operation/engine.ts';
import type { OperationAnswer } from '../operation/request.ts';
import { isSameOrigin } from './csrf.ts';
import type { GraphqlRooms } from './graphqlRoute.ts';
import { normalLanguages } from './languages.ts';
import { endConnection, type Introduction, serveConnection } from './webSocketConnection.ts';

export interface WebSocketRooms extends GraphqlRooms {
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
export function createWebSocketRoute(rooms: WebSocketRooms): WebSocketRoute {
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: rooms.bodyBytesMax,
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
      introduce: (payload) => introduce(rooms, request, payload),
      present: (thrown) => presentThrown(thrown, (error) => rooms.observe({ kind: 'fault', error })),
      onSlow: (bufferedBytes) => rooms.observe({ kind: 'subscriber-let-go', transport: 'websocket', bufferedBytes }),
      heartbeats: rooms.heartbeats,
      initTimeoutMs: rooms.initTimeoutMs,
      operationsMax: rooms.operationsMax,
      bufferBytesMax: rooms.bufferBytesMax,
    });
  });

  return {
    upgrade: (request, socket, head) => {
      const path = (request.url ?? '').split('?', 1)[0];
      if (path !== rooms.path) return refuse(socket, '404 Not Found');
      const { origin } = request.headers;
      // Browsers let any page open a WebSocket to anywhere, so the page's origin must be one that may.
      if (origin !== undefined && !rooms.cors.isAllowed(origin) && !isSameOrigin(origin, request.headers.host)) {
        return refuse(socket, '403 Forbidden');
      }
      server.handleUpgrade(request, socket, head, (webSocket) => server.emit('connection', webSocket, request));
    },
    connections: () => server.clients.size,
    close: () => {
      for (const socket of server.clients) endConnection(socket);
    },
  };
}

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
}

async function introduce(
  rooms: WebSocketRooms,
  request: IncomingMessage,
  payload: Readonly<Record<string, unknown>>,
): Promise<Introduction> {
  const said = new Map(Object.entries(payload).map(([name, value]) => [name.toLowerCase(), value]));
  const text = (name: string): string | undefined => {
    const value = said.get(name) ?? request.headers[name];
    return typeof value === 'string' ? value : undefined;
  };
  const credentials: Credentials = { apiKey: text('x-api-key'), authorization: text('authorization') };
  const address = rooms.clientAddress(
    request.socket.remoteAddress,
    String(request.headers['x-forwarded-for'] ?? '') || undefined,
  );
  const identity = await rooms.authenticate(credentials, address);
  const account = identity.account ?? `address:${address}`;
  const context = {
    identity,
    account,
    languages: normalLanguages(text('accept-language')),
    forwardedHeaders: rooms.forwardedNames.flatMap((name) => {
      const value = text(name);
      return value === undefined ? [] : [name, value];
    }),
    overrideLabels: (text(rooms.overrideHeader) ?? '')
      .split(',')
      .map((label) => label.trim())
      .filter((label) => label !== ''),
    kinds,
    acceptsDefer: false,
  };
  return {
    identity,
    run: async (operation, signal): Promise<OperationAnswer> => {
      const startedAt = performance.now();
      try {
        await rooms.countRequest(identity, account);
      } catch (error) {
        return {
          kind: 'refusal',
          errors: presentThrown(error, (fault) => rooms.observe({ kind: 'fault', error: fault })),
        };
      }
      const answer = await rooms.handleOperation(operation, { ...context, signal });
      rooms.observe({
        kind: 'request',
        requestId: '',
        transport: 'websocket',
        method: 'subscribe',
        status: 200,
        durationMs: performance.now() - startedAt,
        responseBytes: answer.kind === 'result' ? answer.body.length : 0,
        operationKind: answer.kind === 'refusal' ? null : answer.operation.kind,
        operationName: answer.kind === 'refusal' ? null : answer.operation.name,
        codes: answer.kind === 'stream' ? [] : [...new Set(answer.errors.map(({ extensions }) => extensions.code))],
        viewerKind: identity.viewer.kind,
        partner: identity.viewer.partner,
        origin: null,
      });
      return answer;
    },
    revalidate: async () => {
      const now = await rooms.authenticate(credentials, address);
      if (now.key !== identity.key)
        throw new ClientError('FORBIDDEN', 'The rights of this viewer have changed; connect again.');
    },
  };
}
