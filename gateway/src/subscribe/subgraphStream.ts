import type { GraphQLFormattedError } from 'graphql';
import { type Dispatcher, Pool } from 'undici';
import type { SubscriptionSource } from '../contract/subscription.ts';
import { readJson } from '../json/readJson.ts';
import { codedErrors, type EventData, followSource, type SourceLimits, type SourceOutcome } from './followSource.ts';
import type { SourceListener } from './source.ts';

/** Streams are few for each subgraph, as equal subscriptions share one; each takes a socket of its own. */
const streamsMax = 4_096;
const eventBytesMax = 8 * 1024 * 1024;
const refusalBytesMax = 256 * 1024;
const connectTimeoutMs = 5_000;

/** Opens subscriptions of subgraphs as Server-Sent Events ("distinct connections" of GraphQL over SSE). */
export function createSubgraphStreams(limits: SourceLimits): {
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
        bodyTimeout: limits.sourceSilenceTimeoutMs,
      });
      pools.set(origin, pool);
    }
    return pool;
  };
  return {
    open: (source, listener) => {
      const abort = new AbortController();
      const pool = poolOf(new URL(source.subgraphUrl).origin);
      void followSource(
        (from, onData, signal) => read(from, pool, onData, signal),
        source,
        listener,
        limits,
        abort.signal,
      );
      return () => abort.abort();
    },
    close: async () => {
      await Promise.all([...pools.values()].map((pool) => pool.destroy()));
    },
  };
}

async function read(
  source: SubscriptionSource,
  pool: Pool,
  onData: (data: EventData) => void,
  signal: AbortSignal,
): Promise<SourceOutcome> {
  const { pathname, search } = new URL(source.subgraphUrl);
  const response = await pool.request({
    method: 'POST',
    path: pathname + search,
    headers: [...source.headers, 'content-type', 'application/json', 'accept', 'text/event-stream, application/json'],
    body: JSON.stringify({ query: source.query, operationName: source.operationName, variables: source.variables }),
    signal,
  });
  const type = String(response.headers['content-type'] ?? '');
  if (response.statusCode !== 200 || !type.startsWith('text/event-stream')) return readSingle(response, onData);
  for await (const event of readEvents(response.body)) {
    if (event.name === 'complete') return { kind: 'complete' };
    if (event.name === 'next' || event.name === 'message') onData(readPayload(event.data));
  }
  return { kind: 'ended' };
}

/** An answer in one piece: the reason of a refusal, or a single event. What a server fails to do may be tried again. */
async function readSingle(
  { statusCode, body }: Dispatcher.ResponseData,
  onData: (data: EventData) => void,
): Promise<SourceOutcome> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > refusalBytesMax) break;
    chunks.push(chunk);
  }
  if (statusCode >= 500) return { kind: 'lost', reason: `answered with ${statusCode} and no event stream` };
  const answer = readAnswer(Buffer.concat(chunks).toString('utf8'));
  if (answer?.errors === undefined && answer?.data != null) {
    onData(answer);
    return { kind: 'complete' };
  }
  return { kind: 'rejected', errors: codedErrors(answer?.errors ?? [], statusCode) };
}

function readAnswer(text: string): EventData | null {
  try {
    return readPayload(text);
  } catch {
    return null;
  }
}

function readPayload(text: string): EventData {
  const payload: unknown = readJson(text);
  if (typeof payload !== 'object' || payload === null) throw new Error('an event is not an object');
  const { data, errors } = payload as { readonly data?: unknown; readonly errors?: unknown };
  return {
    data: data ?? null,
    ...(Array.isArray(errors) && errors.length > 0 ? { errors: errors as readonly GraphQLFormattedError[] } : {}),
  };
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
