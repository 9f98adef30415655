import { randomFillSync } from 'node:crypto';

const randomBytesEach = 8;
const pool = Buffer.alloc(randomBytesEach * 256);
const countsPerMs = 4_096;
let used = pool.length;
let lastMs = 0;
let count = 0;

/**
 * A UUID of version 7 (RFC 9562): milliseconds, a count within the millisecond, 62 random bits. Those of one process grow, so
 * that indexes grow at their end and things made together stay in their order.
 */
export function newUuid(): string {
  const nowMs = Date.now();
  if (nowMs > lastMs) {
    lastMs = nowMs;
    count = 0;
  } else if (count === countsPerMs) {
    lastMs += 1;
    count = 0;
  }
  const time = lastMs.toString(16).padStart(12, '0');
  const within = (0x7000 + count).toString(16);
  count += 1;
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  pool[used] = ((pool[used] as number) & 0x3f) | 0x80;
  const random = pool.toString('hex', used, used + randomBytesEach);
  used += randomBytesEach;
  return `${time.slice(0, 8)}-${time.slice(8)}-${within}-${random.slice(0, 4)}-${random.slice(4)}`;
}

/** The UUID of 32 hexadecimal digits. */
export function uuidOfHex(hex: string): string {
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Whether a text is a UUID as PostgreSQL writes it. What clients send is asked before it reaches a statement. */
export function isUuid(text: string): boolean {
  return uuidPattern.test(text);
}

/** The smallest UUID of version 7 of a moment: all that are made from then on are greater. */
export function firstUuidOf(ms: number): string {
  const time = ms.toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-000000000000`;
}
