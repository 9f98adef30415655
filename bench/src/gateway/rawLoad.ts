/**
 * Asks an address of this machine for a while over raw sockets. A client library would cost more processor time for an
 * answer than the fastest of the measured gateways.
 */
import { connect, type Socket } from 'node:net';
import { createLatencies } from '../latencies.ts';
import type { LoadResult } from '../load.ts';

export interface RawLoadOptions {
  readonly url: string;
  readonly connections: number;
  readonly seconds: number;
  /** Body of the request with this number. */
  readonly body: (number: number) => string;
  /** Further headers of it. */
  readonly headers?: (number: number) => string;
  /** Throws when the answer is not the wanted one; asked of the first of each connection, or of all. */
  readonly check?: (answer: string) => void;
  readonly checksAll?: boolean;
  /** Asked after each answer: whether to stop before the time is over. */
  readonly isOver?: () => boolean;
}

export interface RawLoadResult extends LoadResult {
  readonly answerBytes: number;
}

export async function rawLoad(options: RawLoadOptions): Promise<RawLoadResult> {
  const { hostname, port, pathname } = new URL(options.url);
  const latencies = createLatencies();
  const begin = performance.now();
  const end = begin + options.seconds * 1_000;
  let next = 0;
  let answerBytes = 0;
  const known = new Map<string, Buffer>();

  const requestOf = (number: number): Buffer => {
    const body = options.body(number);
    const headers = options.headers?.(number) ?? '';
    const key = `${headers}\n${body}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    const text = Buffer.from(body);
    const head = `POST ${pathname} HTTP/1.1\r\nhost: ${hostname}:${port}\r\ncontent-type: application/json\r\naccept: application/json\r\n${headers}content-length: ${text.length}\r\n\r\n`;
    const request = Buffer.concat([Buffer.from(head), text]);
    if (known.size < 10_000) known.set(key, request);
    return request;
  };

  await Promise.all(
    Array.from(
      { length: options.connections },
      () =>
        new Promise<void>((resolve, reject) => {
          const reader = new AnswerReader();
          // One buffer for all that is read: nothing of it outlives the call.
          const buffer = Buffer.allocUnsafe(262_144);
          const onread = { buffer, callback: (bytes: number) => take(buffer.subarray(0, bytes)) };
          const socket = connect({ port: Number(port), host: hostname, onread });
          let sentAt = 0;
          let isFirst = true;
          const send = (socket: Socket): void => {
            if (performance.now() >= end || options.isOver?.() === true) {
              socket.destroy();
              resolve();
              return;
            }
            sentAt = performance.now();
            socket.write(requestOf(next++));
          };
          socket.setNoDelay(true);
          socket.on('connect', () => send(socket));
          socket.on('error', reject);
          socket.on('close', () => {
            if (performance.now() < end && options.isOver?.() !== true) {
              reject(new Error('The gateway closed a connection.'));
            } else resolve();
          });
          reader.keepsBody = options.check !== undefined;
          const take = (chunk: Buffer): boolean => {
            try {
              if (!reader.read(chunk)) return true;
            } catch (error) {
              reject(error);
              socket.destroy();
              return false;
            }
            latencies.add(performance.now() - sentAt);
            answerBytes = reader.bytes;
            if (isFirst) {
              isFirst = false;
              try {
                options.check?.(reader.text());
              } catch (error) {
                reject(error);
              }
              reader.keepsBody = options.checksAll === true;
              isFirst = reader.keepsBody;
            }
            send(socket);
            return true;
          };
        }),
    ),
  );
  const seconds = (performance.now() - begin) / 1_000;
  return {
    requestsPerSecond: latencies.count / seconds,
    p50Ms: latencies.quantile(0.5),
    p99Ms: latencies.quantile(0.99),
    answers: latencies.count,
    answerBytes,
  };
}

/** One answer after the other on one connection; nothing is sent before the answer is there. */
class AnswerReader {
  bytes = 0;
  keepsBody = false;
  #left = 0;
  #isChunked = false;
  #isInBody = false;
  #kept: Buffer[] = [];

  /** True when an answer is complete. Throws on a status other than 200. */
  read(chunk: Buffer): boolean {
    if (this.#isInBody) return this.#body(chunk);
    const headEnd = chunk.indexOf('\r\n\r\n');
    if (headEnd === -1) throw new Error('The head of an answer came in parts.');
    const head = chunk.toString('latin1', 0, headEnd);
    if (!head.startsWith('HTTP/1.1 200')) throw new Error(chunk.toString('utf8', 0, 600));
    const length = /content-length: *(\d+)/i.exec(head);
    this.#isChunked = length === null;
    this.#left = length === null ? 0 : Number(length[1]);
    this.bytes = this.#left;
    this.#kept = [];
    this.#isInBody = true;
    return this.#body(chunk.subarray(headEnd + 4));
  }

  text(): string {
    return Buffer.concat(this.#kept).toString();
  }

  #body(chunk: Buffer): boolean {
    if (this.keepsBody) this.#kept.push(Buffer.from(chunk));
    if (this.#isChunked) {
      this.bytes += chunk.length;
      // Nothing follows the last chunk, as the next request has not been sent.
      this.#isInBody = !(chunk.length >= 5 && chunk.toString('latin1', chunk.length - 5) === '0\r\n\r\n');
    } else {
      this.#left -= chunk.length;
      this.#isInBody = this.#left > 0;
    }
    return !this.#isInBody;
  }
}
