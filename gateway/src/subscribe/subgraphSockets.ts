import type { GraphQLFormattedError } from 'graphql';
import { type Client, createClient } from 'graphql-ws';
import WebSocket from 'ws';
import type { SubscriptionSource } from '../contract/subscription.ts';
import type { SourceListener } from './source.ts';

const eventBytesMax = 8 * 1024 * 1024;
const retriesMax = 8;
const retryMsMax = 10_000;
const firstRetryMs = 200;

/**
 * Opens subscriptions of subgraphs over WebSocket (`graphql-transport-ws`). Each has a connection of its own, as its
 * viewer is in the headers of the connection.
 */
export function createSubgraphSockets(): {
  readonly open: (source: SubscriptionSource, listener: SourceListener) => () => void;
  readonly close: () => Promise<void>;
} {
  const clients = new Set<Client>();
  return {
    open: (source, listener) => {
      const client = createClient({
        url: source.subgraphUrl.replace(/^http/, 'ws'),
        webSocketImpl: socketWith(pairs(source.headers)),
        lazy: true,
        retryAttempts: retriesMax,
        retryWait: async (attempt) => {
          const waitMs = Math.min(retryMsMax, firstRetryMs * 2 ** attempt) * (0.5 + Math.random() / 2);
          await new Promise((resolve) => setTimeout(resolve, waitMs));
        },
        shouldRetry: () => true,
      });
      clients.add(client);
      const forget = (): void => {
        clients.delete(client);
        void client.dispose();
      };
      client.subscribe(
        { query: source.query, operationName: source.operationName, variables: { ...source.variables } },
        {
          next: ({ data, errors }) =>
            listener.event({
              kind: 'payload',
              data: data ?? null,
              ...(errors ? { errors: errors as readonly GraphQLFormattedError[] } : {}),
            }),
          error: (error) => {
            forget();
            listener.lost(error instanceof Error ? error.message : 'the subgraph refused or went away');
          },
          complete: () => {
            if (!clients.has(client)) return;
            forget();
            listener.end();
          },
        },
      );
      return forget;
    },
    close: async () => {
      await Promise.all([...clients].map((client) => client.dispose()));
    },
  };
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
