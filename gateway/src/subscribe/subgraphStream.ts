import type { GraphQLFormattedError } from 'graphql';
import { type Dispatcher, Pool } from 'undici';
import type { SubscriptionSource } from '../contract/subscription.ts';
import { readJson } from '../json/readJson.ts';
import type { SourceListener } from './source.ts';

/** Streams are few for each subgraph, as equal subscriptions share one; each takes a socket of its own. */
const streamsMax = 4_096;
const eventBytesMax = 8 * 1024 * 1024;
const connectTimeoutMs = 5_000;
/** A stream that shows no sign of life for so long is taken for dead; subgraphs send a comment every 12 s. */
const silenceMsMax = 40_000;
const firstRetryMs = 200;
const retryMsMax = 10_000;
/** How long a lost stream is tried again before its subscribers are told. */
const patienceMs = 60_000;

/** Opens subscriptions of subgraphs as Server-Sent Events ("distinct connections" of GraphQL over SSE). */
export function createSubgraphStreams(): {
  readonly open: (source: SubscriptionSource, listener: SourceListener) => () => void;
  readonly close: () => Promise<void>;
} {
  const pools = new Map<string, Pool>();
  const poolOf = (origin: string): Pool => {
    let pool = pools.get(origin);
    if (pool === undefined) {
      pool = new Pool(origin, {
        connections: streamsMax,
        pipelining: 1,
        headersTimeout: connectTimeoutMs,
        bodyTimeout: silenceMsMax,
      });
      pools.set(origin, pool);
    }
    return pool;
  };
  return {
    open: (source, listener) => {
      const abort = new AbortController();
      void follow(source, listener, poolOf(new URL(source.subgraphUrl).origin), abort.signal);
      return () => abort.abort();
    },
    close: async () => {
      await Promise.all([...pools.values()].map((pool) => pool.destroy()));
    },
  };
}

/** Reads the stream, and again after each loss until patience ends. */
async function follow(
  source: SubscriptionSource,
  listener: SourceListener,
  pool: Pool,
  signal: AbortSignal,
): Promise<void> {
  let lostAtMs = 0;
  for (let attempt = 0; !signal.aborted; attempt++) {
    const outcome = await read(source, pool, signal, (data) => {
      attempt = 0;
      lostAtMs = 0;
      listener.event({ kind: 'payload', ...data });
    }).catch((error: unknown) => ({ kind: 'lost' as const, reason: String(error) }));
    if (signal.aborted) return;
    if (outcome.kind === 'complete') return listener.end();
    if (outcome.kind === 'refused') return listener.lost(outcome.reason);
    lostAtMs ||= Date.now();
    if (Date.now() - lostAtMs > patienceMs) return listener.lost(outcome.reason);
    await pause(Math.min(retryMsMax, firstRetryMs * 2 ** attempt) * (0.5 + Math.random() / 2), signal);
  }
}

type Outcome = { readonly kind: 'complete' } | { readonly kind: 'refused' | 'lost'; readonly reason: string };
type EventData = { readonly data: unknown; readonly errors?: readonly GraphQLFormattedError[] };

async function read(
  source: SubscriptionSource,
  pool: Pool,
  signal: AbortSignal,
  onData: (data: EventData) => void,
): Promise<Outcome> {
  const { pathname, search } = new URL(source.subgraphUrl);
  const response = await pool.request({
    method: 'POST',
    path: pathname + search,
    headers: [...source.headers, 'content-type', 'application/json', 'accept', 'text/event-stream'],
    body: JSON.stringify({ query: source.query, operationName: source.operationName, variables: source.variables }),
    signal,
  });
  const type = String(response.headers['content-type'] ?? '');
  if (response.statusCode !== 200 || !type.startsWith('text/event-stream')) return refusalOf(response);
  let isComplete = false;
  for await (const event of readEvents(response.body)) {
    if (event.name === 'complete') {
      isComplete = true;
      break;
    }
    if (event.name === 'next' || event.name === 'message') onData(readPayload(event.data));
  }
  return isComplete ? { kind: 'complete' } : { kind: 'lost', reason: 'the stream ended without completing' };
}

async function refusalOf({ statusCode, body }: Dispatcher.ResponseData): Promise<Outcome> {
  await body.dump();
  const kind = statusCode >= 500 ? 'lost' : 'refused';
  return { kind, reason: `answered with ${statusCode} and no event stream` };
}

function readPayload(text: string): EventData {
  const payload: unknown = readJson(text);
  if (typeof payload !== 'object' || payload === null) throw new Error('an event was no object');
  const { data, errors } = payload as Partial<EventData>;
  return { data: data ?? null, ...(Array.isArray(errors) ? { errors } : {}) };
}

interface ServerSentEvent {
  readonly name: string;
  readonly data: string;
}

/** The events of a `text/event-stream` (HTML, §9.2.6); comments and unknown fields are passed over. */
async function* readEvents(body: AsyncIterable<Uint8Array>): AsyncGenerator<ServerSentEvent> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let rest = '';
  let name = '';
  let data: string[] = [];
  for await (const chunk of body) {
    rest += decoder.decode(chunk, { stream: true });
    if (rest.length > eventBytesMax) throw new Error(`an event has more than ${eventBytesMax} bytes`);
    const lines = rest.split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line === '') {
        if (data.length > 0 || name !== '') yield { name: name || 'message', data: data.join('\n') };
        name = '';
        data = [];
      } else if (line.startsWith('event:')) name = line.slice(6).trim();
      else if (line.startsWith('data:')) data.push(line.startsWith('data: ') ? line.slice(6) : line.slice(5));
    }
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms);
    function done(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
    signal.addEventListener('abort', done, { once: true });
  });
}
