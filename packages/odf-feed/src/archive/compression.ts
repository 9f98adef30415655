import { promisify } from 'node:util';
import { gunzip, gunzipSync, gzip, gzipSync } from 'node:zlib';
import { messageBytesMax } from '../limits.ts';

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

/** The bytes of a message of the archive, compressed there or not. Throws when they would be more than a message may have. */
export async function unpack(packed: Buffer): Promise<Buffer> {
  const isCompressed = packed[0] === 0x1f && packed[1] === 0x8b;
  if (!isCompressed) return packed;
  const limits = { maxOutputLength: messageBytesMax };
  return packed.byteLength <= inlineBytesMax / 8 ? gunzipSync(packed, limits) : inflate(packed, limits);
}
