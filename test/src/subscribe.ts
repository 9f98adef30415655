import { request as httpRequest, type IncomingMessage } from 'node:http';
import { createClient as createSseClient } from 'graphql-sse';
import { createClient as createWsClient } from 'graphql-ws';
import WebSocket from 'ws';
import type { Credentials } from './ask.ts';

/** What a subscriber has got so far. */
export interface Received {
  // biome-ignore lint/suspicious/noExplicitAny: a test reads data of any shape
  readonly events: readonly any[];
  readonly faults: readonly unknown[];
  isComplete(): boolean;
  /** Ends the subscription as a client does that closes its page. */
  stop(): void;
}

export interface SubscriptionRequest {
  readonly url: string;
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly credentials: Credentials;
}

export type Subscribe = (request: SubscriptionRequest) => Received;

/** Server-Sent Events, by the library that partners use. */
export const overEvents: Subscribe = ({ url, query, variables = {}, credentials }) =>
  collect((sink) => {
    const client = createSseClient({ url, headers: headersOf(credentials), retryAttempts: 0 });
    return client.subscribe({ query, variables }, sink);
  });

/** A WebSocket, by the library that partners use. */
export const overSocket: Subscribe = ({ url, query, variables = {}, credentials }) =>
  collect((sink) => {
    const client = createWsClient({
      url: url.replace('http', 'ws'),
      webSocketImpl: WebSocket,
      connectionParams: headersOf(credentials),
      retryAttempts: 0,
    });
    const stop = client.subscribe({ query, variables }, sink);
    return () => {
      stop();
      void client.dispose();
    };
  });

/** Apollo's multipart protocol, read as Apollo Client reads it: JSON between boundaries. */
export const overMultipart: Subscribe = ({ url, query, variables = {}, credentials }) =>
  collect((sink) => {
    const accept = 'multipart/mixed;boundary="graphql";subscriptionSpec=1.0,application/json';
    const request = httpRequest(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept, ...headersOf(credentials) },
    });
    request.on('error', (error) => sink.error(error));
    request.on('response', (response) => readParts(response, sink));
    request.end(JSON.stringify({ query, variables }));
    return () => request.destroy();
  });

/** The connection of a subscriber over Server-Sent Events that breaks off in the middle, without a goodbye. */
export const overEventsThatBreak: Subscribe = ({ url, query, variables = {}, credentials }) =>
  collect((sink) => {
    const request = httpRequest(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream', ...headersOf(credentials) },
    });
    request.on('error', () => {});
    request.on('response', (response) => {
      response.on('error', () => {});
      response.on('data', (chunk: Buffer) => {
        for (const [, data] of chunk.toString('utf8').matchAll(/^data: (.+)$/gm)) sink.next(JSON.parse(data as string));
      });
    });
    request.end(JSON.stringify({ query, variables }));
    return () => request.socket?.resetAndDestroy();
  });

/** The same over a WebSocket: its TCP connection is reset. */
export const overSocketThatBreaks: Subscribe = ({ url, query, variables = {}, credentials }) =>
  collect((sink) => {
    const socket = new WebSocket(url.replace('http', 'ws'), 'graphql-transport-ws');
    socket.on('error', () => {});
    socket.on('open', () => socket.send(JSON.stringify({ type: 'connection_init', payload: headersOf(credentials) })));
    socket.on('message', (bytes: Buffer) => {
      const message = JSON.parse(bytes.toString('utf8')) as { type: string; payload?: unknown };
      if (message.type === 'connection_ack') {
        socket.send(JSON.stringify({ type: 'subscribe', id: '1', payload: { query, variables } }));
      }
      if (message.type === 'next') sink.next(message.payload);
    });
    return () => socket.terminate();
  });

interface Sink {
  readonly next: (event: unknown) => void;
  readonly error: (fault: unknown) => void;
  readonly complete: () => void;
}

function collect(start: (sink: Sink) => () => void): Received {
  const events: unknown[] = [];
  const faults: unknown[] = [];
  let isComplete = false;
  const stop = start({
    next: (event) => void events.push(event),
    error: (fault) => void faults.push(fault),
    complete: () => {
      isComplete = true;
    },
  });
  return { events, faults, isComplete: () => isComplete, stop };
}

function headersOf({ key, token }: Credentials): Record<string, string> {
  return { ...(key ? { 'x-api-key': key } : {}), ...(token ? { authorization: `Bearer ${token}` } : {}) };
}

function readParts(response: IncomingMessage, sink: Sink): void {
  if (!response.headers['content-type']?.startsWith('multipart/mixed')) {
    response.on('data', (chunk) => sink.error(String(chunk)));
    return;
  }
  let text = '';
  response.on('error', () => {});
  response.on('data', (chunk: Buffer) => {
    text += chunk.toString('utf8');
    const parts = text.split('\r\n--graphql');
    text = parts.pop() ?? '';
    for (const part of parts) {
      const body = part.slice(part.indexOf('\r\n\r\n') + 4).trim();
      // An empty object is the heartbeat.
      if (!part.includes('\r\n\r\n') || body === '{}') continue;
      const { payload, errors } = JSON.parse(body) as { payload?: unknown; errors?: unknown };
      if (payload) sink.next(payload);
      else sink.error(errors);
    }
  });
  response.on('end', () => sink.complete());
}
