import { createInProcessStore } from './inProcessStore.ts';
import type { KeyValueStore } from './keyValueStore.ts';
import { createRedisStore } from './redisStore.ts';

export { createInProcessStore } from './inProcessStore.ts';
export type { KeyValueStore } from './keyValueStore.ts';
export { connectRedis, createRedisStore } from './redisStore.ts';

/** The store at REDIS_URL, or the in-process one where there is no URL: good for one process only. */
export function openStore(url: string | undefined, options: { readonly prefix: string }): KeyValueStore {
  return url ? createRedisStore({ url, prefix: options.prefix }) : createInProcessStore();
}
