import { sql } from '@games/postgres';
import type { Viewer } from '@games/service';
import { testViewer, until } from '@games/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { auditTickets } from '../src/commands/audit/auditTickets.ts';
import { insertSessions } from '../src/sql/sessions/insertSessions.ts';
import { type BoxOffice, openBoxOffice } from './boxOffice.ts';
import { type Counter, openCounter } from './counter.ts';
import { continueMutation, createOrderMutation, holdAreaMutation, newKey, openSaleOf } from './sale.ts';
import type { Sandbox } from './sandbox.ts';
import { fan, staff, type TestService } from './service.ts';
import { draftSession, smallVenue } from './venue.ts';

const cancelMutation = /* GraphQL */ `mutation ($input: CancelTicketedSessionInput!) { cancelTicketedSession(input: $input) {
  __typename ... on TicketedSessionCancelled { session { state availability { state } } } ... on Problem { code } } }`;
const refundMutation = /* GraphQL */ `mutation ($input: RefundTicketsByStaffInput!) { refundTicketsByStaff(input: $input) {
  ... on TicketsRefunded { tickets { id state } } } }`;
const blockMutation = /* GraphQL */ `mutation ($input: BlockSeatsInput!) { blockSeats(input: $input) {
  ... on SeatsBlocked { count conflicts { seat state } } ... on Problem { code } } }`;
const unblockMutation = /* GraphQL */ `mutation ($input: UnblockSeatsInput!) { unblockSeats(input: $input) {
  ... on SeatsUnblocked { count } ... on Problem { code } } }`;
const allocateMutation = /* GraphQL */ `mutation ($input: AllocateBlockInput!) { allocateBlock(input: $input) { __typename } }`;
const storePhaseMutation = /* GraphQL */ `mutation ($input: SetSalesPhaseInput!) { setSalesPhase(input: $input) {
  __typename ... on SalesPhaseSet { phase { code kind packSessionsMin sessionCap } } ... on Problem { code } } }`;
const setRulesMutation = /* GraphQL */ `mutation ($input: SetSalesRulesInput!) { setSalesRules(input: $input) {
  ... on SalesRulesSet { rules { returnHours holdSeconds } } ... on Problem { code } } }`;
const trailQuery = /* GraphQL */ `query ($subject: ID, $actor: String) { auditLog(subject: $subject, actor: $actor, first: 5) {
  nodes { actorKind actor action subject detail } } }`;

let office: BoxOffice;
let sandbox: Sandbox;
let service: TestService;
let counter: Counter;
beforeAll(async () => {
  office = await openBoxOffice();
  ({ sandbox, service } = office);
  counter = openCounter(service);
});
afterAll(() => office.close());

let session: string;
let amy: Viewer;
let bob: Viewer;
let tests = 0;
beforeEach(async () => {
  tests += 1;
  [session, amy, bob] = [`STF-T${tests}`, fan(`amy-${tests}`), fan(`bob-${tests}`)];
  const ids = await insertSessions(service.database, [draftSession(session, smallVenue)]);
  await openSaleOf(service.database, [...ids.values()], { code: `STAFF-${tests}` });
});

const ask = async (mutation: string, input: object, viewer: Viewer = staff) =>
  Object.values(await service.ask(mutation, { input }, viewer))[0];
const cancel = (reason = 'A storm') => ask(cancelMutation, { session: `tse_${session}`, reason });
const free = async (): Promise<number> => {
  const query = 'query ($id: ID!) { ticketedSession(id: $id) { availability { free } } }';
  return (await service.ask(query, { id: `tse_${session}` })).ticketedSession.availability.free;
};

describe('cancelling a session', () => {
  test('ends its sale, and everybody gets the money back', async () => {
    const order = await counter.buy(session, [1, 2], amy);
    const area = { session: `tse_${session}`, block: 'GA1', quantity: 2, idempotencyKey: newKey() };
    const held = (await service.ask(holdAreaMutation, { input: area }, amy)).holdArea;
    expect(await cancel()).toMatchObject({ session: { state: 'CANCELLED', availability: { state: 'CANCELLED' } } });
    expect(await cancel('Once more')).toMatchObject({ session: { state: 'CANCELLED' } });
    expect(await counter.refunded(order.id, amy)).toMatchObject({
      state: 'REFUNDED',
      refunds: [{ reason: 'SESSION_CANCELLED' }],
      refunded: { amount: '200.00' },
    });
    expect(await counter.hold(session, [5], amy)).toMatchObject({ code: 'SESSION_CANCELLED' });
    const made = { holds: [held.hold.id], idempotencyKey: newKey() };
    const late = (await service.ask(createOrderMutation, { input: made }, amy)).createTicketOrder;
    expect(await counter.pay(late.order.id, amy)).toMatchObject({ order: { failure: 'SESSION_CANCELLED' } });
    expect(await ask(cancelMutation, { session: 'tse_NONE', reason: 'A storm' })).toMatchObject({
      code: 'SESSION_NOT_FOUND',
    });
  });

  test('while a fan is at the bank: the money that comes goes back', async () => {
    const order = await counter.order(session, [1], amy);
    const challenge = await counter.pay(order.id, amy, 'tok_visa_challenge');
    expect(challenge).toMatchObject({ __typename: 'TicketPaymentActionRequired' });
    await cancel();
    await sandbox.decide(challenge.redirectUrl, 'confirm');
    const answer = await ask(continueMutation, { order: order.id }, amy);
    expect(answer).toMatchObject({ order: { failure: 'SESSION_CANCELLED' } });
    expect(await counter.refunded(order.id, amy)).toMatchObject({ state: 'REFUNDED', refunded: { amount: '100.00' } });
  });

  test('gives the buyer of a resold ticket all that was paid, and leaves the seller what it brought', async () => {
    const order = await counter.buy(session, [1, 2], amy);
    const [sold, offered] = order.tickets;
    const listing = await counter.list(sold.id, amy);
    const bought = await counter.orderListing(listing.id, bob);
    expect(bought.total.amount).toBe('110.00');
    await counter.pay(bought.id, bob);
    // The other one is offered, and somebody is at it.
    const waiting = await counter.orderListing((await counter.list(offered.id, amy)).id, bob);
    await cancel();
    expect(await counter.refunded(bought.id, bob)).toMatchObject({ state: 'REFUNDED', refunded: { amount: '110.00' } });
    expect(await counter.refunded(order.id, amy)).toMatchObject({ state: 'PAID', refunded: { amount: '100.00' } });
    const credits = await service.database.many(sql`
      select fan_id as fan, amount_minor as amount from seller_credit where fan_id = ${amy.subject}`);
    expect(credits).toEqual([{ fan: amy.subject, amount: 9_500n }]);
    // The offer has been withdrawn by now, so there is nothing to be paid.
    expect(await counter.pay(waiting.id, bob)).toMatchObject({ code: 'ORDER_NOT_PAYABLE' });
  });

  test('gives the money of an exchanged ticket back as it was paid', async () => {
    const first = await counter.buy(session, [41], amy);
    const made = await counter.exchange(first.tickets[0].id, session, 1, amy).catch(() => null);
    // So near to the session the rules refuse an exchange; staff allows it.
    expect(made).toMatchObject({ reason: 'TOO_LATE' });
    await ask(setRulesMutation, { returnHours: 1 });
    const exchange = await counter.exchange(first.tickets[0].id, session, 2, amy);
    await counter.pay(exchange.order.id, amy);
    await ask(setRulesMutation, { returnHours: 72 });
    await cancel();
    expect(await counter.refunded(first.id, amy)).toMatchObject({ state: 'REFUNDED', refunded: { amount: '90.00' } });
    expect(await counter.refunded(exchange.order.id, amy)).toMatchObject({
      state: 'REFUNDED',
      refunded: { amount: '10.00' },
    });
  });

  test('refunds everybody else when the money of one ticket is not in order', async () => {
    const orders = [];
    for (const seat of [1, 2, 3]) orders.push(await counter.buy(session, [seat], fan(`cat-${tests}-${seat}`)));
    const broken = orders[1].tickets[0].id.slice(4);
    await service.database.run(sql`update ticket set price_minor = 99999 where id = ${broken}::uuid`);
    await cancel();
    await counter.refunded(orders[0].id, staff);
    await counter.refunded(orders[2].id, staff);
    expect(await counter.find(orders[1].id, staff)).toMatchObject({ state: 'PAID', refunds: [] });
    await service.database.run(sql`update ticket set price_minor = 10000 where id = ${broken}::uuid`);
    expect(await counter.refunded(orders[1].id, staff)).toMatchObject({ refunded: { amount: '100.00' } });
  });
});

describe('a refund by staff', () => {
  test('is for good tickets whatever the rules say, can be repeated, and is written down', async () => {
    const order = await counter.buy(session, [1, 2], amy);
    const [ticket] = order.tickets;
    const input = { tickets: [ticket.id, 'tkt_nothing'], reason: 'A broken seat' };
    expect(await ask(refundMutation, input)).toEqual({ tickets: [{ id: ticket.id, state: 'REFUNDED' }] });
    expect(await ask(refundMutation, input)).toEqual({ tickets: [] });
    expect(await counter.refunded(order.id, amy)).toMatchObject({
      state: 'PAID',
      refunded: { amount: '100.00' },
      refunds: [{ reason: 'STAFF' }],
    });
    const { auditLog } = await service.ask(trailQuery, { subject: ticket.id }, staff);
    expect(auditLog.nodes).toEqual([
      {
        actorKind: 'STAFF',
        actor: 'staff-1',
        action: 'ticket.refunded',
        subject: ticket.id,
        detail: { reason: 'A broken seat' },
      },
    ]);
    expect(await service.codeOf(refundMutation, { input: { tickets: [], reason: 'None' } }, staff)).toBe(
      'BAD_USER_INPUT',
    );
  });

  test('of a resold ticket is of all that its buyer has paid', async () => {
    const order = await counter.buy(session, [1], amy);
    const bought = await counter.orderListing((await counter.list(order.tickets[0].id, amy)).id, bob);
    await counter.pay(bought.id, bob);
    await ask(refundMutation, { tickets: [order.tickets[0].id], reason: 'A broken seat' });
    expect(await counter.refunded(bought.id, bob)).toMatchObject({ state: 'REFUNDED', refunded: { amount: '110.00' } });
    expect(await counter.find(order.id, amy)).toMatchObject({ state: 'PAID', refunds: [] });
  });

  test('takes a ticket out of resale; who is paying for it gets the money back', async () => {
    const order = await counter.buy(session, [1], amy);
    const waiting = await counter.orderListing((await counter.list(order.tickets[0].id, amy)).id, bob);
    const challenge = await counter.pay(waiting.id, bob, 'tok_visa_challenge');
    await ask(refundMutation, { tickets: [order.tickets[0].id], reason: 'A broken seat' });
    await sandbox.decide(challenge.redirectUrl, 'confirm');
    expect(await ask(continueMutation, { order: waiting.id }, bob)).toMatchObject({
      order: { failure: 'LISTING_GONE' },
    });
    expect(await counter.refunded(waiting.id, bob)).toMatchObject({
      state: 'REFUNDED',
      refunded: { amount: '110.00' },
    });
    expect(await counter.refunded(order.id, amy)).toMatchObject({ state: 'REFUNDED', refunded: { amount: '100.00' } });
  });
});

describe('seats', () => {
  test('are blocked where they are free, and put back', async () => {
    await counter.buy(session, [7], amy);
    const input = { session: `tse_${session}`, seats: ['sea_STA.7', 'sea_STA.8'], reason: 'A camera' };
    expect(await ask(blockMutation, input)).toEqual({
      count: 1,
      conflicts: [{ seat: 'sea_STA.7', state: 'SOLD' }],
    });
    expect(await ask(blockMutation, input)).toMatchObject({
      count: 0,
      conflicts: [{ state: 'SOLD' }, { seat: 'sea_STA.8', state: 'NOT_FOR_SALE' }],
    });
    expect(await counter.hold(session, [8], amy)).toMatchObject({ conflicts: [{ state: 'NOT_FOR_SALE' }] });
    expect(await free()).toBe(118);
    const { reason: _reason, ...back } = input;
    expect(await ask(unblockMutation, back)).toEqual({ count: 1 });
    expect(await free()).toBe(119);
    expect((await counter.hold(session, [8], amy)).__typename).toBe('HoldPlaced');
  });

  test('are not blocked in another venue, nor too many at once', async () => {
    const code = (input: object) => service.codeOf(blockMutation, { input: { ...input, reason: 'A camera' } }, staff);
    expect(await code({ session: `tse_${session}`, seats: ['sea_ELSE.1'] })).toBe('INVALID_ID');
    expect(await code({ session: `tse_${session}`, seats: [] })).toBe('BAD_USER_INPUT');
    const seats = Array.from({ length: 2_001 }, (_, index) => `sea_STA.${index + 1}`);
    expect(await code({ session: `tse_${session}`, seats })).toBe('BAD_USER_INPUT');
    expect(await ask(blockMutation, { session: 'tse_NONE', seats: ['sea_STA.1'], reason: 'A camera' })).toEqual({
      code: 'SESSION_NOT_FOUND',
    });
  });

  test('of an empty block are set aside, and then only its allocation can buy them', async () => {
    const allocate = async (block: string, allocation: string) =>
      (await ask(allocateMutation, { session: `tse_${session}`, block, allocation })) as { __typename: string };
    expect(await allocate('101', 'NOBODY')).toEqual({ __typename: 'AllocationNotFound' });
    await service.database.run(sql`
      insert into allocation (code, name, kind, scope)
      values (${`ORG-${tests}`}, 'Guests', 'ORGANISATION', 'tickets:guests')`);
    expect(await allocate('101', `ORG-${tests}`)).toEqual({ __typename: 'BlockAllocated' });
    expect(await free()).toBe(80);
    // A seat that is blocked in a block that is set aside is out of sale once, not twice.
    const seats = { session: `tse_${session}`, seats: ['sea_STA.1'] };
    expect(await ask(blockMutation, { ...seats, reason: 'A camera' })).toMatchObject({ count: 1 });
    expect(await free()).toBe(80);
    expect(await ask(unblockMutation, seats)).toEqual({ count: 1 });
    expect(await counter.hold(session, [1], amy)).toMatchObject({ code: 'NOT_ON_SALE' });
    expect(await allocate('101', 'PUBLIC')).toEqual({ __typename: 'BlockAllocated' });
    expect(await free()).toBe(120);
    await counter.buy(session, [41], amy);
    expect(await allocate('201', `ORG-${tests}`)).toEqual({ __typename: 'BlockNotEmpty' });
    expect(await allocate('999', 'PUBLIC')).toEqual({ __typename: 'BlockNotFound' });
  });
});

const phaseInput = () => ({
  code: `NEW-${tests}`,
  name: 'Presale',
  kind: 'PRESALE',
  opensAt: '2028-07-01T10:00:00-07:00',
  closesAt: '2028-07-30T10:00:00-07:00',
  countries: ['FR'],
  sessionCap: 2,
  sessions: [`tse_${session}`],
});

describe('a phase of sale', () => {
  test('is made, and changed, and staff is told what is wrong with one', async () => {
    const store = (more: object) => ask(storePhaseMutation, { ...phaseInput(), ...more });
    const phase = { code: `NEW-${tests}`, kind: 'PRESALE', packSessionsMin: 1, sessionCap: 2 };
    expect(await store({})).toEqual({ __typename: 'SalesPhaseSet', phase });
    expect(await store({ sessionCap: 1 })).toMatchObject({ phase: { sessionCap: 1 } });
    for (const wrong of [
      { countries: null },
      { sessions: ['tse_NONE'] },
      { kind: 'DRAW', countries: null },
      { closesAt: '2028-06-30T10:00:00-07:00' },
      { allocation: 'NOBODY' },
      { code: 'not a code' },
      { packSessionsMin: 3 },
      { categories: ['NONE'] },
      { countries: ['ZZ'] },
      { countries: [] },
    ]) {
      expect(await store(wrong)).toMatchObject({ code: 'SALES_PHASE_REFUSED' });
    }
  });

  test('whose draw is announced keeps what the draw goes by', async () => {
    const draw = {
      ...phaseInput(),
      kind: 'DRAW',
      countries: null,
      registrationOpensAt: '2028-07-24T10:00:00-07:00',
      registrationClosesAt: '2028-07-25T10:00:00-07:00',
      opensAt: '2028-07-28T10:00:00-07:00',
      slotSize: 100,
    };
    expect(await ask(storePhaseMutation, draw)).toMatchObject({ phase: { kind: 'DRAW' } });
    expect(await ask(storePhaseMutation, { ...draw, slotSize: 200 })).toMatchObject({ phase: { kind: 'DRAW' } });
    const open = 'mutation ($input: OpenDrawInput!) { openDraw(input: $input) { __typename } }';
    expect(await ask(open, { phase: draw.code })).toEqual({ __typename: 'DrawOpened' });
    expect(await ask(storePhaseMutation, draw)).toMatchObject({ code: 'SALES_PHASE_REFUSED' });
    expect(await ask(storePhaseMutation, phaseInput())).toMatchObject({ code: 'SALES_PHASE_REFUSED' });
    expect(await ask(storePhaseMutation, { ...draw, slotSize: 200, name: 'Packs' })).toMatchObject({
      phase: { kind: 'DRAW' },
    });
  });
});

test('the rules are changed within their bounds, and who did it is read from the trail', async () => {
  expect(await ask(setRulesMutation, { returnHours: 48 })).toEqual({ rules: { returnHours: 48, holdSeconds: 600 } });
  expect(await ask(setRulesMutation, { holdSeconds: 5, returnHours: 1 })).toEqual({ code: 'SALES_RULES_REFUSED' });
  const { salesRules } = await service.ask('{ salesRules { accountCap holdSeconds returnHours } }');
  expect(salesRules).toEqual({ accountCap: 30, holdSeconds: 600, returnHours: 48 });
  expect(await ask(setRulesMutation, { returnHours: null })).toMatchObject({ rules: { returnHours: null } });
  const order = await counter.buy(session, [1], amy);
  expect(await counter.returnTickets([order.tickets[0].id], amy)).toMatchObject({ reason: 'TOO_LATE' });
  expect(await ask(setRulesMutation, { returnHours: 72 })).toMatchObject({ rules: { returnHours: 72 } });
  const { auditLog } = await service.ask(trailQuery, { subject: 'sales_rules', actor: 'staff-1' }, staff);
  expect(auditLog.nodes[0]).toEqual({
    actorKind: 'STAFF',
    actor: 'staff-1',
    action: 'rules.changed',
    subject: 'sales_rules',
    detail: { returnHours: 72 },
  });
});

describe('anybody but staff of ticketing', () => {
  const others: readonly (readonly [string, Viewer, string])[] = [
    ['a fan', fan('thief'), 'FORBIDDEN'],
    ['a partner', testViewer({ kind: 'partner', partner: 'broadcaster', scopes: ['media:feeds'] }), 'FORBIDDEN'],
    ['somebody', testViewer({ kind: 'anonymous' }), 'UNAUTHENTICATED'],
    ['staff of the store', testViewer({ kind: 'staff', subject: 'staff-2', scopes: ['staff:store'] }), 'FORBIDDEN'],
  ];
  /** Everything that these operations could have changed. */
  const everything = () =>
    service.database.many(sql`
      select md5(string_agg(x::text, '' order by x::text)) as digest from (
        select to_jsonb(t) from ticketed_session t union all select to_jsonb(t) from ticket t
        union all select to_jsonb(t) from ticket_order t union all select to_jsonb(t) from ticket_refund t
        union all select to_jsonb(t) from seat_occupancy t union all select to_jsonb(t) from session_block t
        union all select to_jsonb(t) from sales_phase t union all select to_jsonb(t) from sales_phase_session t
        union all select to_jsonb(t) from sales_rules t union all select to_jsonb(t) from audit_log t
      ) as rows (x)`);

  test.each(others)('(%s) does nothing of it, and nothing is changed', async (_who, viewer, code) => {
    const order = await counter.buy(session, [1], amy);
    const seats = { session: `tse_${session}`, seats: ['sea_STA.2'] };
    const tries: readonly (readonly [string, object])[] = [
      [cancelMutation, { session: `tse_${session}`, reason: 'A prank' }],
      [refundMutation, { tickets: [order.tickets[0].id], reason: 'A prank' }],
      [blockMutation, { ...seats, reason: 'A prank' }],
      [unblockMutation, seats],
      [allocateMutation, { session: `tse_${session}`, block: '101', allocation: 'PUBLIC' }],
      [storePhaseMutation, phaseInput()],
      [setRulesMutation, { accountCap: 1_000 }],
    ];
    // Refunds of earlier tests arrive first.
    await until(async () => {
      const { open } = await service.database.one<{ open: bigint }>(sql`
        select count(*) as open from payment_operation where completed_at is null`);
      return open === 0n ? open : null;
    });
    const before = await everything();
    for (const [mutation, input] of tries) expect(await service.codeOf(mutation, { input }, viewer)).toBe(code);
    expect(await service.codeOf(trailQuery, {}, viewer)).toBe(code);
    expect(await service.codeOf('{ ticketsAudit { holds } }', {}, viewer)).toBe(code);
    expect(await everything()).toEqual(before);
  });

  test('reads the rules all the same: they are public', async () => {
    const { salesRules } = await service.ask('{ salesRules { accountCap } }', {}, testViewer({ kind: 'anonymous' }));
    expect(salesRules).toEqual({ accountCap: 30 });
  });
});

test('staff reads the audit, and it holds after all this', async () => {
  await until(async () => ((await auditTickets(service.database, { graceSeconds: 60 })).holds ? true : null));
  const { ticketsAudit } = await service.ask('{ ticketsAudit { holds invariants { name holds } } }', {}, staff);
  expect(ticketsAudit.holds).toBe(true);
  expect(ticketsAudit.invariants).toHaveLength(10);
});
