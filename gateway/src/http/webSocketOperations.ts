import type { LocatedError } from '../contract/errors.ts';
import type { SubscriptionStream } from '../contract/stream.ts';
import type { OperationAnswer, OperationRequest } from '../operation/request.ts';
import type { ProtocolSocket } from './webSocket.ts';

/** The operations under way on one connection, by the id that the client gave each. */
export interface WebSocketOperations {
  readonly has: (id: string) => boolean;
  readonly size: () => number;
  readonly run: (
    id: string,
    request: OperationRequest,
    answer: (request: OperationRequest, signal: AbortSignal) => Promise<OperationAnswer>,
  ) => Promise<void>;
  readonly reject: (id: string, errors: readonly LocatedError[]) => void;
  /** Ends an operation that its client wants no longer. */
  readonly end: (id: string) => void;
  readonly closeAll: () => void;
}

/** Writes answers and events of operations to a socket, each under its id. */
export function createWebSocketOperations(socket: ProtocolSocket): WebSocketOperations {
  /** Each with the way to end it, which also tells an operation from a later one of the same id. */
  const operations = new Map<string, () => void>();

  const reject: WebSocketOperations['reject'] = (id, errors) =>
    socket.send(`{"id":${JSON.stringify(id)},"type":"error","payload":${JSON.stringify(errors)}}`);
  const complete = (id: string): void => socket.send(`{"id":${JSON.stringify(id)},"type":"complete"}`);

  const stream = (id: string, head: Buffer, source: SubscriptionStream): void => {
    let leave = (): void => {};
    const end = (): void => leave();
    operations.set(id, end);
    const isOpen = (): boolean => operations.get(id) === end;
    const finish = (say: () => void): void => {
      if (!isOpen()) return;
      operations.delete(id);
      say();
    };
    leave = source.open({
      event: ({ body }) => socket.send(Buffer.concat([head, body, tail])),
      fail: (errors) => finish(() => reject(id, errors)),
      complete: () => finish(() => complete(id)),
    });
    if (!isOpen()) leave();
  };

  return {
    has: (id) => operations.has(id),
    size: () => operations.size,
    run: async (id, request, answer) => {
      const abort = new AbortController();
      const end = (): void => abort.abort();
      operations.set(id, end);
      const head = Buffer.from(`{"id":${JSON.stringify(id)},"type":"next","payload":`);
      const answered = await answer(request, abort.signal);
      if (operations.get(id) !== end) return;
      if (answered.kind === 'stream') return stream(id, head, answered.stream);
      operations.delete(id);
      if (answered.kind === 'refusal') return reject(id, answered.errors);
      socket.send(Buffer.concat([head, answered.body, tail]));
      complete(id);
    },
    reject,
    end: (id) => {
      const end = operations.get(id);
      operations.delete(id);
      end?.();
    },
    closeAll: () => {
      for (const end of [...operations.values()]) end();
      operations.clear();
    },
  };
}

const tail = Buffer.from('}');
