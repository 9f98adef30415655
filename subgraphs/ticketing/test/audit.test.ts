import { type Database, type Sql, sql } from '@games/postgres';
import { createTestDatabase, type TestDatabase, until } from '@games/testing';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { auditTickets } from '../src/commands/audit/auditTickets.ts';
import { migrations } from '../src/migrations.ts';
import { insertSessions } from '../src/sql/sessions/insertSessions.ts';
import { type Counter, openCounter } from './counter.ts';
import { openSaleOf } from './sale.ts';
import { type Sandbox, startPayingService, startSandbox } from './sandbox.ts';
import { fan, type TestService } from './service.ts';
import { draftSession, smallVenue, storeVenue } from './venue.ts';

let sandbox: Sandbox;
let service: TestService;
let counter: Counter;
/** One purchase of each kind, at rest. */
const found = { kept: '', returned: '', exchanged: '', resold: '', cancelled: '' };
const amy = fan('amy');
const bob = fan('bob');
const far = {
  doorsOpenAt: '2028-07-29T16:00:00-07:00',
  startsAt: '2028-07-29T18:00:00-07:00',
  endsAt: '2028-07-29T21:00:00-07:00',
};

beforeAll(async () => {
  sandbox = await startSandbox();
  service = await startPayingService(sandbox);
  counter = openCounter(service);
  const { database } = service;
  await storeVenue(database, smallVenue, []);
  const ids = await insertSessions(database, [draftSession('FAR', smallVenue, far), draftSession('OFF', smallVenue)]);
  await openSaleOf(database, [...ids.values()]);
  const kept = await counter.buy('FAR', [1], amy);
  const returned = await counter.buy('FAR', [2], amy);
  await counter.returnTickets([returned.tickets[0].id], amy);
  const first = await counter.buy('FAR', [41], amy);
  const exchanged = (await counter.exchange(first.tickets[0].id, 'FAR', 3, amy)).order;
  await counter.pay(exchanged.id, amy);
  const sold = await counter.buy('FAR', [4], amy);
  const resold = await counter.orderListing((await counter.list(sold.tickets[0].id, amy)).id, bob);
  await counter.pay(resold.id, bob);
  const cancelled = await counter.buy('OFF', [1], bob);
  await database.run(sql`
    update ticketed_session set state = 'CANCELLED', cancelled_at = now() - interval '1 hour' where code = 'OFF'`);
  await counter.refunded(cancelled.id, bob);
  await counter.refunded(returned.id, amy);
  const id = (order: { id: string }) => order.id.slice('tor_'.length);
  Object.assign(found, {
    kept: id(kept),
    returned: id(returned),
    exchanged: id(exchanged),
    resold: id(resold),
    cancelled: id(cancelled),
  });
  await until(async () => ((await auditTickets(database)).holds ? true : null));
});
afterAll(async () => {
  await service.close();
  await sandbox.stop();
});

/** Which invariants are broken by a change, which is undone. */
async function brokenBy(change: Sql): Promise<readonly string[]> {
  const broken: string[] = [];
  const undo = new Error('Undo it.');
  await service.database
    .transaction(async (tx) => {
      await tx.run(change);
      const transaction: Database['transaction'] = (work) => work(tx);
      const { invariants } = await auditTickets({ ...service.database, transaction });
      broken.push(...invariants.filter(({ holds }) => !holds).map(({ name }) => name));
      throw undo;
    })
    .catch((error) => {
      if (error !== undo) throw error;
    });
  return broken;
}

describe('the audit of a sale with returns, exchanges, resale and a cancelled session', () => {
  test('holds', async () => {
    const { invariants } = await auditTickets(service.database, { graceSeconds: 0 });
    expect(invariants.flatMap(({ name, offenders }) => offenders.map((offender) => ({ name, ...offender })))).toEqual(
      [],
    );
  });

  test.each([
    [
      'a ticket that was refunded and is good all the same',
      'MONEY_IS_ACCOUNTED_FOR',
      () => sql`update ticket set state = 'VALID' where order_id = ${found.returned}::uuid`,
    ],
    [
      'a ticket that was returned for nothing',
      'MONEY_IS_ACCOUNTED_FOR',
      () => sql`update ticket set state = 'REFUNDED' where order_id = ${found.kept}::uuid`,
    ],
    [
      'a refund for a ticket that is kept',
      'MONEY_IS_ACCOUNTED_FOR',
      () => sql`
        insert into ticket_refund (id, order_id, payment_id, amount_minor, currency, reason, ticket_ids)
        select gen_random_uuid(), id, payment_id, total_minor, currency, 'STAFF', '{}' from ticket_order
        where id = ${found.kept}::uuid`,
    ],
    [
      'an exchange whose old ticket is good all the same',
      'MONEY_IS_ACCOUNTED_FOR',
      () => sql`update ticket set state = 'VALID' where state = 'EXCHANGED'`,
    ],
    [
      'an exchange that was given more credit than the old ticket was worth',
      'MONEY_IS_ACCOUNTED_FOR',
      () => sql`
        update ticket_order set credit_minor = credit_minor + 500, places_minor = places_minor + 500
        where id = ${found.exchanged}::uuid`,
    ],
    [
      'the fee of a resale that was lost',
      'MONEY_IS_ACCOUNTED_FOR',
      () => sql`
        update ticket_order set fees_minor = 0, total_minor = places_minor where id = ${found.resold}::uuid`,
    ],
    [
      'an order that is owed its money for ever, although it is all back',
      'NO_PAYMENT_LOST',
      () => sql`update ticket_order set state = 'REFUND_DUE' where id = ${found.returned}::uuid`,
    ],
    [
      'an order that says it was refunded, and was not',
      'NO_PAYMENT_LOST',
      () => sql`update ticket_order set state = 'REFUNDED' where id = ${found.kept}::uuid`,
    ],
    [
      'an order that does not know of its refund',
      'NO_PAYMENT_LOST',
      () => sql`update ticket_order set refunded_minor = 0 where id = ${found.returned}::uuid`,
    ],
    [
      'a refund that was decided and never sent',
      'NO_PAYMENT_LOST',
      () => sql`
        with old as (update ticket_refund set created_at = now() - interval '1 day' where order_id = ${found.returned}::uuid
          returning id)
        delete from payment_operation where key in (select id::text from old)`,
    ],
    [
      'a ticket of a session that was cancelled an hour ago, and is good',
      'NO_PAYMENT_LOST',
      () => sql`update ticket set state = 'VALID' where order_id = ${found.cancelled}::uuid`,
    ],
    [
      'an account that is counted less than it has',
      'ACCOUNT_COUNTS',
      () => sql`update fan_allowance set taken = taken - 1 where fan_id = 'amy' and session_id = 0`,
    ],
    [
      'an account that is not counted at all',
      'ACCOUNT_COUNTS',
      () => sql`delete from fan_allowance where fan_id = 'bob'`,
    ],
    [
      'a request that was answered with tickets returned, which are not',
      'ONE_OUTCOME_PER_KEY',
      () => sql`update ticket set state = 'VALID' where order_id = ${found.returned}::uuid`,
    ],
  ])('sees %s', async (_what, invariant, change) => {
    expect(await brokenBy(change())).toContain(invariant);
  });
});

test('an empty database breaks no invariant', async () => {
  const empty: TestDatabase = await createTestDatabase(...migrations);
  try {
    expect((await auditTickets(empty.database)).holds).toBe(true);
  } finally {
    await empty.drop();
  }
});
