import type { ServerResponse } from 'node:http';
import type { LocatedError } from '../contract/errors.ts';
import type { PublishedEvent, SubscriptionStream } from '../contract/stream.ts';
import type { Heartbeats } from './heartbeats.ts';
import { withRequestId } from './requestId.ts';

/** How a stream of answers is written on one transport. Everything in it is the same for all who use the transport. */
export interface StreamForm {
  readonly name: 'event-stream' | 'multipart';
  readonly headers: Readonly<Record<string, string>>;
  /** What stands before the first part. */
  readonly opening: Buffer;
  readonly event: (body: Buffer) => Buffer;
  readonly failure: (errors: readonly LocatedError[]) => Buffer;
  readonly heartbeat: Buffer;
  readonly end: Buffer;
}

/** Keeps proxies from holding events back or turning them into something else. */
const streamHeaders = { 'cache-control': 'no-cache, no-transform', 'x-accel-buffering': 'no' };

/** Server-Sent Events as graphql-sse has them ("distinct connections"): `next` for each answer, then `complete`. */
export const eventStreamForm: StreamForm = {
  name: 'event-stream',
  headers: { 'content-type': 'text/event-stream; charset=utf-8', ...streamHeaders },
  opening: Buffer.from(':\n\n'),
  event: (body) => Buffer.concat([Buffer.from('event: next\ndata: '), body, Buffer.from('\n\n')]),
  failure: (errors) => Buffer.from(`event: next\ndata: ${JSON.stringify({ errors })}\n\n`),
  heartbeat: Buffer.from(':\n\n'),
  end: Buffer.from('event: complete\ndata: \n\n'),
};

/** Apollo's protocol for subscriptions over multipart HTTP. */
export const multipartForm: StreamForm = {
  name: 'multipart',
  headers: { 'content-type': 'multipart/mixed;boundary="graphql";subscriptionSpec=1.0', ...streamHeaders },
  opening: Buffer.from('\r\n--graphql'),
  event: (body) => Buffer.concat([partHead, Buffer.from('{"payload":'), body, partTail]),
  failure: (errors) =>
    Buffer.concat([partHead, Buffer.from(`{"payload":null,"errors":${JSON.stringify(errors)}`), partTail]),
  heartbeat: Buffer.from('\r\ncontent-type: application/json\r\n\r\n{}\r\n--graphql'),
  end: Buffer.from('--\r\n'),
};
const partHead = Buffer.from('\r\ncontent-type: application/json\r\n\r\n');
const partTail = Buffer.from('}\r\n--graphql');

export interface StreamOptions {
  readonly heartbeats: Heartbeats;
  readonly bufferBytesMax: number;
  /** Throws or rejects when the viewer's key or token holds no longer. */
  readonly revalidate: () => Promise<void>;
  readonly onSlow: (bufferedBytes: number) => void;
  readonly present: (thrown: unknown) => readonly LocatedError[];
  readonly requestId: string;
}

/** How long a client that was let go has to take what it was told. */
const closeGraceMs = 5_000;

const slow: readonly LocatedError[] = [
  { message: 'Events were not taken as fast as they came; subscribe again.', extensions: { code: 'SLOW_SUBSCRIBER' } },
];

/**
 * Streams a subscription to a client until either ends it; resolves when the response is over. Written bytes that the
 * client does not take are bounded: past the bound it is told, and let go.
 */
export function streamTo(
  response: ServerResponse,
  form: StreamForm,
  stream: SubscriptionStream,
  options: StreamOptions,
): Promise<void> {
  return new Promise((resolve) => {
    let isOver = false;
    const over = (last: readonly Buffer[]): void => {
      if (isOver) return;
      isOver = true;
      stopHeartbeat();
      leave();
      if (response.destroyed) return;
      response.end(Buffer.concat([...last, form.end]));
      setTimeout(() => response.destroy(), closeGraceMs).unref();
    };
    const fail = (errors: readonly LocatedError[]): void =>
      over([form.failure(withRequestId(errors, options.requestId))]);
    const write = (bytes: Buffer): void => {
      if (isOver) return;
      response.write(bytes);
      if (response.writableLength <= options.bufferBytesMax) return;
      options.onSlow(response.writableLength);
      fail(slow);
    };

    response.on('close', () => {
      over([]);
      resolve();
    });
    const stopHeartbeat = options.heartbeats.add(() => {
      write(form.heartbeat);
      options.revalidate().catch((error) => fail(options.present(error)));
    });
    let leave = (): void => {};
    leave = stream.open({
      event: (event: PublishedEvent) => write(event.framed(form.name, form.event)),
      fail,
      complete: () => over([]),
    });
    if (isOver) leave();
  });
}
