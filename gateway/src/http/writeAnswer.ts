import type { OutgoingHttpHeaders } from 'node:http';
import { ClientError } from '@games/service';
import type { LocatedError } from '../contract/errors.ts';
import type { Observe } from '../observe/events.ts';
import { presentThrown } from '../operation/presentErrors.ts';
import type { OperationAnswer } from '../operation/request.ts';
import { entityTagOf, isKnownTo } from './entityTag.ts';
import { contentTypes, type Exchange, send, sendRefusal } from './exchange.ts';
import type { Heartbeats } from './heartbeats.ts';
import { incrementalHeaders, sendAsOnePart, sendIncrementally } from './incremental.ts';
import { eventStreamForm, multipartForm, type StreamForm, type StreamOptions, streamTo } from './streams.ts';

/** What writing answers needs of the gateway. */
export interface WriteDependencies {
  readonly heartbeats: Heartbeats;
  readonly observe: Observe;
  readonly compressBytesMin: number;
  readonly bufferBytesMax: number;
}

/** The codes of errors, each once. */
export const codesOf = (errors: readonly LocatedError[]): readonly string[] =>
  errors.length === 0 ? none : [...new Set(errors.map(({ extensions }) => extensions.code))];

const none: readonly string[] = Object.freeze([]);

/**
 * Writes an answer in the form that the client accepts: one piece, one piece and its patches, or a stream.
 * `revalidate` rejects when the viewer of a stream may have it no longer.
 */
export async function writeAnswer(
  dependencies: WriteDependencies,
  exchange: Exchange,
  answer: OperationAnswer,
  revalidate: () => Promise<void>,
): Promise<void> {
  const form = streamFormOf(exchange);
  switch (answer.kind) {
    case 'refusal': {
      exchange.outcome.codes = codesOf(answer.errors);
      const isOfOperation = exchange.accepted.single === null && form !== null;
      if (isOfOperation) return sendSingleEvent(exchange, form, form.failure(answer.errors));
      return sendRefusal(exchange, answer.errors);
    }
    case 'stream': {
      exchange.outcome.operation = answer.operation;
      if (form === null)
        throw new ClientError('NOT_ACCEPTABLE', 'A subscription is streamed as text/event-stream or multipart/mixed.');
      openStream(exchange, form);
      exchange.response.write(form.opening);
      return streamTo(exchange.response, form, answer.stream, streamOptions(dependencies, exchange, revalidate));
    }
    case 'result':
      return writeResult(dependencies, exchange, answer, form);
  }
}

type ResultAnswer = Extract<OperationAnswer, { readonly kind: 'result' }>;

async function writeResult(
  dependencies: WriteDependencies,
  exchange: Exchange,
  answer: ResultAnswer,
  form: StreamForm | null,
): Promise<void> {
  const { outcome, accepted, response, request } = exchange;
  outcome.operation = answer.operation;
  outcome.codes = codesOf(answer.errors);
  outcome.origin = answer.ageSeconds !== null ? 'cache' : answer.isShared ? 'shared' : 'fresh';
  if (answer.patches !== null) {
    outcome.transport = 'multipart';
    response.writeHead(200, { ...exchange.headers, ...incrementalHeaders, ...headerPairs(answer.responseHeaders) });
    return sendIncrementally(response, answer.body, { patches: answer.patches, requestId: exchange.id });
  }
  if (accepted.single === null) {
    if (form !== null && !accepted.isDeferred) return sendSingleEvent(exchange, form, form.event(answer.body));
    outcome.transport = 'multipart';
    response.writeHead(200, { ...exchange.headers, ...incrementalHeaders, ...headerPairs(answer.responseHeaders) });
    return sendAsOnePart(response, answer.body);
  }
  const headers: OutgoingHttpHeaders = {
    'content-type': contentTypes[accepted.single],
    'cache-control': cacheControlOf(answer),
    ...(answer.ageSeconds === null ? {} : { age: String(answer.ageSeconds) }),
    ...headerPairs(answer.responseHeaders),
  };
  if (request.method === 'GET' && answer.policy.maxAgeSeconds > 0) {
    headers.etag = entityTagOf(answer.body);
    if (isKnownTo(request.headers['if-none-match'], headers.etag)) {
      response.writeHead(304, { ...exchange.headers, ...headers }).end();
      return;
    }
  }
  await send(exchange, 200, headers, answer.body, dependencies.compressBytesMin);
}

function cacheControlOf({ policy }: ResultAnswer): string {
  if (policy.maxAgeSeconds === 0) return 'no-store';
  return `${policy.isPublic ? 'public' : 'private'}, max-age=${policy.maxAgeSeconds}`;
}

function headerPairs(flat: readonly string[]): OutgoingHttpHeaders {
  const headers: Record<string, string[]> = {};
  for (let index = 0; index + 1 < flat.length; index += 2) {
    const name = flat[index] as string;
    headers[name] = [...(headers[name] ?? []), flat[index + 1] as string];
  }
  return headers;
}

function streamFormOf({ accepted }: Exchange): StreamForm | null {
  if (accepted.stream === null) return null;
  return accepted.stream === 'event-stream' ? eventStreamForm : multipartForm;
}

function openStream(exchange: Exchange, form: StreamForm): void {
  exchange.outcome.transport = form.name;
  exchange.response.writeHead(200, { ...exchange.headers, ...form.headers });
}

function sendSingleEvent(exchange: Exchange, form: StreamForm, event: Buffer): void {
  openStream(exchange, form);
  exchange.response.end(Buffer.concat([form.opening, event, form.end]));
}

function streamOptions(
  dependencies: WriteDependencies,
  exchange: Exchange,
  revalidate: () => Promise<void>,
): StreamOptions {
  return {
    heartbeats: dependencies.heartbeats,
    bufferBytesMax: dependencies.bufferBytesMax,
    revalidate,
    onSlow: (bufferedBytes) =>
      dependencies.observe({ kind: 'slow-subscriber', transport: exchange.outcome.transport, bufferedBytes }),
    present: (thrown) => presentThrown(thrown, (error) => dependencies.observe({ kind: 'fault', error })),
    requestId: exchange.id,
  };
}
