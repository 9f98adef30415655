import type { WebSocket } from 'ws';
import type { LocatedError } from '../contract/errors.ts';
import type { Identity } from '../guard/identity.ts';
import { readJson } from '../json/readJson.ts';
import type { OperationAnswer, OperationRequest } from '../operation/request.ts';
import type { Heartbeats } from './heartbeats.ts';
import { readOperation } from './readRequest.ts';

/** What a connection needs of the gateway. */
export interface ConnectionDependencies {
  /** Establishes the viewer of a connection from what its `connection_init` says. Throws or rejects. */
  readonly introduce: (payload: Readonly<Record<string, unknown>>) => Promise<Introduction>;
  readonly present: (thrown: unknown) => readonly LocatedError[];
  readonly onSlow: (bufferedBytes: number) => void;
  readonly heartbeats: Heartbeats;
  readonly initTimeoutMs: number;
  readonly operationsMax: number;
  readonly bufferBytesMax: number;
}

export interface Introduction {
  readonly identity: Identity;
  /** Counts and runs one operation; never rejects. */
  readonly run: (request: OperationRequest, signal: AbortSignal) => Promise<OperationAnswer>;
  /** Throws or rejects when the viewer's key or token holds no longer. */
  readonly revalidate: () => Promise<void>;
}

/** Close codes of the protocol `graphql-transport-ws`, and those of RFC 6455 that are used beside them. */
const closeCodes = {
  goingAway: 1001,
  tryAgainLater: 1013,
  badMessage: 4400,
  unauthorised: 4401,
  forbidden: 4403,
  initTimeout: 4408,
  subscriberExists: 4409,
  tooManyInits: 4429,
} as const;

const closeGraceMs = 5_000;
const idLengthMax = 256;
const empty: Readonly<Record<string, unknown>> = Object.freeze({});

type Message = { readonly type: string; readonly id?: unknown; readonly payload?: unknown };

/**
 * Speaks `graphql-transport-ws` on one socket. The protocol is spoken here rather than by its library because answers
 * are finished bytes that many sockets share: they are framed, never parsed and written again.
 */
export function serveConnection(socket: WebSocket, dependencies: ConnectionDependencies): void {
  /** Operations under way, each with the way to end it. */
  const operations = new Map<string, () => void>();
  let introduction: Introduction | 'under way' | null = null;
  let isAlive = true;
  let isOver = false;

  const close = (code: number, reason: string): void => {
    if (isOver) return;
    over();
    socket.close(code, reason.slice(0, 120));
    setTimeout(() => socket.terminate(), closeGraceMs).unref();
  };
  const over = (): void => {
    isOver = true;
    clearTimeout(initTimer);
    stopHeartbeat();
    for (const end of [...operations.values()]) end();
    operations.clear();
  };
  const send = (bytes: Buffer | string): void => {
    if (isOver) return;
    socket.send(bytes, { binary: false });
    if (socket.bufferedAmount <= dependencies.bufferBytesMax) return;
    dependencies.onSlow(socket.bufferedAmount);
    close(closeCodes.tryAgainLater, 'SLOW_SUBSCRIBER: events were not taken as fast as they came');
  };
  const sendError = (id: string, errors: readonly LocatedError[]): void =>
    send(`{"id":${JSON.stringify(id)},"type":"error","payload":${JSON.stringify(errors)}}`);
  const sendNext = (head: Buffer, body: Buffer): void => send(Buffer.concat([head, body, tail]));
  const sendComplete = (id: string): void => send(`{"id":${JSON.stringify(id)},"type":"complete"}`);

  const initTimer = setTimeout(() => {
    if (introduction === null) close(closeCodes.initTimeout, 'Connection initialisation timeout');
  }, dependencies.initTimeoutMs);

  const stopHeartbeat = dependencies.heartbeats.add(() => {
    if (!isAlive) {
      over();
      socket.terminate();
      return;
    }
    isAlive = false;
    socket.ping();
    if (introduction === null || introduction === 'under way') return;
    introduction.revalidate().catch((error) => close(closeCodes.forbidden, reasonOf(dependencies.present(error))));
  });

  const initialise = async (payload: unknown): Promise<void> => {
    if (introduction !== null) return close(closeCodes.tooManyInits, 'Too many initialisation requests');
    introduction = 'under way';
    try {
      introduction = await dependencies.introduce(
        typeof payload === 'object' && payload !== null ? { ...payload } : empty,
      );
      send('{"type":"connection_ack"}');
    } catch (error) {
      close(closeCodes.forbidden, reasonOf(dependencies.present(error)));
    }
  };

  const run = async (id: string, request: OperationRequest, { run: answer }: Introduction): Promise<void> => {
    const abort = new AbortController();
    const end = (): void => abort.abort();
    operations.set(id, end);
    const isWanted = (): boolean => operations.get(id) === end && !isOver;
    const head = Buffer.from(`{"id":${JSON.stringify(id)},"type":"next","payload":`);
    const answered = await answer(request, abort.signal);
    if (!isWanted()) return;
    switch (answered.kind) {
      case 'refusal':
        operations.delete(id);
        return sendError(id, answered.errors);
      case 'result':
        operations.delete(id);
        sendNext(head, answered.body);
        return sendComplete(id);
      case 'stream': {
        // Held open by the stream from here on; a new entry, so that the sink can tell whether it is still its own.
        let leave = (): void => {};
        const endStream = (): void => leave();
        operations.set(id, endStream);
        const isOpen = (): boolean => operations.get(id) === endStream;
        const finish = (tell: () => void): void => {
          if (!isOpen()) return;
          operations.delete(id);
          tell();
        };
        leave = answered.stream.open({
          event: ({ body }) => sendNext(head, body),
          fail: (errors) => finish(() => sendError(id, errors)),
          complete: () => finish(() => sendComplete(id)),
        });
        if (!isOpen()) leave();
      }
    }
  };

  const start = (id: string, payload: unknown, introduced: Introduction): void => {
    try {
      void run(id, readOperation(payload), introduced);
    } catch (error) {
      sendError(id, dependencies.present(error));
    }
  };

  const subscribe = ({ id, payload }: Message): void => {
    if (introduction === null || introduction === 'under way') close(closeCodes.unauthorised, 'Unauthorized');
    else if (typeof id !== 'string' || id === '' || id.length > idLengthMax) {
      close(closeCodes.badMessage, 'A subscribe message needs an id');
    } else if (operations.has(id)) close(closeCodes.subscriberExists, `Subscriber for ${id} already exists`);
    else if (operations.size >= dependencies.operationsMax) sendError(id, [tooMany(dependencies.operationsMax)]);
    else start(id, payload, introduction);
  };

  const complete = ({ id }: Message): void => {
    if (typeof id !== 'string') return;
    const end = operations.get(id);
    operations.delete(id);
    end?.();
  };

  const receive = (message: Message): void => {
    switch (message.type) {
      case 'connection_init':
        void initialise(message.payload);
        break;
      case 'ping':
        send('{"type":"pong"}');
        break;
      case 'pong':
        break;
      case 'subscribe':
        subscribe(message);
        break;
      case 'complete':
        complete(message);
        break;
      default:
        close(closeCodes.badMessage, 'Unknown message type');
    }
  };

  socket.on('message', (data, isBinary) => {
    if (isOver) return;
    isAlive = true;
    const message = isBinary ? null : readMessage(String(data));
    if (message === null) close(closeCodes.badMessage, 'Invalid message');
    else receive(message);
  });
  socket.on('pong', () => {
    isAlive = true;
  });
  socket.on('close', () => {
    if (!isOver) over();
  });
  // A fault of the protocol below, such as a message that is too large; `ws` closes the socket itself.
  socket.on('error', () => {});
  endings.set(socket, () => close(closeCodes.goingAway, 'The gateway is stopping; connect again'));
}

/** Ends a connection because the gateway stops. */
export function endConnection(socket: WebSocket): void {
  endings.get(socket)?.();
}

const endings = new WeakMap<WebSocket, () => void>();
const tail = Buffer.from('}');

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

const reasonOf = (errors: readonly LocatedError[]): string => `${errors[0]?.extensions.code}: ${errors[0]?.message}`;
