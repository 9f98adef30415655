import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, type Stats, statSync } from 'node:fs';
import { stat } from 'node:fs/promises';

/** A key of a partner, as it is kept: the hash, never the key. */
export interface ApiKeyRecord {
  /** Names the key in logs and when it is withdrawn. */
  readonly id: string;
  readonly partner: string;
  /** SHA-256 of the key, hex. Keys are 256 random bits, so a plain hash can't be searched. */
  readonly hash: string;
  readonly scopes: readonly string[];
  /** Territory of the partner's licence, ISO 3166-1 alpha-2. */
  readonly territory: string | null;
  /** ISO 8601; null for a key that does not end. */
  readonly expires: string | null;
  /** Requests in a window of the rate limit, where they differ from the general number. */
  readonly requestsMax: number | null;
}

/** Finds the record of a key; null for an unknown or ended one. */
export interface ApiKeys {
  readonly find: (key: string, nowMs: number) => ApiKeyRecord | null;
  /** Counts up whenever the keys change, so that what was derived from them is derived again. */
  readonly version: () => number;
  readonly close: () => void;
}

/** Begins every key, so that one that leaked is recognised by scanners. */
const keyPrefix = 'gk_';
const keyLengthMax = 200;
const rereadIntervalMs = 1_000;

/** A fresh key and the record to keep of it. The key itself can't be had again. */
export function makeApiKey(partner: {
  readonly id: string;
  readonly partner: string;
  readonly scopes?: readonly string[];
  readonly territory?: string | null;
  readonly expires?: string | null;
  readonly requestsMax?: number | null;
}): { readonly key: string; readonly record: ApiKeyRecord } {
  const key = keyPrefix + randomBytes(32).toString('base64url');
  const { scopes = [], territory = null, expires = null, requestsMax = null } = partner;
  const record = {
    id: partner.id,
    partner: partner.partner,
    hash: hashOf(key),
    scopes,
    territory,
    expires,
    requestsMax,
  };
  return { key, record };
}

/**
 * The keys of a file and of a text, both JSON lists of records. The file is read again when it changes: a key that was
 * withdrawn ends within a second, and a file that can't be read leaves the keys as they were (`onFault` hears of it).
 * Throws when the file or text is not a list of records at the start.
 */
export function openApiKeys(options: {
  readonly file: string | null;
  readonly text: string | null;
  readonly onFault: (error: unknown) => void;
}): ApiKeys {
  const { file, text, onFault } = options;
  const fixed = text === null ? [] : readRecords(text, 'API_KEYS');
  let records = indexByHash([...fixed, ...(file === null ? [] : readRecords(readFileSync(file, 'utf8'), file))]);
  let version = 0;

  let seen = file === null ? '' : stateOf(statSync(file));
  const reread = async (path: string): Promise<void> => {
    try {
      const now = stateOf(await stat(path));
      if (now === seen) return;
      records = indexByHash([...fixed, ...readRecords(readFileSync(path, 'utf8'), path)]);
      seen = now;
      version++;
    } catch (error) {
      onFault(error);
    }
  };
  const timer = file === null ? null : setInterval(() => void reread(file), rereadIntervalMs).unref();

  return {
    find: (key, nowMs) => {
      if (!key.startsWith(keyPrefix) || key.length > keyLengthMax) return null;
      const record = records.get(hashOf(key));
      if (record === undefined || (record.expires !== null && Date.parse(record.expires) <= nowMs)) return null;
      return record;
    },
    version: () => version,
    close: () => {
      if (timer !== null) clearInterval(timer);
    },
  };
}

const stateOf = ({ mtimeMs, size }: Stats): string => `${mtimeMs}:${size}`;
const hashOf = (key: string): string => createHash('sha256').update(key).digest('hex');

function indexByHash(records: readonly ApiKeyRecord[]): ReadonlyMap<string, ApiKeyRecord> {
  return new Map(records.map((record) => [record.hash, record]));
}

function readRecords(text: string, source: string): readonly ApiKeyRecord[] {
  const list: unknown = JSON.parse(text);
  if (!Array.isArray(list)) throw new Error(`${source} must be a list of API keys.`);
  return list.map((item: Partial<ApiKeyRecord>) => {
    if (typeof item?.id !== 'string' || typeof item.partner !== 'string' || !/^[0-9a-f]{64}$/.test(item.hash ?? '')) {
      throw new Error(`${source} holds an API key without id, partner or SHA-256 hash.`);
    }
    if (item.expires != null && Number.isNaN(Date.parse(item.expires))) {
      throw new Error(`${source}: the API key ${item.id} ends at something that is not a time.`);
    }
    const {
      id,
      partner,
      hash,
      scopes = [],
      territory = null,
      expires = null,
      requestsMax = null,
    } = item as ApiKeyRecord;
    // Staff rights come with a person's token alone: a key that leaks must not be able to carry them.
    return {
      id,
      partner,
      hash,
      scopes: scopes.filter((scope) => !scope.startsWith('staff:')),
      territory,
      expires,
      requestsMax,
    };
  });
}
