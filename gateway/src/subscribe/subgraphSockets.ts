import type { GraphQLFormattedError } from 'graphql';
import { type Client, createClient } from 'graphql-ws';
import WebSocket from 'ws';
import type { SubscriptionSource } from '../contract/subscription.ts';
import { codedErrors, type EventData, followSource, type SourceLimits, type SourceOutcome } from './followSource.ts';
import type { SourceListener } from './source.ts';

const eventBytesMax = 8 * 1024 * 1024;

/**
 * Opens subscriptions of subgraphs over WebSocket (`graphql-transport-ws`). Each has a connection of its own, as its
 * viewer is in the headers of the connection. One that is quiet is pinged; without an answer it is lost.
 */
export function createSubgraphSockets(limits: SourceLimits): {
  readonly open: (source: SubscriptionSource, listener: SourceListener) => () => void;
  readonly close: () => Promise<void>;
} {
  const clients = new Set<Client>();
  const read = async (
    source: SubscriptionSource,
    onData: (data: EventData) => void,
    signal: AbortSignal,
  ): Promise<SourceOutcome> => {
    const client = connect(source, limits.sourceSilenceTimeoutMs / 2);
    clients.add(client);
    const stop = (): void => void client.dispose();
    signal.addEventListener('abort', stop, { once: true });
    try {
      return await subscribeOnce(client, source, onData);
    } finally {
      signal.removeEventListener('abort', stop);
      clients.delete(client);
      stop();
    }
  };
  return {
    open: (source, listener) => {
      const abort = new AbortController();
      void followSource(read, source, listener, limits, abort.signal);
      return () => abort.abort();
    },
    close: async () => {
      await Promise.all([...clients].map((client) => client.dispose()));
    },
  };
}

function connect({ subgraphUrl, headers }: SubscriptionSource, pingEveryMs: number): Client {
  let unanswered: NodeJS.Timeout | undefined;
  const settle = (): void => clearTimeout(unanswered);
  const client = createClient({
    url: subgraphUrl.replace(/^http/, 'ws'),
    webSocketImpl: socketWith(pairs(headers)),
    lazy: true,
    retryAttempts: 0,
    keepAlive: pingEveryMs,
    on: {
      ping: (isReceived) => {
        if (isReceived) return;
        settle();
        unanswered = setTimeout(() => client.terminate(), pingEveryMs).unref();
      },
      message: settle,
      closed: settle,
    },
  });
  return client;
}

function subscribeOnce(
  client: Client,
  { query, operationName, variables }: SubscriptionSource,
  onData: (data: EventData) => void,
): Promise<SourceOutcome> {
  return new Promise((resolve) => {
    client.subscribe(
      { query, operationName, variables: { ...variables } },
      {
        next: ({ data, errors }) =>
          onData({
            data: data ?? null,
            ...(errors?.length ? { errors: errors as readonly GraphQLFormattedError[] } : {}),
          }),
        error: (error) => resolve(outcomeOf(error)),
        complete: () => resolve({ kind: 'complete' }),
      },
    );
  });
}

/** A list of errors refuses the operation, a close code from 4,400 on the connection; anything else is a loss. */
function outcomeOf(error: unknown): SourceOutcome {
  if (Array.isArray(error)) return { kind: 'rejected', errors: codedErrors(error, null) };
  const { code, reason } = error as { readonly code?: unknown; readonly reason?: unknown };
  if (typeof code === 'number' && code >= 4_400 && code < 4_500 && code !== 4_499) {
    return { kind: 'rejected', errors: codedErrors([], code - 4_000) };
  }
  return { kind: 'lost', reason: error instanceof Error ? error.message : `the connection closed: ${code} ${reason}` };
}

function socketWith(headers: Readonly<Record<string, string>>): typeof WebSocket {
  return class extends WebSocket {
    constructor(address: string, protocols?: string | string[]) {
      super(address, protocols, { headers, maxPayload: eventBytesMax, perMessageDeflate: false });
    }
  } as typeof WebSocket;
}

function pairs(flat: readonly string[]): Record<string, string> {
  const headers: Record<string, string> = {};
  for (let index = 0; index + 1 < flat.length; index += 2) headers[flat[index] as string] = flat[index + 1] as string;
  return headers;
}
