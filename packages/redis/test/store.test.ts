import { redisModes } from '@games/testing';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type KeyValueStore, openStore } from '../src/index.ts';

describe.each(redisModes())('the store $mode', ({ redisUrl }) => {
  let store: KeyValueStore;
  beforeAll(() => {
    store = openStore(redisUrl, { prefix: `test${process.pid}` });
  });
  afterAll(() => store.close());

  test('keeps a value until it is deleted', async () => {
    expect(await store.get('missing')).toBeNull();
    await store.set('name', 'value', { ttlMs: 60_000 });
    expect(await store.get('name')).toBe('value');
    await store.delete('name');
    expect(await store.get('name')).toBeNull();
  });

  test('lets only the first of many set what is absent', async () => {
    const attempts = Array.from({ length: 20 }, (_, n) =>
      store.set('lock', String(n), { ttlMs: 60_000, onlyIfAbsent: true }),
    );
    expect((await Promise.all(attempts)).filter(Boolean)).toHaveLength(1);
  });

  test('forgets a value when its time is over', async () => {
    await store.set('brief', 'x', { ttlMs: 20 });
    const end = Date.now() + 60_000;
    while ((await store.get('brief')) !== null && Date.now() < end);
    expect(await store.get('brief')).toBeNull();
  });

  test('counts what many add at once', async () => {
    await Promise.all(Array.from({ length: 50 }, () => store.increment('count', 2, 60_000)));
    expect(await store.increment('count', 0, 60_000)).toBe(100);
  });

  test('tells every subscriber of a channel, and none who has left', async () => {
    const heard: string[] = [];
    const { promise: both, resolve } = Promise.withResolvers<void>();
    const leave = await store.subscribe('news', () => heard.push('left'));
    await leave();
    for (const name of ['a', 'b']) {
      await store.subscribe('news', (payload) => {
        heard.push(`${name}:${payload}`);
        if (heard.length === 2) resolve();
      });
    }
    await store.publish('news', 'gold');
    await both;
    expect(heard.sort()).toEqual(['a:gold', 'b:gold']);
  });
});
