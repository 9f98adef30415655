import { LRUCache } from 'lru-cache';

/** A finished answer without errors, and since when it is kept. */
export interface KeptAnswer {
  readonly body: Buffer;
  readonly maxAgeSeconds: number;
  readonly storedAtMs: number;
}

/**
 * Public answers, for as long as their policy says. The key spells out (never as a hash) all that can reach the answer – the
 * compiled operation (which stands for schema, document and authorisation mask), the variables, and the headers sent to
 * subgraphs – never a hash: nobody can craft a request that meets another's answer. Bounded in bytes.
 */
export interface ResponseCache {
  readonly find: (key: string, nowMs: number) => KeptAnswer | null;
  readonly keep: (key: string, body: Buffer, maxAgeSeconds: number, nowMs: number) => void;
  readonly statistics: () => { readonly answers: number; readonly bytes: number };
}

/** A kept answer may be held in compressed forms too, and has an entry around it. */
const overheadBytes = 512;
/** An answer larger than this share of the cache would push out too many others. */
const shareMax = 1 / 16;

/** Opens a response cache; with 0 bytes nothing is kept. */
export function createResponseCache(options: {
  readonly bytesMax: number;
  readonly maxAgeSecondsMax: number;
}): ResponseCache {
  const { bytesMax, maxAgeSecondsMax } = options;
  if (bytesMax === 0) return { find: () => null, keep: () => {}, statistics: () => ({ answers: 0, bytes: 0 }) };
  const answers = new LRUCache<string, KeptAnswer>({
    maxSize: bytesMax,
    maxEntrySize: Math.floor(bytesMax * shareMax),
    sizeCalculation: ({ body }, key) => Math.ceil(body.length * 1.5) + key.length * 2 + overheadBytes,
  });
  return {
    find: (key, nowMs) => {
      const kept = answers.get(key);
      if (kept === undefined) return null;
      if (nowMs - kept.storedAtMs < kept.maxAgeSeconds * 1_000) return kept;
      answers.delete(key);
      return null;
    },
    keep: (key, body, maxAgeSeconds, nowMs) => {
      const entry = { body, maxAgeSeconds: Math.min(maxAgeSeconds, maxAgeSecondsMax), storedAtMs: nowMs };
      if (entry.maxAgeSeconds > 0) answers.set(key, entry);
    },
    statistics: () => ({ answers: answers.size, bytes: answers.calculatedSize }),
  };
}
