import { createHash } from 'node:crypto';
import { ClientError } from '@games/service';
import { LRUCache } from 'lru-cache';

/**
 * Documents that clients register by their SHA-256 ("automatic persisted queries"), so that they need not send the text
 * again and GET addresses stay short. The store is bounded in bytes; a document is accepted only once it was found good
 * (`register`), under its true hash, and only so many a minute of one account – a flood can neither poison it nor sweep
 * it empty at will.
 */
export interface PersistedQueries {
  /** The text of a hash. Throws PERSISTED_QUERY_NOT_FOUND. */
  readonly find: (hash: string) => string;
  /** Throws PERSISTED_QUERY_MISMATCH when the text does not have the hash. */
  readonly check: (hash: string, text: string) => void;
  readonly register: (hash: string, text: string, account: string) => void;
  readonly statistics: () => { readonly documents: number; readonly bytes: number };
}

const accountsMax = 50_000;
const minuteMs = 60_000;
const entryBytes = 200;

/** Opens the store. */
export function createPersistedQueries(options: {
  readonly bytesMax: number;
  readonly registrationsPerMinuteMax: number;
}): PersistedQueries {
  const { bytesMax, registrationsPerMinuteMax } = options;
  const texts = new LRUCache<string, string>({
    maxSize: bytesMax,
    sizeCalculation: (text) => entryBytes + Buffer.byteLength(text),
  });
  const registrations = new LRUCache<string, { count: number }>({ max: accountsMax, ttl: minuteMs });

  return {
    find: (hash) => {
      const text = texts.get(hash);
      if (text === undefined) throw new ClientError('PERSISTED_QUERY_NOT_FOUND', 'PersistedQueryNotFound');
      return text;
    },
    check: (hash, text) => {
      if (texts.get(hash) === text || hashOf(text) === hash) return;
      throw new ClientError('PERSISTED_QUERY_MISMATCH', 'The hash is not the SHA-256 of the document.');
    },
    register: (hash, text, account) => {
      if (texts.has(hash)) return;
      const seen = registrations.get(account);
      if (seen === undefined) registrations.set(account, { count: 1 });
      else if (++seen.count > registrationsPerMinuteMax) return;
      texts.set(hash, text);
    },
    statistics: () => ({ documents: texts.size, bytes: texts.calculatedSize }),
  };
}

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');
