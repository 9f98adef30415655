import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { openDatabase, sql } from '@games/postgres';
import { createTestDatabase, type TestDatabase, until } from '@games/testing';
import { afterAll, beforeAll, expect, test } from '@jest/globals';

let own: TestDatabase;
beforeAll(async () => {
  own = await createTestDatabase();
});
afterAll(() => own.drop());

/** A way to the database that can be cut; it counts who tries it. */
async function layWay(target: URL) {
  const sockets = new Set<Socket>();
  const way = { isCut: false, attempts: 0 };
  const server = createServer((client) => {
    way.attempts += 1;
    client.on('error', () => {});
    if (way.isCut) return void client.destroy();
    const upstream = connect(Number(target.port), target.hostname);
    upstream.on('error', () => {});
    client.pipe(upstream).pipe(client);
    sockets.add(client);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = new URL(target);
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    attempts: () => way.attempts,
    cut: () => {
      way.isCut = true;
      for (const socket of sockets) socket.destroy();
    },
    repair: () => {
      way.isCut = false;
    },
    close: () => server.close(),
  };
}

test('a listener that lost its connection tries again at its pace, and then listens once', async () => {
  const way = await layWay(new URL(own.url));
  const database = openDatabase({ url: way.url, poolSize: 1 });
  const heard: string[] = [];
  const stop = await database.listen('news', (payload) => heard.push(payload));
  try {
    const before = way.attempts();
    const begin = performance.now();
    way.cut();
    await until(() => way.attempts() - before >= 5);
    // Every half second one: were each failure to cause two attempts, five would be reached in half the time.
    expect(performance.now() - begin).toBeGreaterThan(2_000);
    way.repair();
    await until(() => heard.includes(''));
    for (const news of ['first', 'second']) await own.database.run(sql`select pg_notify('news', ${news})`);
    await until(() => heard.includes('second'));
    expect(heard).toEqual(['', 'first', 'second']);
  } finally {
    await stop();
    await database.close();
    way.close();
  }
});
