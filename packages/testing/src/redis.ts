/**
 * The Redis URLs that a test of anything with Redis runs against: none (the in-process form) and, where there is a
 * server, the real one. Use with `describe.each(redisModes())`.
 */
export function redisModes(): readonly { readonly mode: string; readonly redisUrl: string | undefined }[] {
  const real = process.env.TEST_REDIS_URL;
  return [{ mode: 'without Redis', redisUrl: undefined }, ...(real ? [{ mode: 'with Redis', redisUrl: real }] : [])];
}
