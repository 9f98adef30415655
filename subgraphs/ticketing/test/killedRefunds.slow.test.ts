import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from '@games/postgres';
import type { Viewer } from '@games/service';
import {
  createTestDatabase,
  postGraphql,
  type SpawnedService,
  spawnService,
  type TestDatabase,
  testViewer,
  testViewerSecret,
  until,
} from '@games/testing';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { auditTickets } from '../src/commands/audit/auditTickets.ts';
import { migrations } from '../src/migrations.ts';
import { type Counter, openCounter } from './counter.ts';
import { openSaleOf } from './sale.ts';
import { freePort, paymentEnv, type Sandbox, startSandbox } from './sandbox.ts';
import { fan, staff, testNow } from './service.ts';
import { draftSession, smallVenue, storeVenue } from './venue.ts';

const main = new URL('../src/main.ts', import.meta.url);
const far = {
  doorsOpenAt: '2028-07-29T16:00:00-07:00',
  startsAt: '2028-07-29T18:00:00-07:00',
  endsAt: '2028-07-29T21:00:00-07:00',
};

let sandbox: Sandbox;
let keysFolder: string;
let own: TestDatabase;
beforeAll(async () => {
  sandbox = await startSandbox();
  keysFolder = mkdtempSync(join(tmpdir(), 'ticket-keys-'));
  own = await createTestDatabase(...migrations);
  const ids = await storeVenue(own.database, smallVenue, [draftSession('FAR', smallVenue, far)]);
  await openSaleOf(own.database, [...ids.values()]);
});
afterAll(async () => {
  await own.drop();
  await sandbox.stop();
  rmSync(keysFolder, { recursive: true, force: true });
});

/** A ticketing process of its own, and the counter at it. */
async function startProcess(): Promise<{ readonly process: SpawnedService; readonly counter: Counter; ask: Ask }> {
  const port = await freePort();
  const process = await spawnService(main, {
    PORT: String(port),
    DATABASE_URL: own.url,
    VIEWER_SECRET: testViewerSecret,
    QUEUE_SECRET: 'a secret of tests for the waiting room',
    TICKET_KEYS_FOLDER: keysFolder,
    GAMES_NOW: testNow,
    LOG_LEVEL: 'error',
    REDIS_URL: '',
    ...paymentEnv(sandbox, port),
  });
  const ask: Ask = async (query, variables = {}, viewer = testViewer()) => {
    const asked = { name: 'ticketing', url: process.url };
    const { data, errors } = await postGraphql(asked, query, variables as Record<string, unknown>, viewer);
    if (errors) throw new Error(JSON.stringify(errors));
    return data;
  };
  return { process, counter: openCounter({ ask }), ask };
}
// biome-ignore lint/suspicious/noExplicitAny: a test reads data of any shape
type Ask = (query: string, variables?: object, viewer?: Viewer) => Promise<any>;

const refundsSent = async (): Promise<bigint> =>
  (
    await own.database.one<{ sent: bigint }>(sql`
      select count(*) as sent from payment_event where type = 'REFUNDED'`)
  ).sent;

describe('a process that is killed', () => {
  test('after it has decided on a refund leaves it written down, and another process sends it', async () => {
    const first = await startProcess();
    const amy = fan('amy');
    const order = await first.counter.buy('FAR', [1, 2], amy);
    const sentBefore = await refundsSent();
    expect(await first.counter.returnTickets([order.tickets[0].id], amy)).toMatchObject({
      __typename: 'TicketsReturned',
    });
    await first.process.stop('SIGKILL');
    const second = await startProcess();
    try {
      expect(await second.counter.refunded(order.id, amy)).toMatchObject({ refunded: { amount: '100.00' } });
      expect((await refundsSent()) - sentBefore).toBe(1n);
    } finally {
      await second.process.stop('SIGKILL');
    }
  });

  test('between a capture that fails and its refund leaves nobody without the money', async () => {
    // The provider takes its time over refunds: the process dies while it waits for the answer.
    const first = await startProcess();
    const amy = fan('amy-2');
    const old = await first.counter.buy('FAR', [41], amy);
    const made = await first.counter.exchange(old.tickets[0].id, 'FAR', 3, amy);
    await first.counter.returnTickets([old.tickets[0].id], amy);
    const paying = first.counter.pay(made.order.id, amy).catch(() => null);
    await until(async () => {
      const { due } = await own.database.one<{ due: bigint }>(sql`
        select count(*) as due from ticket_order where id = ${made.order.id.slice(4)}::uuid and state <> 'AWAITING_PAYMENT'`);
      return due > 0n ? due : null;
    });
    await first.process.stop('SIGKILL');
    await paying;
    // The lease of the operation that the dead process was at is over, as if its time had passed.
    await own.database.run(sql`
      update payment_operation set leased_until = now() where completed_at is null and leased_until is not null`);
    const second = await startProcess();
    try {
      expect(await second.counter.refunded(made.order.id, amy)).toMatchObject({
        state: 'REFUNDED',
        failure: 'TICKET_GONE',
        refunded: { amount: '10.00' },
      });
      expect(await second.counter.refunded(old.id, amy)).toMatchObject({ refunded: { amount: '90.00' } });
    } finally {
      await second.process.stop('SIGKILL');
    }
  });

  test('as soon as it has cancelled a session leaves its refunds to another', async () => {
    const first = await startProcess();
    const orders: string[] = [];
    for (const seat of [11, 12, 13, 14, 15]) orders.push((await first.counter.buy('FAR', [seat], fan('bob'))).id);
    const cancel =
      'mutation ($input: CancelTicketedSessionInput!) { cancelTicketedSession(input: $input) { __typename } }';
    await first.ask(cancel, { input: { session: 'tse_FAR', reason: 'A storm' } }, staff);
    await first.process.stop('SIGKILL');
    const [second, third] = await Promise.all([startProcess(), startProcess()]);
    try {
      for (const order of orders) {
        expect(await second.counter.refunded(order, staff)).toMatchObject({
          state: 'REFUNDED',
          refunds: [{ reason: 'SESSION_CANCELLED', amount: { amount: '100.00' } }],
        });
      }
      const audit = await auditTickets(own.database, { graceSeconds: 0 });
      expect(audit.invariants.flatMap(({ offenders }) => offenders)).toEqual([]);
    } finally {
      await Promise.all([second, third].map(({ process }) => process.stop('SIGKILL')));
    }
  });
});
