import { sql, type Transaction } from '@games/postgres';
import type { Viewer } from '@games/service';
import { until } from '@games/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { auditTickets } from '../src/commands/audit/auditTickets.ts';
import { insertSessions } from '../src/sql/sessions/insertSessions.ts';
import { type BoxOffice, openBoxOffice } from './boxOffice.ts';
import { type Counter, openCounter, whileChanging } from './counter.ts';
import { newKey, openSaleOf } from './sale.ts';
import { fan, staff, type TestService } from './service.ts';
import { draftSession, smallVenue } from './venue.ts';

let office: BoxOffice;
let service: TestService;
let counter: Counter;
beforeAll(async () => {
  office = await openBoxOffice();
  ({ service } = office);
  counter = openCounter(service);
});
afterAll(() => office.close());

let soon: string;
let far: string;
let amy: Viewer;
let tests = 0;
beforeEach(async () => {
  tests += 1;
  [soon, far, amy] = [`SOON-T${tests}`, `FAR-T${tests}`, fan(`amy-${tests}`)];
  const ids = await insertSessions(service.database, [
    draftSession(soon, smallVenue, { startsAt: '2028-07-23T18:00:00-07:00' }),
    draftSession(far, smallVenue, {
      doorsOpenAt: '2028-07-29T16:00:00-07:00',
      startsAt: '2028-07-29T18:00:00-07:00',
      endsAt: '2028-07-29T21:00:00-07:00',
    }),
  ]);
  await openSaleOf(service.database, [...ids.values()], { code: `OPEN-${tests}` });
});

const buy = (session: string, seats: readonly number[], viewer = amy) => counter.buy(session, seats, viewer);
const returnTickets = (tickets: readonly string[], viewer = amy, key = newKey()) =>
  counter.returnTickets(tickets, viewer, key);
const taken = async (viewer = amy): Promise<number> =>
  (await service.ask('{ me { ticketAllowance { taken } } }', {}, viewer)).me.ticketAllowance.taken;
const free = async (session: string): Promise<number> => {
  const query = 'query ($id: ID!) { ticketedSession(id: $id) { availability { free } } }';
  return (await service.ask(query, { id: `tse_${session}` })).ticketedSession.availability.free;
};

const stateOf = async (ticket: string, viewer = amy): Promise<string> =>
  (await service.ask('query ($id: ID!) { ticket(id: $id) { state } }', { id: ticket }, viewer)).ticket.state;

describe('returning tickets', () => {
  test('frees the seats, gives the money and lowers the count of the account', async () => {
    const order = await buy(far, [1, 2]);
    const [first, second] = order.tickets;
    expect([await taken(), await free(far)]).toEqual([2, 118]);
    const key = newKey();
    expect(await returnTickets([first.id], amy, key)).toMatchObject({ tickets: [{ state: 'REFUNDED' }] });
    expect(await returnTickets([first.id], amy, key)).toMatchObject({ __typename: 'TicketsReturned' });
    expect(await returnTickets([second.id], amy, key)).toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
    expect(await counter.refunded(order.id, amy)).toMatchObject({
      state: 'PAID',
      refunded: { amount: '100.00' },
      refunds: [{ reason: 'FAN_REQUEST', amount: { amount: '100.00' } }],
    });
    expect([await taken(), await free(far)]).toEqual([1, 119]);
    expect((await counter.hold(far, [1], fan('bob'))).__typename).toBe('HoldPlaced');
    await returnTickets([second.id]);
    expect(await counter.refunded(order.id, amy, 2)).toMatchObject({
      state: 'REFUNDED',
      refunded: { amount: '200.00' },
    });
  });

  test('is refused for what is too near, not good, or not yours, and then nothing is returned', async () => {
    const late = await buy(soon, [1]);
    const good = await buy(far, [3]);
    const ids = [good.tickets[0].id, late.tickets[0].id];
    expect(await returnTickets(ids)).toMatchObject({ ticket: late.tickets[0].id, reason: 'TOO_LATE' });
    expect(await returnTickets([good.tickets[0].id], fan('thief'))).toMatchObject({ reason: 'NOT_FOUND' });
    expect(await returnTickets(['tkt_nothing'])).toMatchObject({ reason: 'NOT_FOUND' });
    expect(await stateOf(good.tickets[0].id)).toBe('VALID');
    await returnTickets([good.tickets[0].id]);
    expect(await returnTickets([good.tickets[0].id])).toMatchObject({ reason: 'NOT_VALID' });
  });

  test('a ticket that was a gift, or was bought in resale, is not returned for money by its owner', async () => {
    const order = await buy(far, [1, 2]);
    const [gift, sold] = order.tickets as { id: string }[] as [{ id: string }, { id: string }];
    await service.database.run(sql`update ticket set owner_id = 'bob' where id = ${gift.id.slice(4)}::uuid`);
    expect(await returnTickets([gift.id], fan('bob'))).toMatchObject({ reason: 'PAID_BY_ANOTHER' });
    expect(await returnTickets([gift.id])).toMatchObject({ reason: 'NOT_FOUND' });
    const listing = await counter.list(sold.id, amy);
    expect(await returnTickets([sold.id])).toMatchObject({ reason: 'IN_RESALE' });
    const cat = fan(`cat-${tests}`);
    await counter.pay((await counter.orderListing(listing.id, cat)).id, cat);
    expect(await returnTickets([sold.id], cat)).toMatchObject({ reason: 'BOUGHT_IN_RESALE' });
    expect(await returnTickets([sold.id])).toMatchObject({ reason: 'NOT_FOUND' });
  });

  test('many times at once gives the money once', async () => {
    const order = await buy(far, [1]);
    const answers = await Promise.all(Array.from({ length: 8 }, () => returnTickets([order.tickets[0].id])));
    expect(answers.filter(({ __typename }) => __typename === 'TicketsReturned')).toHaveLength(1);
    expect(answers.filter(({ reason }) => reason === 'NOT_VALID')).toHaveLength(7);
    expect((await counter.refunded(order.id, amy)).refunds).toHaveLength(1);
  });

  test.each([
    [
      'has just opened a gate',
      'USED',
      (tx: Transaction, id: string) =>
        tx.run(sql`
        insert into ticket_check_in (ticket_id, session_id, inside, entries, since)
        select id, session_id, true, 1, now() from ticket where id = ${id}::uuid`),
    ],
    [
      'has just changed hands',
      'NOT_FOUND',
      (tx: Transaction, id: string) =>
        tx.run(sql`update ticket set owner_id = 'bob', version = version + 1 where id = ${id}::uuid`),
    ],
    [
      'was just offered in resale',
      'IN_RESALE',
      (tx: Transaction, id: string) =>
        tx.run(sql`
        insert into resale_listing (id, ticket_id, ticket_version, session_id, seller_id, seller_order_id, currency,
          face_minor, buyer_fee_minor, seller_fee_minor)
        select gen_random_uuid(), id, version, session_id, owner_id, order_id, currency, price_minor, 0, 0
        from ticket where id = ${id}::uuid`),
    ],
  ])('is refused for a ticket that %s: the ticket is read after it is locked', async (_what, reason, change) => {
    const order = await buy(far, [1]);
    const [ticket] = order.tickets;
    const answer = await whileChanging(service.database, ticket.id, change, () => returnTickets([ticket.id]));
    expect(answer).toMatchObject({ reason });
    expect(await stateOf(ticket.id, staff)).toBe('VALID');
    // What the tables were told by hand is reverted, for the audit.
    await service.database.run(sql`update ticket set owner_id = ${amy.subject} where owner_id = 'bob'`);
  });

  test('would pay for a ticket that has just opened a gate if it were read as it is locked, and the test sees it', async () => {
    const order = await buy(far, [1]);
    const [ticket] = order.tickets;
    const readAsLocked = (id: string) =>
      service.database.transaction((tx) =>
        tx.one<{ hasEntered: boolean }>(sql`
          select exists (select from ticket_check_in p where p.ticket_id = t.id and p.entries > 0) as "hasEntered"
          from ticket t where t.id = ${id}::uuid for update`),
      );
    const enter = (tx: Transaction, id: string) =>
      tx.run(sql`
        insert into ticket_check_in (ticket_id, session_id, inside, entries, since)
        select id, session_id, true, 1, now() from ticket where id = ${id}::uuid`);
    const answer = await whileChanging(service.database, ticket.id, enter, () => readAsLocked(ticket.id.slice(4)));
    expect(answer).toEqual({ hasEntered: false });
  });
});

describe('exchanging', () => {
  test('a dearer place costs the difference, and the old ticket is good until the new one is paid', async () => {
    const order = await buy(far, [41]);
    const [old] = order.tickets;
    const made = await counter.exchange(old.id, far, 1, amy);
    expect(made.order).toMatchObject({ total: { amount: '10.00' }, credit: { amount: '90.00' } });
    expect(await stateOf(old.id)).toBe('VALID');
    expect(await counter.pay(made.order.id, amy)).toMatchObject({
      __typename: 'TicketOrderPaid',
      order: { tickets: [{ state: 'VALID' }] },
    });
    expect(await stateOf(old.id)).toBe('EXCHANGED');
    expect(await taken()).toBe(1);
  });

  test('a cheaper place costs nothing, and the difference goes back', async () => {
    const order = await buy(far, [5]);
    const made = await counter.exchange(order.tickets[0].id, far, 42, amy);
    expect(made.order.total.amount).toBe('0.00');
    const paid = await counter.pay(made.order.id, amy);
    expect(paid).toMatchObject({ __typename: 'TicketOrderPaid' });
    expect(await counter.refunded(order.id, amy)).toMatchObject({
      refunds: [{ reason: 'EXCHANGE', amount: { amount: '10.00' } }],
    });
    // What was got for nothing is worth its price: all of the money comes back, from where it was paid.
    expect(await returnTickets([paid.order.tickets[0].id])).toMatchObject({ __typename: 'TicketsReturned' });
    expect(await counter.refunded(order.id, amy, 2)).toMatchObject({
      state: 'REFUNDED',
      refunded: { amount: '100.00' },
    });
    expect(await counter.find(made.order.id, amy)).toMatchObject({ state: 'REFUNDED', refunded: { amount: '0.00' } });
  });

  test('again and again, up and down, and returning the last ticket refunds all that was paid, to the cent', async () => {
    const first = await buy(far, [41, 43]);
    const orders: string[] = [first.id];
    let ticket: string = first.tickets[0].id;
    for (const seat of [1, 44, 2, 3]) {
      const made = await counter.exchange(ticket, far, seat, amy);
      orders.push(made.order.id);
      ticket = (await counter.pay(made.order.id, amy)).order.tickets[0].id;
    }
    await returnTickets([ticket]);
    // 90 + 90, then 10 up, 10 back, 10 up, and nothing; the other ticket of the first order stays, and with it its 90.
    const [paid, refunded] = [200, 110];
    const sum = (all: readonly Awaited<ReturnType<typeof counter.find>>[], key: 'total' | 'refunded') =>
      all.reduce((amount, order) => amount + Number(order[key].amount), 0);
    const ended = await until(async () => {
      const all = await Promise.all(orders.map((id) => counter.find(id, amy)));
      const isDone = all.flatMap((order) => order.refunds).every(({ state }: { state: string }) => state === 'DONE');
      return isDone && sum(all, 'refunded') >= refunded ? all : null;
    });
    expect([sum(ended, 'total'), sum(ended, 'refunded')]).toEqual([paid, refunded]);
    expect(ended.map(({ state }) => state)).toEqual(['PAID', 'REFUNDED', 'PAID', 'REFUNDED', 'REFUNDED']);
    expect(await stateOf(first.tickets[1].id)).toBe('VALID');
    expect(await taken()).toBe(1);
  });

  test('a ticket that was returned meanwhile is not exchanged: the money goes back', async () => {
    const order = await buy(far, [43]);
    const made = await counter.exchange(order.tickets[0].id, far, 6, amy);
    await returnTickets([order.tickets[0].id]);
    const answer = await counter.pay(made.order.id, amy);
    expect(answer).toMatchObject({ __typename: 'TicketOrderFailed', order: { failure: 'TICKET_GONE' } });
    expect(await counter.refunded(made.order.id, amy)).toMatchObject({
      state: 'REFUNDED',
      refunded: { amount: '10.00' },
    });
    expect((await counter.hold(far, [6], fan('bob'))).__typename).toBe('HoldPlaced');
  });

  test('for nothing fails as well when the ticket has gone: no money moves, and the place is free again', async () => {
    const order = await buy(far, [44]);
    const made = await counter.exchange(order.tickets[0].id, far, 45, amy);
    await returnTickets([order.tickets[0].id]);
    const key = newKey();
    const answer = await counter.pay(made.order.id, amy);
    expect(answer).toMatchObject({
      code: 'ORDER_FAILED',
      order: { state: 'CANCELLED', failure: 'TICKET_GONE', refunds: [] },
    });
    expect(await counter.pay(made.order.id, amy)).toMatchObject({ code: 'ORDER_NOT_PAYABLE' });
    expect((await counter.hold(far, [45], fan(key))).__typename).toBe('HoldPlaced');
  });

  test('one ticket for two places, both paid at the same moment, gets one', async () => {
    const order = await buy(far, [46]);
    const [ticket] = order.tickets;
    const exchanges = [
      await counter.exchange(ticket.id, far, 11, amy),
      await counter.exchange(ticket.id, far, 12, amy),
    ];
    const answers = await Promise.all(exchanges.map((made) => counter.pay(made.order.id, amy)));
    expect(answers.map(({ __typename }) => __typename).toSorted()).toEqual(['TicketOrderFailed', 'TicketOrderPaid']);
    expect(answers.find(({ order: { failure } }) => failure)).toMatchObject({ order: { failure: 'TICKET_GONE' } });
    expect(await taken()).toBe(1);
  });

  test('and returning at the same moment end one way, with the money of that way', async () => {
    for (const seat of [21, 22, 23, 24]) {
      const order = await buy(far, [seat + 30]);
      const made = await counter.exchange(order.tickets[0].id, far, seat, amy);
      const [returned, paid] = await Promise.all([
        returnTickets([order.tickets[0].id]),
        counter.pay(made.order.id, amy),
      ]);
      const isReturned = returned.__typename === 'TicketsReturned';
      expect(paid.__typename).toBe(isReturned ? 'TicketOrderFailed' : 'TicketOrderPaid');
      if (!isReturned) await returnTickets([paid.order.tickets[0].id]);
    }
    expect(await taken()).toBe(0);
  });

  test('is refused with somebody else’s ticket or hold, with several places, and after its time', async () => {
    const bob = fan(`bob-${tests}`);
    const order = await buy(far, [21]);
    const near = await buy(soon, [21]);
    expect(await counter.exchange(order.tickets[0].id, far, 22, bob)).toMatchObject({ reason: 'NOT_FOUND' });
    expect(await counter.exchange(near.tickets[0].id, far, 23, amy)).toMatchObject({ reason: 'TOO_LATE' });
    const exchange = async (hold: { id: string }) => {
      const text =
        'mutation ($input: ExchangeTicketInput!) { exchangeTicket(input: $input) { ... on Problem { code } ... on HoldNotUsable { fault } } }';
      const input = { ticket: order.tickets[0].id, hold: hold.id, idempotencyKey: newKey() };
      return (await service.ask(text, { input }, amy)).exchangeTicket;
    };
    expect(await exchange((await counter.hold(far, [24], bob)).hold)).toMatchObject({ fault: 'UNKNOWN' });
    expect(await exchange((await counter.hold(far, [25, 26], amy)).hold)).toMatchObject({ code: 'NOT_EXCHANGEABLE' });
    expect(await stateOf(order.tickets[0].id)).toBe('VALID');
  });
});

test('the audit holds after all this', async () => {
  const audit = await until(async () => {
    const found = await auditTickets(service.database, { graceSeconds: 60 });
    return found.holds ? found : null;
  });
  expect(audit.holds).toBe(true);
});
