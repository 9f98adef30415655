import { sql } from '@games/postgres';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { auditTickets } from '../src/commands/audit/auditTickets.ts';
import { updateExpiredHoldsOfFans } from '../src/sql/holds/endHolds.ts';
import { lockHolds, lockOrder } from '../src/sql/orders/insertTickets.ts';
import { sellOrders } from '../src/steps/orders/sellOrders.ts';
import { createOrderMutation, holdAreaMutation, newKey, openSaleOf } from './sale.ts';
import { fan, startTestService, type TestService } from './service.ts';
import { draftSession, smallVenue, storeVenue } from './venue.ts';

const shape = { ...smallVenue, code: 'NARROW', standing: 2 };
let service: TestService;
beforeAll(async () => {
  service = await startTestService();
  const ids = await storeVenue(service.database, shape, [draftSession('NARROW', shape)]);
  await openSaleOf(service.database, [...ids.values()]);
});
afterAll(() => service.close());

test('late money takes places from nobody who is sold to in the same moment', async () => {
  const { database } = service;
  const amy = fan('amy');
  const held: string[] = [];
  for (let hold = 0; hold < 2; hold += 1) {
    const input = { session: 'tse_NARROW', block: 'GA1', quantity: 1, idempotencyKey: newKey() };
    held.push((await service.ask(holdAreaMutation, { input }, amy)).holdArea.hold.id);
  }
  const input = { holds: held, idempotencyKey: newKey() };
  const { order } = (await service.ask(createOrderMutation, { input }, amy)).createTicketOrder;
  const [first, second] = held.map((id) => id.replace('hld_', '')) as [string, string];
  // In one transaction, so that no sweep comes between: the first hold has been swept, the second is over and hasn't.
  await database.transaction(async (tx) => {
    await tx.run(sql`update hold set expires_at = now() - interval '1 second' where id = ${first}::uuid`);
    expect(await updateExpiredHoldsOfFans(tx, ['amy'])).toHaveLength(1);
    await tx.run(sql`update hold set expires_at = now() - interval '1 second' where id = ${second}::uuid`);
    const row = await lockOrder(tx, order.id.replace('tor_', ''));
    const holds = await lockHolds(tx, [first, second]);
    const reacquire = holds.flatMap(({ state }, index) => (state === 'HELD' ? [] : [index]));
    expect(reacquire).toHaveLength(1);
    if (row === null) throw new Error('The order is gone.');
    // The payment itself is not part of this: what is sold is what counts.
    await sellOrders(tx, [{ order: row, holds, reacquire, paymentId: null }], new Date());
  });
  const { taken, tickets } = await database.one<{ taken: bigint; tickets: bigint }>(sql`
    select (select sum(taken) from area_pool) as taken, (select count(*) from ticket) as tickets`);
  expect([taken, tickets]).toEqual([2n, 2n]);
  const { invariants } = await auditTickets(database);
  expect(invariants.find(({ name }) => name === 'AREA_COUNTERS')?.offenders).toEqual([]);
});
