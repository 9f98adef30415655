import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { readHeaderList } from '@games/http';

const compress = promisify(gzip);
const decompress = promisify(gunzip);

/** A body as it is kept: compressed once, with its tag. */
export interface CompressedBody {
  readonly gzipped: Buffer;
  readonly etag: string;
}

/** How a body is sent. */
export interface BodyHeaders {
  readonly contentType: string;
  readonly maxAgeSeconds: number;
  readonly others?: Readonly<Record<string, string>>;
}

/** Compresses a text to be kept and sent; a drawing that is made for a second wants a lower `level` than a record. */
export async function compressBody(text: string, level = 6): Promise<CompressedBody> {
  const gzipped = await compress(text, { level });
  return { gzipped, etag: `"${createHash('sha256').update(gzipped).digest('base64url')}"` };
}

/** Sends a public body: 304 to clients that have it, compressed to those that read that, plain to all others. */
export async function sendBody(
  request: IncomingMessage,
  response: ServerResponse,
  { gzipped, etag }: CompressedBody,
  { contentType, maxAgeSeconds, others = {} }: BodyHeaders,
): Promise<void> {
  const headers = { etag, 'cache-control': `public, max-age=${maxAgeSeconds}`, vary: 'accept-encoding' };
  if (request.headers['if-none-match'] === etag) {
    response.writeHead(304, headers).end();
    return;
  }
  const takesGzip = readHeaderList(request.headers['accept-encoding']).some(
    ({ value, quality }) => value === 'gzip' && quality > 0,
  );
  const bytes = takesGzip ? gzipped : await decompress(gzipped);
  response.writeHead(200, {
    ...headers,
    'content-type': contentType,
    ...(takesGzip ? { 'content-encoding': 'gzip' } : {}),
    'content-length': bytes.length,
    ...others,
  });
  response.end(bytes);
}
