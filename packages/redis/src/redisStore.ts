import { Cluster, Redis } from 'ioredis';
import type { KeyValueStore } from './keyValueStore.ts';

export interface RedisStoreOptions {
  readonly url: string;
  readonly prefix: string;
  /** After this a command is given up (default 250). */
  readonly commandTimeoutMs?: number;
}

/** Adds to a counter and gives it its end at its first use, as one step. */
const incrementScript = `
local value = redis.call('incrby', KEYS[1], ARGV[1])
if value == tonumber(ARGV[1]) then redis.call('pexpire', KEYS[1], ARGV[2]) end
return value`;

/** A connection to Redis, or to a cluster where the URL begins with `redis+cluster:` and lists its nodes by commas. */
export function connectRedis({ url, commandTimeoutMs = 250 }: Omit<RedisStoreOptions, 'prefix'>): Redis | Cluster {
  const options = {
    commandTimeout: commandTimeoutMs,
    maxRetriesPerRequest: 1,
    enableOfflineQueue: true,
    retryStrategy: (attempt: number) => Math.min(attempt * 50, 2_000),
  };
  const client = url.startsWith('redis+cluster:')
    ? new Cluster(
        url
          .slice('redis+cluster://'.length)
          .split(',')
          .map((node) => `redis://${node}`),
        { redisOptions: options },
      )
    : new Redis(url, options);
  // Commands report their own failure; without a listener a lost connection would end the process.
  client.on('error', () => {});
  return client;
}

/** The store on Redis. Commands that get no answer in time throw; the connection is renewed by itself. */
export function createRedisStore(options: RedisStoreOptions): KeyValueStore {
  const client = connectRedis(options);
  const named = (key: string): string => `${options.prefix}:${key}`;
  let subscriber: Redis | Cluster | undefined;
  const channels = new Map<string, Set<(payload: string) => void>>();

  const connectSubscriber = (): Redis | Cluster => {
    const connection = connectRedis({ url: options.url, commandTimeoutMs: 5_000 });
    connection.on('message', (channel: string, payload: string) => {
      for (const onPayload of channels.get(channel) ?? []) onPayload(payload);
    });
    return connection;
  };

  return {
    kind: 'redis',
    get: (key) => client.get(named(key)),
    set: async (key, value, { ttlMs, onlyIfAbsent = false }) =>
      (onlyIfAbsent
        ? await client.set(named(key), value, 'PX', ttlMs, 'NX')
        : await client.set(named(key), value, 'PX', ttlMs)) === 'OK',
    delete: async (...keys) => {
      await Promise.all(keys.map((key) => client.del(named(key))));
    },
    increment: async (key, by, ttlMs) => Number(await client.eval(incrementScript, 1, named(key), by, ttlMs)),
    publish: async (channel, payload) => {
      await client.publish(named(channel), payload);
    },
    subscribe: async (channel, onPayload) => {
      subscriber ??= connectSubscriber();
      const name = named(channel);
      const listeners = channels.get(name) ?? new Set();
      channels.set(name, listeners.add(onPayload));
      if (listeners.size === 1) await subscriber.subscribe(name);
      return async () => {
        listeners.delete(onPayload);
        if (listeners.size > 0) return;
        channels.delete(name);
        await subscriber?.unsubscribe(name);
      };
    },
    isReady: async () => {
      try {
        return (await client.ping()) === 'PONG';
      } catch {
        return false;
      }
    },
    close: async () => {
      subscriber?.disconnect();
      client.disconnect();
    },
  };
}
