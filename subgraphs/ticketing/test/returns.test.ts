import { sql } from '@games/postgres';
import type { Viewer } from '@games/service';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { auditTickets } from '../src/audit.ts';
import { storeSessions } from '../src/sql/storeSessions.ts';
import {
  createOrderMutation,
  holdAreaMutation,
  holdSeatsMutation,
  newKey,
  openSaleOf,
  payMutation,
  until,
} from './sale.ts';
import { type Sandbox, startPayingService, startSandbox } from './sandbox.ts';
import { fan, staff, type TestService } from './service.ts';
import { draftSession, smallVenue, storeVenue } from './venue.ts';

const returnMutation = /* GraphQL */ `mutation ($input: ReturnTicketsInput!) { returnTickets(input: $input) {
  __typename ... on TicketsReturned { tickets { state } } ... on TicketNotReturnable { ticket reason } ... on Problem { code } } }`;
const exchangeMutation = /* GraphQL */ `mutation ($input: ExchangeTicketInput!) { exchangeTicket(input: $input) {
  __typename ... on TicketOrderCreated { order { id total { amount } credit { amount } } }
  ... on TicketNotReturnable { reason } ... on Problem { code } } }`;
const cancelMutation = /* GraphQL */ `mutation ($input: CancelTicketedSessionInput!) { cancelTicketedSession(input: $input) {
  __typename ... on TicketedSessionCancelled { session { state availability { state } } } ... on Problem { code } } }`;
const orderQuery = /* GraphQL */ `query ($id: ID!) { ticketOrder(id: $id) {
  state refunded { amount } refunds { reason state amount { amount } } tickets { id state } } }`;

let sandbox: Sandbox;
let service: TestService;
beforeAll(async () => {
  sandbox = await startSandbox();
  service = await startPayingService(sandbox);
  await storeVenue(service.own.database, smallVenue, []);
});
afterAll(async () => {
  await service.close();
  await sandbox.stop();
});

let soon: string;
let far: string;
let amy: Viewer;
let tests = 0;
beforeEach(async () => {
  tests += 1;
  [soon, far, amy] = [`SOON-T${tests}`, `FAR-T${tests}`, fan(`amy-${tests}`)];
  const ids = await storeSessions(service.own.database, [
    draftSession(soon, smallVenue, { startsAt: '2028-07-23T18:00:00-07:00' }),
    draftSession(far, smallVenue, {
      doorsOpenAt: '2028-07-29T16:00:00-07:00',
      startsAt: '2028-07-29T18:00:00-07:00',
      endsAt: '2028-07-29T21:00:00-07:00',
    }),
  ]);
  await openSaleOf(service.own.database, [...ids.values()], { code: `OPEN-${tests}` });
});

// biome-ignore-start lint/suspicious/noExplicitAny: a test reads data of any shape
async function hold(session: string, seats: number[], viewer = amy): Promise<any> {
  const input = { session: `tse_${session}`, seats: seats.map((no) => `sea_STA.${no}`), idempotencyKey: newKey() };
  return (await service.ask(holdSeatsMutation, { input }, viewer)).holdSeats;
}
async function pay(orderId: string, viewer = amy): Promise<any> {
  const input = {
    order: orderId,
    method: 'VISA',
    cardToken: 'tok_visa',
    returnUrl: 'https://shop.example/back',
    idempotencyKey: newKey(),
  };
  return (await service.ask(payMutation, { input }, viewer)).payTicketOrder;
}
async function buy(session: string, seats: number[], viewer = amy): Promise<any> {
  const held = await hold(session, seats, viewer);
  const input = { holds: [held.hold.id], idempotencyKey: newKey() };
  const made = (await service.ask(createOrderMutation, { input }, viewer)).createTicketOrder;
  return (await pay(made.order.id, viewer)).order;
}
async function giveBack(tickets: string[], viewer = amy, idempotencyKey = newKey()): Promise<any> {
  return (await service.ask(returnMutation, { input: { tickets, idempotencyKey } }, viewer)).returnTickets;
}
async function refunded(orderId: string, viewer = amy): Promise<any> {
  return until(async () => {
    const { ticketOrder } = await service.ask(orderQuery, { id: orderId }, viewer);
    const done =
      ticketOrder.refunds.length > 0 && ticketOrder.refunds.every((r: { state: string }) => r.state === 'DONE');
    return done ? ticketOrder : null;
  });
}
// biome-ignore-end lint/suspicious/noExplicitAny: a test reads data of any shape

const taken = async (viewer = amy): Promise<number> =>
  (await service.ask('{ me { ticketAllowance { taken } } }', {}, viewer)).me.ticketAllowance.taken;
const free = async (session: string): Promise<number> => {
  const query = 'query ($id: ID!) { ticketedSession(id: $id) { availability { free } } }';
  return (await service.ask(query, { id: `tse_${session}` })).ticketedSession.availability.free;
};

describe('giving tickets back', () => {
  test('frees the seats, gives the money and lowers the count of the account', async () => {
    const order = await buy(far, [1, 2]);
    const [first, second] = order.tickets;
    expect([await taken(), await free(far)]).toEqual([2, 118]);
    const key = newKey();
    expect(await giveBack([first.id], amy, key)).toMatchObject({ tickets: [{ state: 'REFUNDED' }] });
    expect(await giveBack([first.id], amy, key)).toMatchObject({ __typename: 'TicketsReturned' });
    expect(await refunded(order.id)).toMatchObject({
      state: 'PAID',
      refunded: { amount: '100.00' },
      refunds: [{ reason: 'FAN_REQUEST', amount: { amount: '100.00' } }],
    });
    expect([await taken(), await free(far)]).toEqual([1, 119]);
    expect((await hold(far, [1], fan('bob'))).__typename).toBe('HoldPlaced');
    await giveBack([second.id]);
    const all = await until(async () => {
      const { ticketOrder } = await service.ask(orderQuery, { id: order.id }, amy);
      return ticketOrder.state === 'REFUNDED' ? ticketOrder : null;
    });
    expect(all.refunded.amount).toBe('200.00');
  });

  test('is refused for what is too near, not good, or not yours, and then nothing is given back', async () => {
    const late = await buy(soon, [1]);
    const good = await buy(far, [3]);
    const ids = [good.tickets[0].id, late.tickets[0].id];
    expect(await giveBack(ids)).toMatchObject({ ticket: late.tickets[0].id, reason: 'TOO_LATE' });
    expect(await giveBack([good.tickets[0].id], fan('thief'))).toMatchObject({ reason: 'NOT_FOUND' });
    expect(await giveBack(['tkt_nothing'])).toMatchObject({ reason: 'NOT_FOUND' });
    await giveBack([good.tickets[0].id]);
    expect(await giveBack([good.tickets[0].id])).toMatchObject({ reason: 'NOT_VALID' });
  });
});

describe('exchanging', () => {
  const exchange = async (ticket: string, holdId: string) => {
    const input = { ticket, hold: holdId, idempotencyKey: newKey() };
    return (await service.ask(exchangeMutation, { input }, amy)).exchangeTicket;
  };

  test('a dearer place costs the difference, and the old ticket is good until the new one is paid', async () => {
    const order = await buy(far, [41]);
    const [old] = order.tickets;
    const held = await hold(far, [1]);
    const made = await exchange(old.id, held.hold.id);
    expect(made.order).toMatchObject({ total: { amount: '10.00' }, credit: { amount: '90.00' } });
    const stateOf = async () =>
      (await service.ask('query ($id: ID!) { ticket(id: $id) { state } }', { id: old.id }, amy)).ticket.state;
    expect(await stateOf()).toBe('VALID');
    expect(await pay(made.order.id)).toMatchObject({
      __typename: 'TicketOrderPaid',
      order: { tickets: [{ state: 'VALID' }] },
    });
    expect(await stateOf()).toBe('EXCHANGED');
    expect(await taken()).toBe(1);
  });

  test('a cheaper place costs nothing, and the difference goes back', async () => {
    const order = await buy(far, [5]);
    const held = await hold(far, [42]);
    const made = await exchange(order.tickets[0].id, held.hold.id);
    expect(made.order.total.amount).toBe('0.00');
    expect(await pay(made.order.id)).toMatchObject({ __typename: 'TicketOrderPaid' });
    expect(await refunded(order.id)).toMatchObject({ refunds: [{ reason: 'EXCHANGE', amount: { amount: '10.00' } }] });
    // What was got for nothing is worth its price: all of the money comes back, from where it was paid.
    const { me } = await service.ask('{ me { tickets { nodes { id state } } } }', {}, amy);
    const got = me.tickets.nodes.find(({ state }: { state: string }) => state === 'VALID');
    expect(await giveBack([got.id])).toMatchObject({ __typename: 'TicketsReturned' });
    expect(await refunded(order.id)).toMatchObject({ state: 'REFUNDED', refunded: { amount: '100.00' } });
  });

  test('a ticket that was given back meanwhile is not exchanged: the money goes back', async () => {
    const order = await buy(far, [43]);
    const held = await hold(far, [6]);
    const made = await exchange(order.tickets[0].id, held.hold.id);
    await giveBack([order.tickets[0].id]);
    const answer = await pay(made.order.id);
    expect(answer).toMatchObject({ __typename: 'TicketOrderFailed', order: { failure: 'TICKET_GONE' } });
    expect((await hold(far, [6], fan('bob'))).__typename).toBe('HoldPlaced');
  });
});

describe('staff', () => {
  test('cancels a session: nothing is sold any more, and everybody gets the money back', async () => {
    const order = await buy(soon, [1, 2]);
    const area = { session: `tse_${soon}`, block: 'GA1', quantity: 2, idempotencyKey: newKey() };
    const held = (await service.ask(holdAreaMutation, { input: area }, amy)).holdArea;
    const input = { session: `tse_${soon}`, reason: 'A storm' };
    expect(await service.codeOf(cancelMutation, { input }, amy)).toBe('FORBIDDEN');
    expect(await service.ask(cancelMutation, { input }, staff)).toMatchObject({
      cancelTicketedSession: { session: { state: 'CANCELLED', availability: { state: 'CANCELLED' } } },
    });
    expect(await refunded(order.id)).toMatchObject({
      refunds: [{ reason: 'SESSION_CANCELLED' }],
      refunded: { amount: '200.00' },
    });
    expect(await hold(soon, [5])).toMatchObject({ code: 'SESSION_CANCELLED' });
    const made = { holds: [held.hold.id], idempotencyKey: newKey() };
    const late = (await service.ask(createOrderMutation, { input: made }, amy)).createTicketOrder;
    expect(await pay(late.order.id)).toMatchObject({ order: { failure: 'SESSION_CANCELLED' } });
    expect(await service.ask(cancelMutation, { input: { ...input, session: 'tse_NONE' } }, staff)).toMatchObject({
      cancelTicketedSession: { code: 'SESSION_NOT_FOUND' },
    });
  });

  test('blocks free seats only, and puts them back', async () => {
    await buy(far, [7]);
    const block = /* GraphQL */ `mutation ($input: BlockSeatsInput!) { blockSeats(input: $input) {
      ... on SeatsBlocked { count conflicts { seat state } } } }`;
    const input = { session: `tse_${far}`, seats: ['sea_STA.7', 'sea_STA.8'], reason: 'A camera' };
    expect((await service.ask(block, { input }, staff)).blockSeats).toEqual({
      count: 1,
      conflicts: [{ seat: 'sea_STA.7', state: 'SOLD' }],
    });
    expect(await hold(far, [8])).toMatchObject({ conflicts: [{ state: 'NOT_FOR_SALE' }] });
    expect(await free(far)).toBe(118);
    const unblock =
      'mutation ($input: UnblockSeatsInput!) { unblockSeats(input: $input) { ... on SeatsUnblocked { count } } }';
    const { unblockSeats } = await service.ask(
      unblock,
      { input: { session: input.session, seats: input.seats } },
      staff,
    );
    expect(unblockSeats.count).toBe(1);
    expect((await hold(far, [8])).__typename).toBe('HoldPlaced');
  });

  test('sets an empty block aside, which then only its allocation can buy', async () => {
    const allocate = async (block: string, allocation: string) => {
      const text = 'mutation ($input: AllocateBlockInput!) { allocateBlock(input: $input) { __typename } }';
      const input = { session: `tse_${far}`, block, allocation };
      return (await service.ask(text, { input }, staff)).allocateBlock.__typename;
    };
    expect(await allocate('101', 'NOBODY')).toBe('AllocationNotFound');
    await service.own.database.run(sql`
      insert into allocations (code, name, kind, scope) values (${`ORG-${tests}`}, 'Guests', 'ORGANISATION', 'tickets:guests')`);
    expect(await allocate('101', `ORG-${tests}`)).toBe('BlockAllocated');
    expect(await hold(far, [1])).toMatchObject({ code: 'NOT_ON_SALE' });
    expect(await allocate('101', 'PUBLIC')).toBe('BlockAllocated');
    await buy(far, [41]);
    expect(await allocate('201', `ORG-${tests}`)).toBe('BlockNotEmpty');
    expect(await allocate('999', 'PUBLIC')).toBe('BlockNotFound');
  });

  test('makes a phase of sale, and is told what is wrong with one', async () => {
    const store = async (more: object) => {
      const text = /* GraphQL */ `mutation ($input: StoreSalesPhaseInput!) { storeSalesPhase(input: $input) {
        __typename ... on SalesPhaseStored { phase { code kind packSessionsMin sessionCap } } ... on Problem { code } } }`;
      const input = {
        code: `NEW-${tests}`,
        name: 'Presale',
        kind: 'PRESALE',
        opensAt: '2028-07-01T10:00:00-07:00',
        closesAt: '2028-07-30T10:00:00-07:00',
        countries: ['FR'],
        sessionCap: 2,
        sessions: [`tse_${soon}`],
        ...more,
      };
      return (await service.ask(text, { input }, staff)).storeSalesPhase;
    };
    expect(await store({})).toEqual({
      __typename: 'SalesPhaseStored',
      phase: { code: `NEW-${tests}`, kind: 'PRESALE', packSessionsMin: 1, sessionCap: 2 },
    });
    expect(await store({ countries: null })).toMatchObject({ code: 'SALES_PHASE_REFUSED' });
    expect(await store({ sessions: ['tse_NONE'] })).toMatchObject({ code: 'SALES_PHASE_REFUSED' });
    expect(await store({ kind: 'DRAW', countries: null })).toMatchObject({ code: 'SALES_PHASE_REFUSED' });
  });

  test('changes the rules, and reads who did what', async () => {
    const set = /* GraphQL */ `mutation ($input: SetSalesRulesInput!) { setSalesRules(input: $input) {
      ... on SalesRulesSet { rules { returnHours holdSeconds } } ... on Problem { code } } }`;
    const { setSalesRules } = await service.ask(set, { input: { returnHours: 48 } }, staff);
    expect(setSalesRules).toEqual({ rules: { returnHours: 48, holdSeconds: 600 } });
    const refused = await service.ask(set, { input: { holdSeconds: 5, returnHours: 1 } }, staff);
    expect(refused.setSalesRules).toEqual({ code: 'SALES_RULES_REFUSED' });
    expect(await service.codeOf(set, { input: { holdSeconds: 60 } }, amy)).toBe('FORBIDDEN');
    const trail = '{ auditTrail(subject: "sales_rules", first: 1) { nodes { actorKind actor action detail } } }';
    expect((await service.ask(trail, {}, staff)).auditTrail.nodes).toEqual([
      { actorKind: 'STAFF', actor: 'staff-1', action: 'rules.changed', detail: { returnHours: 48 } },
    ]);
    expect(await service.codeOf(trail, {}, amy)).toBe('FORBIDDEN');
  });
});

test('the audit holds after all this', async () => {
  const audit = await until(async () => {
    const found = await auditTickets(service.own.database, { graceSeconds: 60 });
    return found.holds ? found : null;
  });
  expect(audit.holds).toBe(true);
});
