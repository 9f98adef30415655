import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';
import { ClientError } from '@games/service';

const inflaters = new Map([
  ['gzip', promisify(gunzip)],
  ['deflate', promisify(inflate)],
  ['br', promisify(brotliDecompress)],
]);

/**
 * The body of a request as text. Neither the bytes sent nor what they inflate to may be more than `bytesMax`: reading
 * and inflating stop there. Throws PAYLOAD_TOO_LARGE, UNSUPPORTED_MEDIA_TYPE (encoding), or BAD_REQUEST when the body
 * is not what it says, is no UTF-8, or ends early.
 */
export async function readBody(request: IncomingMessage, bytesMax: number): Promise<string> {
  const encoding = request.headers['content-encoding'];
  const inflater = encoding === undefined || encoding === 'identity' ? null : inflaters.get(encoding.toLowerCase());
  if (inflater === undefined) {
    throw new ClientError('UNSUPPORTED_MEDIA_TYPE', 'The body must be sent plain or as gzip, deflate or br.');
  }
  const sent = await collect(request, bytesMax);
  const body = inflater === null ? sent : await inflated(sent, inflater, bytesMax);
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

async function inflated(
  sent: Buffer,
  inflater: (body: Buffer, options: { readonly maxOutputLength: number }) => Promise<Buffer>,
  bytesMax: number,
): Promise<Buffer> {
  try {
    return await inflater(sent, { maxOutputLength: bytesMax });
  } catch (error) {
    if ((error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(bytesMax);
    throw new ClientError('BAD_REQUEST', 'The body is not what its content-encoding says.');
  }
}

const tooLarge = (bytesMax: number): ClientError =>
  new ClientError('PAYLOAD_TOO_LARGE', `A body may have ${bytesMax} bytes, as sent and as inflated.`);
