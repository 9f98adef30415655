import { promisify } from 'node:util';
import { gunzip, gunzipSync, gzip, gzipSync } from 'node:zlib';

const deflate = promisify(gzip);
const inflate = promisify(gunzip);

/** Up to here the thread pool costs more than it spares. */
const inlineBytesMax = 128 * 1024;
/** The fastest level: a message shrinks to a tenth by it already, and a sender waits. */
const fastest = { level: 1 } as const;

/** Compresses a message for the archive. */
export async function pack(bytes: Uint8Array): Promise<Buffer> {
  return bytes.byteLength <= inlineBytesMax ? gzipSync(bytes, fastest) : deflate(bytes, fastest);
}

/** Gives back a message of the archive. Throws when it would be larger than any message that was let in. */
export async function unpack(packed: Buffer, bytesMax: number): Promise<Buffer> {
  const limits = { maxOutputLength: bytesMax };
  return packed.byteLength <= inlineBytesMax / 8 ? gunzipSync(packed, limits) : inflate(packed, limits);
}
