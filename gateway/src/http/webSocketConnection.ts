import type { WebSocket } from 'ws';
import type { LocatedError } from '../contract/errors.ts';
import { readJson } from '../json/readJson.ts';
import type { OperationAnswer, OperationRequest } from '../operation/request.ts';
import type { Heartbeats } from './heartbeats.ts';
import { readOperation } from './readRequest.ts';
import { closeCodes, openSocket, type ProtocolSocket } from './webSocket.ts';
import { createWebSocketOperations, type WebSocketOperations } from './webSocketOperations.ts';

/** What a connection needs of the gateway. */
export interface ConnectionDependencies {
  /** Establishes the viewer of a connection from the payload of its `connection_init`. Throws or rejects. */
  readonly initialise: (payload: Readonly<Record<string, unknown>>) => Promise<InitialisedConnection>;
  readonly present: (thrown: unknown) => readonly LocatedError[];
  readonly onSlow: (bufferedBytes: number) => void;
  readonly heartbeats: Heartbeats;
  readonly initTimeoutMs: number;
  readonly operationsMax: number;
  readonly bufferBytesMax: number;
}

/** A connection whose viewer is known. */
export interface InitialisedConnection {
  /** Counts and runs one operation; never rejects. */
  readonly run: (request: OperationRequest, signal: AbortSignal) => Promise<OperationAnswer>;
  /** Throws or rejects when the viewer's key or token holds no longer. */
  readonly revalidate: () => Promise<void>;
}

type InitState = InitialisedConnection | 'pending' | null;
type Message = { readonly type: string; readonly id?: unknown; readonly payload?: unknown };

const idLengthMax = 256;

/**
 * Speaks `graphql-transport-ws` on one socket. The protocol is spoken here rather than by its library because answers
 * are finished bytes that many sockets share: they are framed, never parsed and written again.
 */
export function serveConnection(webSocket: WebSocket, dependencies: ConnectionDependencies): void {
  const { present, heartbeats } = dependencies;
  let state: InitState = null;
  const socket = openSocket(webSocket, dependencies, () => {
    clearTimeout(initTimer);
    stopHeartbeat();
    operations.closeAll();
  });
  const operations = createWebSocketOperations(socket);

  const initTimer = setTimeout(() => {
    if (state === null) socket.close(closeCodes.initTimeout, 'Connection initialisation timeout');
  }, dependencies.initTimeoutMs);
  const stopHeartbeat = heartbeats.add(() => {
    socket.ping();
    if (isInitialised(state)) state.revalidate().catch((error) => closeForbidden(socket, present(error)));
  });

  const initialise = async (payload: unknown): Promise<void> => {
    if (state !== null) return socket.close(closeCodes.tooManyInits, 'Too many initialisation requests');
    state = 'pending';
    try {
      state = await dependencies.initialise(typeof payload === 'object' && payload !== null ? { ...payload } : {});
      socket.send('{"type":"connection_ack"}');
    } catch (error) {
      closeForbidden(socket, present(error));
    }
  };
  const receive = (message: Message): void => {
    switch (message.type) {
      case 'connection_init':
        void initialise(message.payload);
        break;
      case 'ping':
        socket.send('{"type":"pong"}');
        break;
      case 'pong':
        break;
      case 'subscribe':
        subscribe(message, { socket, operations, state, dependencies });
        break;
      case 'complete':
        if (typeof message.id === 'string') operations.end(message.id);
        break;
      default:
        socket.close(closeCodes.badMessage, 'Unknown message type');
    }
  };
  webSocket.on('message', (data, isBinary) => {
    if (socket.isClosed()) return;
    const message = isBinary ? null : readMessage(String(data));
    if (message === null) socket.close(closeCodes.badMessage, 'Invalid message');
    else receive(message);
  });
}

const isInitialised = (state: InitState): state is InitialisedConnection => state !== null && state !== 'pending';

function subscribe(
  { id, payload }: Message,
  connection: {
    readonly socket: ProtocolSocket;
    readonly operations: WebSocketOperations;
    readonly state: InitState;
    readonly dependencies: ConnectionDependencies;
  },
): void {
  const { socket, operations, state, dependencies } = connection;
  if (!isInitialised(state)) socket.close(closeCodes.unauthorised, 'Unauthorized');
  else if (typeof id !== 'string' || id === '' || id.length > idLengthMax) {
    socket.close(closeCodes.badMessage, 'A subscribe message needs an id');
  } else if (operations.has(id)) socket.close(closeCodes.subscriberExists, `Subscriber for ${id} already exists`);
  else if (operations.size() >= dependencies.operationsMax) {
    operations.reject(id, [tooMany(dependencies.operationsMax)]);
  } else {
    try {
      void operations.run(id, readOperation(payload), state.run);
    } catch (error) {
      operations.reject(id, dependencies.present(error));
    }
  }
}

function readMessage(text: string): Message | null {
  try {
    const message: unknown = readJson(text);
    const isMessage = typeof message === 'object' && message !== null && typeof (message as Message).type === 'string';
    return isMessage ? (message as Message) : null;
  } catch {
    return null;
  }
}

const tooMany = (operationsMax: number): LocatedError => ({
  message: `At most ${operationsMax} operations may be under way on one connection.`,
  extensions: { code: 'TOO_MANY_SUBSCRIPTIONS' },
});

const closeForbidden = (socket: ProtocolSocket, errors: readonly LocatedError[]): void =>
  socket.close(closeCodes.forbidden, `${errors[0]?.extensions.code}: ${errors[0]?.message}`);
