import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';
import { ClientError } from '@games/service';

type Decoder = (body: Buffer, options: { readonly maxOutputLength: number }) => Promise<Buffer>;

const decoders: ReadonlyMap<string, Decoder | null> = new Map<string, Decoder | null>([
  ['', null],
  ['identity', null],
  ['gzip', promisify(gunzip)],
  ['x-gzip', promisify(gunzip)],
  ['deflate', promisify(inflate)],
  ['br', promisify(brotliDecompress)],
]);

/**
 * The body of a request, decoded by its content coding (whose names know no case: RFC 9110, §8.4.1). Neither the bytes
 * sent nor what they decode to may be more than `bytesMax`: reading and decoding stop there. Throws PAYLOAD_TOO_LARGE,
 * UNSUPPORTED_MEDIA_TYPE (coding), or BAD_REQUEST when the body is not what it says or ends early.
 */
export async function readBody(request: IncomingMessage, bytesMax: number): Promise<Buffer> {
  const decoder = decoders.get((request.headers['content-encoding'] ?? '').trim().toLowerCase());
  if (decoder === undefined) {
    throw new ClientError('UNSUPPORTED_MEDIA_TYPE', 'The body must be sent plain or as gzip, deflate or br.');
  }
  const sent = await collect(request, bytesMax);
  return decoder === null ? sent : decode(sent, decoder, bytesMax);
}

/** The same as text. Throws BAD_REQUEST for what is not UTF-8. */
export async function readTextBody(request: IncomingMessage, bytesMax: number): Promise<string> {
  const body = await readBody(request, bytesMax);
  if (!isUtf8(body)) throw new ClientError('BAD_REQUEST', 'The body is not UTF-8.');
  return body.toString('utf8');
}

function collect(request: IncomingMessage, bytesMax: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    if (Number(request.headers['content-length'] ?? 0) > bytesMax) return reject(tooLarge(bytesMax));
    const chunks: Buffer[] = [];
    let bytes = 0;
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > bytesMax) {
        request.pause();
        request.removeAllListeners('data');
        reject(tooLarge(bytesMax));
      } else chunks.push(chunk);
    });
    request.on('end', () => resolve(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)));
    // Every request closes; an error is made only for one that has not ended.
    request.on('close', () => {
      if (!request.readableEnded) reject(new ClientError('BAD_REQUEST', 'The body ended early.'));
    });
    request.on('error', () => {});
  });
}

async function decode(sent: Buffer, decoder: Decoder, bytesMax: number): Promise<Buffer> {
  try {
    return await decoder(sent, { maxOutputLength: bytesMax });
  } catch (error) {
    if ((error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(bytesMax);
    throw new ClientError('BAD_REQUEST', 'The body is not what its content-encoding says.');
  }
}

const tooLarge = (bytesMax: number): ClientError =>
  new ClientError('PAYLOAD_TOO_LARGE', `A body may have ${bytesMax} bytes, as sent and as decoded.`);
