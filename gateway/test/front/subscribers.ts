import { request as httpRequest } from 'node:http';
import { createClient as createSseClient } from 'graphql-sse';
import { type Client, createClient as createWsClient } from 'graphql-ws';
import WebSocket from 'ws';
import type { TestGateway } from './testGateway.ts';

/** What a subscriber has got. */
export interface Received {
  readonly results: unknown[];
  readonly errors: unknown[];
  isComplete: boolean;
  stop: () => void;
}

export type Subscribe = (query: string, variables?: Record<string, unknown>) => Received;

/** Collects what a client library hands over. */
function receive(
  start: (sink: {
    next: (value: unknown) => void;
    error: (error: unknown) => void;
    complete: () => void;
  }) => () => void,
): Received {
  const received: Received = { results: [], errors: [], isComplete: false, stop: () => {} };
  received.stop = start({
    next: (value) => received.results.push(value),
    error: (error) => received.errors.push(error),
    complete: () => {
      received.isComplete = true;
    },
  });
  return received;
}

export const overEvents =
  (to: () => TestGateway, headers: Record<string, string> = {}): Subscribe =>
  (query, variables = {}) => {
    const client = createSseClient({ url: to().url, headers, retryAttempts: 0 });
    const received = receive((sink) => client.subscribe({ query, variables }, sink));
    return received;
  };

export const overSocket =
  (to: () => TestGateway, connectionParams: Record<string, unknown> = {}): Subscribe =>
  (query, variables = {}) => {
    const client: Client = createWsClient({
      url: to().url.replace('http', 'ws'),
      webSocketImpl: WebSocket,
      connectionParams,
      retryAttempts: 0,
      lazy: true,
    });
    return receive((sink) => client.subscribe({ query, variables }, sink));
  };

/** Apollo's multipart protocol, read as Apollo Client reads it: JSON between boundaries. */
export const overMultipart =
  (to: () => TestGateway): Subscribe =>
  (query, variables = {}) =>
    receive((sink) => {
      const request = httpRequest(to().url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          accept: 'multipart/mixed;boundary="graphql";subscriptionSpec=1.0,application/json',
        },
      });
      request.on('error', (error) => sink.error(error));
      request.on('response', (response) => {
        if (!response.headers['content-type']?.startsWith('multipart/mixed')) {
          response.on('data', (chunk) => sink.error(String(chunk)));
          return;
        }
        let text = '';
        response.on('data', (chunk) => {
          text += chunk;
          const parts = text.split('\r\n--graphql');
          text = parts.pop() ?? '';
          for (const part of parts) {
            const body = part.slice(part.indexOf('\r\n\r\n') + 4).trim();
            if (!part.includes('\r\n\r\n') || body === '{}') continue;
            const message = JSON.parse(body);
            if (message.payload) sink.next(message.payload);
            else sink.error(message.errors);
          }
        });
        response.on('end', () => sink.complete());
      });
      request.end(JSON.stringify({ query, variables }));
      return () => request.destroy();
    });
