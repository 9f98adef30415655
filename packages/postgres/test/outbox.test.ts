import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  eventQueue,
  type OutboxEvent,
  outboxMigrations,
  publishEvents,
  type RelayOptions,
  redriveDeadLetter,
  selectDeadLetters,
  sql,
  startRelay,
  UndeliverableEvent,
} from '@games/postgres';
import { createTestDatabase, spawnService, type TestDatabase, until } from '@games/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';

let testDatabase: TestDatabase;
beforeAll(async () => {
  testDatabase = await createTestDatabase(outboxMigrations);
});
beforeEach(async () => {
  await testDatabase.database.run(sql`truncate outbox_event, outbox_dead_letter, outbox_slot`);
});
afterAll(() => testDatabase.drop());

const quick: Omit<RelayOptions, 'database' | 'deliver'> = { pollMs: 10, backoffBaseMs: 10, backoffMaxMs: 50 };

/** Publishes `count` numbered events for each aggregate, a transaction for each number. */
async function publish(aggregates: number, count: number): Promise<void> {
  for (let number = 0; number < count; number += 1) {
    await testDatabase.database.transaction((tx) =>
      publishEvents(
        tx,
        Array.from({ length: aggregates }, (_, index) => ({
          aggregate: `order/${index}`,
          type: 'ticketing.order.changed',
          payload: { number },
        })),
      ),
    );
  }
}

async function queued(): Promise<number> {
  const { count } = await testDatabase.database.one<{ count: bigint }>(sql`select count(*) from outbox_event`);
  return Number(count);
}

const untilEmpty = (): Promise<boolean> => until(async () => (await queued()) === 0);

/** Numbers of each aggregate in the order in which they were first seen. */
class Seen {
  readonly byAggregate = new Map<string, number[]>();
  deliveries = 0;

  note(aggregate: string, number: number): void {
    this.deliveries += 1;
    const numbers = this.byAggregate.get(aggregate) ?? [];
    if (!numbers.includes(number)) this.byAggregate.set(aggregate, [...numbers, number]);
  }

  get inOrder(): boolean {
    return [...this.byAggregate.values()].every((numbers) => numbers.every((number, place) => number === place));
  }

  get total(): number {
    return [...this.byAggregate.values()].reduce((sum, numbers) => sum + numbers.length, 0);
  }
}

const numberOf = (event: OutboxEvent): number => event.payload.number as number;

describe('the outbox', () => {
  test('lets nothing out of a transaction that does not commit', async () => {
    const { database } = testDatabase;
    const rolledBack = database.transaction(async (tx) => {
      await publishEvents(tx, [{ aggregate: 'order/1', type: 'ticketing.order.changed', payload: {} }]);
      throw new Error('no');
    });
    await expect(rolledBack).rejects.toThrow('no');
    expect(await queued()).toBe(0);
  });

  test('delivers every event once, in order, when nothing goes wrong', async () => {
    await publish(20, 10);
    const seen = new Seen();
    const relay = startRelay({
      ...quick,
      database: testDatabase.database,
      deliver: async (event) => seen.note(event.aggregate, numberOf(event)),
    });
    await untilEmpty();
    await relay.close();
    expect(seen).toMatchObject({ deliveries: 200, total: 200, inOrder: true });
  });

  /** Three relays and a consumer that fails every third time: with or without the guard of the order. */
  async function deliverWithFailures(ordered: boolean): Promise<Seen> {
    await publish(12, 12);
    const seen = new Seen();
    let calls = 0;
    const relays = Array.from({ length: 3 }, () =>
      startRelay({
        ...quick,
        attemptsMax: 100,
        ordered,
        database: testDatabase.database,
        deliver: async (event) => {
          calls += 1;
          if (calls % 3 === 0) throw new Error('not now');
          seen.note(event.aggregate, numberOf(event));
        },
      }),
    );
    await untilEmpty();
    await Promise.all(relays.map((relay) => relay.close()));
    return seen;
  }

  test('keeps the order of each aggregate with several relays and failing deliveries', async () => {
    expect(await deliverWithFailures(true)).toMatchObject({ total: 144, inOrder: true });
  });

  test('loses the order when the guard of each aggregate is taken away, and the test sees it', async () => {
    expect(await deliverWithFailures(false)).toMatchObject({ total: 144, inOrder: false });
  });

  test('holds back an aggregate whose delivery fails, and no other', async () => {
    await publish(2, 2);
    const seen = new Seen();
    const relay = startRelay({
      ...quick,
      backoffBaseMs: 60_000,
      backoffMaxMs: 60_000,
      database: testDatabase.database,
      deliver: async (event) => {
        if (event.aggregate === 'order/0') throw new Error('not now');
        seen.note(event.aggregate, numberOf(event));
      },
    });
    while ((await queued()) > 2) await new Promise((resolve) => setTimeout(resolve, 10));
    await relay.close();
    expect(seen.byAggregate).toEqual(new Map([['order/1', [0, 1]]]));
    expect(await queued()).toBe(2);
  });

  test('moves an event to the dead letters after its last try, goes on with the next, and redrives it on demand', async () => {
    const { database } = testDatabase;
    await publish(1, 2);
    const seen = new Seen();
    let broken = true;
    const relay = startRelay({
      ...quick,
      attemptsMax: 3,
      database,
      deliver: async (event) => {
        if (broken && numberOf(event) === 0) throw new Error('the consumer cannot read this');
        seen.note(event.aggregate, numberOf(event));
      },
    });
    await untilEmpty();
    const [letter] = await selectDeadLetters(database, eventQueue);
    expect(letter).toMatchObject({ attempts: 3, reason: 'the consumer cannot read this', payload: { number: 0 } });
    expect(seen.byAggregate).toEqual(new Map([['order/0', [1]]]));
    broken = false;
    expect(await redriveDeadLetter(database, letter?.sequence ?? 0n)).toBe(true);
    expect(await redriveDeadLetter(database, letter?.sequence ?? 0n)).toBe(false);
    await untilEmpty();
    await relay.close();
    expect(seen.byAggregate).toEqual(new Map([['order/0', [1, 0]]]));
  });

  test('buries at once what its consumer calls undeliverable', async () => {
    const { database } = testDatabase;
    await publish(1, 1);
    const relay = startRelay({
      ...quick,
      database,
      deliver: () => Promise.reject(new UndeliverableEvent('nobody will ever want this')),
    });
    await untilEmpty();
    await relay.close();
    expect(await selectDeadLetters(database, eventQueue)).toMatchObject([{ attempts: 1 }]);
  });
});

describe('relays that are killed', () => {
  let consumer: Server;
  let seen: Seen;
  let deliverUrl: string;

  beforeAll(async () => {
    consumer = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => {
        body += chunk;
      });
      request.on('end', () => {
        const event = JSON.parse(body) as { aggregate: string; payload: { number: number } };
        seen.note(event.aggregate, event.payload.number);
        response.end();
      });
    });
    consumer.listen(0, '127.0.0.1');
    await once(consumer, 'listening');
    deliverUrl = `http://127.0.0.1:${(consumer.address() as AddressInfo).port}/`;
  });
  beforeEach(() => {
    seen = new Seen();
  });
  afterAll(() => {
    consumer.close();
    consumer.closeAllConnections();
  });

  test('lose no event and break no order: another relay goes on where they stopped', async () => {
    await publish(40, 50);
    const env = { DATABASE_URL: testDatabase.url, DELIVER_URL: deliverUrl };
    const spawn = () => spawnService(new URL('./outboxRelayProcess.ts', import.meta.url), env);
    const survivor = await spawn();
    for (let kills = 0; kills < 4; kills += 1) {
      const victim = await spawn();
      const before = seen.total;
      while (seen.total < before + 50 && (await queued()) > 0) await new Promise((resolve) => setTimeout(resolve, 5));
      await victim.stop('SIGKILL');
    }
    await untilEmpty();
    await survivor.stop();
    expect(seen).toMatchObject({ total: 2_000, inOrder: true });
    expect(seen.deliveries).toBeGreaterThanOrEqual(2_000);
  });
});
