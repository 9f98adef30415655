import type { KeyValueStore } from './keyValueStore.ts';

interface Entry {
  value: string;
  expiresAtMs: number;
}

const entriesMax = 200_000;

/** The store of a single process: a bounded map, oldest entries first to go. */
export function createInProcessStore(): KeyValueStore {
  const entries = new Map<string, Entry>();
  const channels = new Map<string, Set<(payload: string) => void>>();

  const find = (key: string): Entry | undefined => {
    const entry = entries.get(key);
    if (entry === undefined || entry.expiresAtMs > Date.now()) return entry;
    entries.delete(key);
    return undefined;
  };
  const put = (key: string, entry: Entry): void => {
    entries.delete(key);
    entries.set(key, entry);
    if (entries.size > entriesMax) {
      const oldest = entries.keys().next().value;
      if (oldest !== undefined) entries.delete(oldest);
    }
  };

  return {
    kind: 'in-process',
    get: async (key) => find(key)?.value ?? null,
    set: async (key, value, { ttlMs, onlyIfAbsent = false }) => {
      if (onlyIfAbsent && find(key)) return false;
      put(key, { value, expiresAtMs: Date.now() + ttlMs });
      return true;
    },
    delete: async (...keys) => {
      for (const key of keys) entries.delete(key);
    },
    increment: async (key, by, ttlMs) => {
      const entry = find(key);
      const value = Number(entry?.value ?? 0) + by;
      if (entry) entry.value = String(value);
      else put(key, { value: String(value), expiresAtMs: Date.now() + ttlMs });
      return value;
    },
    publish: async (channel, payload) => {
      for (const onPayload of channels.get(channel) ?? []) queueMicrotask(() => onPayload(payload));
    },
    subscribe: async (channel, onPayload) => {
      const listeners = channels.get(channel) ?? new Set();
      channels.set(channel, listeners.add(onPayload));
      return async () => {
        listeners.delete(onPayload);
        if (listeners.size === 0) channels.delete(channel);
      };
    },
    isReady: async () => true,
    close: async () => {
      entries.clear();
      channels.clear();
    },
  };
}
