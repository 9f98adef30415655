import { sql } from '@games/postgres';
import type { Viewer } from '@games/service';
import { until } from '@games/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { insertSessions } from '../src/sql/sessions/insertSessions.ts';
import { type BoxOffice, openBoxOffice } from './boxOffice.ts';
import {
  cancelMutation,
  continueMutation,
  createOrderMutation,
  expireHolds,
  holdAreaMutation,
  holdBestMutation,
  holdSeatsMutation,
  newKey,
  openSaleOf,
  payMutation,
  releaseMutation,
} from './sale.ts';
import type { Sandbox } from './sandbox.ts';
import { fan, type TestService } from './service.ts';
import { draftSession, smallVenue } from './venue.ts';

let office: BoxOffice;
let sandbox: Sandbox;
let service: TestService;
beforeAll(async () => {
  office = await openBoxOffice();
  ({ sandbox, service } = office);
});
afterAll(() => office.close());

/** Sessions and fans of one test's own. */
let session: string;
let other: string;
let ceremony: string;
let amy: Viewer;
let bob: Viewer;
let tests = 0;
beforeEach(async () => {
  tests += 1;
  [session, other, ceremony] = [`ATH-T${tests}`, `OTH-T${tests}`, `CER-T${tests}`];
  [amy, bob] = [fan(`amy-${tests}`), fan(`bob-${tests}`)];
  const ids = await insertSessions(service.database, [
    draftSession(session, smallVenue),
    draftSession(other, smallVenue),
    draftSession(ceremony, smallVenue, { kind: 'CEREMONY' }),
  ]);
  await openSaleOf(service.database, [...ids.values()], { code: `OPEN-${tests}` });
});

const seat = (no: number): string => `sea_STA.${no}`;
const returnUrl = 'https://shop.example/back';

// biome-ignore-start lint/suspicious/noExplicitAny: a test reads data of any shape
async function hold(viewer = amy, seats = [1, 2], more: object = {}): Promise<any> {
  const input = { session: `tse_${session}`, seats: seats.map(seat), idempotencyKey: newKey(), ...more };
  return (await service.ask(holdSeatsMutation, { input }, viewer)).holdSeats;
}
async function order(holds: string[], viewer = amy, key = newKey()): Promise<any> {
  const data = await service.ask(createOrderMutation, { input: { holds, idempotencyKey: key } }, viewer);
  return data.createTicketOrder;
}
async function pay(orderId: string, viewer = amy, more: object = {}): Promise<any> {
  const input = { order: orderId, method: 'VISA', cardToken: 'tok_visa', returnUrl, idempotencyKey: newKey(), ...more };
  return (await service.ask(payMutation, { input }, viewer)).payTicketOrder;
}
// biome-ignore-end lint/suspicious/noExplicitAny: a test reads data of any shape

/** Holds, orders and pays two seats; returns the order's id. */
async function buy(viewer = amy, seats = [1, 2]): Promise<string> {
  const held = await hold(viewer, seats);
  const made = await order([held.hold.id], viewer);
  const paid = await pay(made.order.id, viewer);
  expect(paid.__typename).toBe('TicketOrderPaid');
  return made.order.id;
}

test('a fan holds seats, orders them, pays, and has tickets', async () => {
  const held = await hold();
  expect(held).toMatchObject({
    __typename: 'HoldPlaced',
    hold: { state: 'HELD', total: { amount: '200.00', currency: 'USD' }, places: [{ seat: { id: seat(1) } }, {}] },
  });
  const made = await order([held.hold.id]);
  expect(made).toMatchObject({ order: { state: 'AWAITING_PAYMENT', total: { amount: '200.00' } } });
  const paid = await pay(made.order.id);
  expect(paid).toMatchObject({
    __typename: 'TicketOrderPaid',
    order: { state: 'PAID', tickets: [{ state: 'VALID', price: { amount: '100.00' } }, { state: 'VALID' }] },
  });
  const { me } = await service.ask(
    '{ me { tickets { nodes { seat { id } } } holds { id } ticketAllowance { taken } } }',
    {},
    amy,
  );
  expect(me).toEqual({
    tickets: { nodes: [{ seat: { id: seat(1) } }, { seat: { id: seat(2) } }] },
    holds: [],
    ticketAllowance: { taken: 2 },
  });
});

describe('holding', () => {
  test('a seat that somebody holds and one that is sold are named, each for what it is, and nothing is kept', async () => {
    await buy(amy, [1]);
    await hold(amy, [2]);
    expect(await hold(bob, [1, 2, 3])).toMatchObject({
      __typename: 'SeatsUnavailable',
      code: 'SEATS_UNAVAILABLE',
      conflicts: [
        { seat: seat(1), state: 'SOLD' },
        { seat: seat(2), state: 'HELD' },
      ],
    });
    expect(await hold(bob, [3])).toMatchObject({ __typename: 'HoldPlaced' });
  });

  test('a seat whose hold is over is claimed in place', async () => {
    const { hold: over } = await hold(amy, [5]);
    await expireHolds(service.database, [over.id]);
    expect(await hold(bob, [5])).toMatchObject({ __typename: 'HoldPlaced' });
    expect(await order([over.id])).toMatchObject({ __typename: 'HoldNotUsable', fault: 'EXPIRED' });
  });

  test('the same key gets the same answer, even after the seats have gone to somebody else', async () => {
    const key = newKey();
    const first = await hold(amy, [6], { idempotencyKey: key });
    expect((await hold(amy, [6], { idempotencyKey: key })).hold.id).toBe(first.hold.id);
    const refusedKey = newKey();
    expect((await hold(bob, [6], { idempotencyKey: refusedKey })).__typename).toBe('SeatsUnavailable');
    await service.ask(releaseMutation, { input: { hold: first.hold.id } }, amy);
    expect((await hold(bob, [6], { idempotencyKey: refusedKey })).__typename).toBe('SeatsUnavailable');
    expect((await hold(bob, [6])).__typename).toBe('HoldPlaced');
    expect(await hold(amy, [7], { idempotencyKey: key })).toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
    // Keys belong to who sends them.
    expect((await hold(bob, [8], { idempotencyKey: key })).__typename).toBe('HoldPlaced');
  });

  test('an account has a limit for a session, a smaller one for a ceremony, and one over all', async () => {
    expect((await hold(amy, [1, 2, 3, 4])).__typename).toBe('HoldPlaced');
    expect(await hold(amy, [5, 6, 7])).toMatchObject({
      code: 'TICKET_LIMIT_REACHED',
      limit: 'SESSION',
      cap: 6,
      taken: 4,
    });
    expect((await hold(amy, [5, 6])).__typename).toBe('HoldPlaced');
    const ofCeremony = { session: `tse_${ceremony}` };
    expect(await hold(amy, [1, 2, 3, 4, 5], ofCeremony)).toMatchObject({ limit: 'SESSION', cap: 4, taken: 0 });
    await service.database.run(sql`
      update fan_allowance set taken = 29 where fan_id = ${amy.subject} and session_id = 0`);
    expect(await hold(amy, [1, 2], ofCeremony)).toMatchObject({ limit: 'ACCOUNT', cap: 30, taken: 29 });
    expect((await hold(amy, [1], ofCeremony)).__typename).toBe('HoldPlaced');
  });

  test('holds whose time is over do not count against the limit', async () => {
    const { hold: over } = await hold(amy, [1, 2, 3, 4, 5, 6]);
    await expireHolds(service.database, [over.id]);
    expect((await hold(amy, [11, 12, 13, 14, 15, 16])).__typename).toBe('HoldPlaced');
    const { me } = await service.ask('{ me { ticketAllowance { taken } } }', {}, amy);
    expect(me.ticketAllowance.taken).toBe(6);
  });

  test("a companion's seat needs its wheelchair place", async () => {
    expect(await hold(amy, [32])).toMatchObject({ __typename: 'CompanionSeatAlone', seat: seat(32) });
    expect((await hold(amy, [31, 32])).__typename).toBe('HoldPlaced');
  });

  test('bad input is refused with a code, and nothing is kept', async () => {
    const codeOf = (input: object, viewer = amy) =>
      service.codeOf(
        holdSeatsMutation,
        { input: { session: `tse_${session}`, seats: [seat(1)], idempotencyKey: newKey(), ...input } },
        viewer,
      );
    expect(await codeOf({ seats: [] })).toBe('BAD_USER_INPUT');
    expect(await codeOf({ seats: [seat(1), seat(1)] })).toBe('BAD_USER_INPUT');
    expect(await codeOf({ seats: ['sea_STA.9999'] })).toBe('INVALID_ID');
    expect(await codeOf({ seats: ['sea_OTHER.1'] })).toBe('INVALID_ID');
    expect(await codeOf({ session: 'tse_NONE' })).toBe('INVALID_ID');
    expect(await codeOf({ idempotencyKey: 'short' })).toBe('BAD_USER_INPUT');
    expect(await codeOf({}, fan('x', null))).toBeUndefined();
    const { ticketedSession } = await service.ask(
      'query ($id: ID!) { ticketedSession(id: $id) { availability { held } } }',
      {
        id: `tse_${session}`,
      },
    );
    expect(ticketedSession.availability.held).toBe(1);
  });

  test('nobody but a fan can hold', async () => {
    const input = { session: `tse_${session}`, seats: [seat(1)], idempotencyKey: newKey() };
    expect(await service.codeOf(holdSeatsMutation, { input })).toBe('UNAUTHENTICATED');
  });

  test('best available gives neighbours, leaves no single seats, and says when there are no more', async () => {
    const best = async (quantity: number, viewer = fan(newKey())) => {
      const input = { session: `tse_${session}`, category: 'FIRST', quantity, idempotencyKey: newKey() };
      return (await service.ask(holdBestMutation, { input }, viewer)).holdBestSeats;
    };
    const placesOf = (outcome: { hold: { places: { seat: { row: string; place: number } }[] } }) =>
      outcome.hold.places.map(({ seat: { row, place } }) => `${row}.${place}`);
    // Ten seats a row: four in the middle would leave three and three; four beside them leave nothing single.
    expect(placesOf(await best(4))).toEqual(['1.3', '1.4', '1.5', '1.6']);
    expect(placesOf(await best(3))).toEqual(['1.0', '1.1', '1.2']);
    expect(placesOf(await best(2))).toEqual(['2.4', '2.5']);
    expect(placesOf(await best(3))).toEqual(['1.7', '1.8', '1.9']);
    expect(placesOf(await best(4))).toEqual(['2.0', '2.1', '2.2', '2.3']);
    expect((await best(6)).__typename).toBe('HoldPlaced');
    expect((await best(6)).__typename).toBe('HoldPlaced');
    expect(await best(6)).toMatchObject({ __typename: 'NotEnoughPlaces' });
  });

  test('best available for wheelchairs gives places in one row with their companions, and nobody else gets these', async () => {
    const input = { session: `tse_${session}`, category: 'A', wheelchairs: 2, companions: 1, idempotencyKey: newKey() };
    const { holdBestSeats } = await service.ask(holdBestMutation, { input }, amy);
    expect(holdBestSeats.hold.places.map(({ seat: { place } }: { seat: { place: number } }) => place)).toEqual([
      0, 1, 2,
    ]);
    const again = { ...input, idempotencyKey: newKey() };
    expect((await service.ask(holdBestMutation, { input: again }, bob)).holdBestSeats).toMatchObject({
      __typename: 'NotEnoughPlaces',
    });
  });

  test('general admission is a number: it is given to the last place, over all its pools, and not beyond', async () => {
    const area = async (quantity: number, viewer = fan(newKey())) => {
      const input = { session: `tse_${session}`, block: 'GA1', quantity, idempotencyKey: newKey() };
      return (await service.ask(holdAreaMutation, { input }, viewer)).holdArea;
    };
    for (let taken = 0; taken < 36; taken += 6) expect((await area(6)).__typename).toBe('HoldPlaced');
    expect(await area(5)).toMatchObject({ __typename: 'NotEnoughPlaces', free: 4, held: 36 });
    expect((await area(4)).hold.places[3]).toEqual({ category: 'A', block: { code: 'GA1' }, seat: null });
    expect(await area(1)).toMatchObject({ __typename: 'NotEnoughPlaces', free: 0, held: 40 });
  });
});

describe('ordering', () => {
  test("somebody else's hold is as unknown as one that does not exist", async () => {
    const { hold: mine } = await hold(amy, [1]);
    expect(await order([mine.id], bob)).toMatchObject({ __typename: 'HoldNotUsable', fault: 'UNKNOWN' });
    expect(await order(['hld_nothing'], bob)).toMatchObject({ __typename: 'HoldNotUsable', fault: 'UNKNOWN' });
    const made = await order([mine.id]);
    expect(made.__typename).toBe('TicketOrderCreated');
    expect(await pay(made.order.id, bob)).toMatchObject({ __typename: 'TicketOrderNotFound' });
    expect(await service.ask('query ($id: ID!) { ticketOrder(id: $id) { id } }', { id: made.order.id }, bob)).toEqual({
      ticketOrder: null,
    });
  });

  test('a hold belongs to one order', async () => {
    const { hold: mine } = await hold(amy, [1]);
    const key = newKey();
    const made = await order([mine.id], amy, key);
    expect((await order([mine.id], amy, key)).order.id).toBe(made.order.id);
    expect(await order([mine.id])).toMatchObject({ fault: 'IN_ANOTHER_ORDER' });
  });

  test('a phase that sells packs wants enough sessions in one order', async () => {
    await service.database.run(sql`
      update sales_phase set pack_sessions_min = 2 where code = ${`OPEN-${tests}`}`);
    const first = await hold(amy, [1]);
    expect(await order([first.hold.id])).toMatchObject({ __typename: 'PackTooSmall', sessionsMin: 2, sessions: 1 });
    const second = await hold(amy, [1], { session: `tse_${other}` });
    const made = await order([first.hold.id, second.hold.id]);
    expect(made).toMatchObject({ order: { total: { amount: '200.00' } } });
    expect((await pay(made.order.id)).order.tickets).toHaveLength(2);
  });

  test('an order that is given up frees its places', async () => {
    const { hold: mine } = await hold(amy, [1]);
    const made = await order([mine.id]);
    const input = { order: made.order.id };
    expect(await service.ask(releaseMutation, { input: { hold: mine.id } }, amy)).toMatchObject({
      releaseHold: { code: 'HOLD_IN_ORDER' },
    });
    expect(await service.ask(cancelMutation, { input }, amy)).toMatchObject({
      cancelTicketOrder: { order: { state: 'CANCELLED' } },
    });
    expect((await hold(bob, [1])).__typename).toBe('HoldPlaced');
    expect(await pay(made.order.id)).toMatchObject({ code: 'ORDER_NOT_PAYABLE' });
    const bought = await buy(amy, [5]);
    expect(await service.ask(cancelMutation, { input: { order: bought } }, amy)).toMatchObject({
      cancelTicketOrder: { code: 'ORDER_ALREADY_PAID' },
    });
  });
});

describe('paying', () => {
  const ordered = async (seats = [1, 2]): Promise<{ readonly orderId: string; readonly holdId: string }> => {
    const { hold: mine } = await hold(amy, seats);
    return { orderId: (await order([mine.id])).order.id, holdId: mine.id };
  };
  const goOn = async (orderId: string) =>
    (await service.ask(continueMutation, { input: { order: orderId } }, amy)).continueTicketPayment;

  test('a challenge is passed at the bank, and the places are kept as long as the bank waits', async () => {
    const { orderId } = await ordered();
    const asked = await pay(orderId, amy, { cardToken: 'tok_visa_challenge' });
    expect(asked.__typename).toBe('TicketPaymentActionRequired');
    expect(Date.parse(asked.order.holds[0].expiresAt)).toBeGreaterThanOrEqual(Date.parse(asked.expiresAt));
    await sandbox.decide(asked.redirectUrl, 'confirm');
    expect(await goOn(orderId)).toMatchObject({ __typename: 'TicketOrderPaid', order: { tickets: [{}, {}] } });
    expect(await goOn(orderId)).toMatchObject({ __typename: 'TicketOrderPaid', order: { tickets: [{}, {}] } });
  });

  test('a declined card leaves the order to be paid with another', async () => {
    const { orderId } = await ordered();
    expect(await pay(orderId, amy, { cardToken: 'tok_visa_declined' })).toMatchObject({
      __typename: 'TicketPaymentDeclined',
      code: 'DECLINED',
    });
    expect((await pay(orderId)).__typename).toBe('TicketOrderPaid');
    expect(await pay(orderId)).toMatchObject({ code: 'ORDER_NOT_PAYABLE' });
  });

  test('the same key pays once', async () => {
    const { orderId } = await ordered();
    const idempotencyKey = newKey();
    const answers = await Promise.all([1, 2, 3].map(() => pay(orderId, amy, { idempotencyKey })));
    const kinds = new Set(answers.map(({ __typename }) => __typename));
    expect([...kinds].every((kind) => kind === 'TicketOrderPaid' || kind === 'RequestInProgress')).toBe(true);
    expect((await pay(orderId, amy, { idempotencyKey })).__typename).toBe('TicketOrderPaid');
    const { captured } = await service.database.one<{ captured: string }>(
      sql`select sum(captured_minor)::text as captured from payment where owner = ${amy.subject}`,
    );
    expect(captured).toBe('20000');
  });

  test('money that comes after the hold has expired buys the seats where they are still free', async () => {
    const { orderId, holdId } = await ordered();
    const asked = await pay(orderId, amy, { cardToken: 'tok_visa_challenge' });
    await expireHolds(service.database, [holdId]);
    await sandbox.decide(asked.redirectUrl, 'confirm');
    expect(await goOn(orderId)).toMatchObject({ __typename: 'TicketOrderPaid', order: { tickets: [{}, {}] } });
  });

  test('money that comes after the seats have gone goes back, and the fan is told', async () => {
    const { orderId, holdId } = await ordered();
    const asked = await pay(orderId, amy, { cardToken: 'tok_visa_challenge' });
    await expireHolds(service.database, [holdId]);
    expect((await hold(bob, [2])).__typename).toBe('HoldPlaced');
    await sandbox.decide(asked.redirectUrl, 'confirm');
    const answer = await goOn(orderId);
    expect(answer).toMatchObject({
      __typename: 'TicketOrderFailed',
      order: {
        failure: 'SEATS_GONE',
        refunds: [{ reason: 'SEATS_GONE', amount: { amount: '200.00' } }],
      },
    });
    const refunded = await until(async () => {
      const { ticketOrder } = await service.ask(
        'query ($id: ID!) { ticketOrder(id: $id) { state refunded { amount } tickets { id } refunds { state } } }',
        { id: orderId },
        amy,
      );
      return ticketOrder.state === 'REFUNDED' ? ticketOrder : null;
    });
    expect(refunded).toMatchObject({ refunded: { amount: '200.00' }, tickets: [], refunds: [{ state: 'DONE' }] });
    // The seat that nobody took is free again.
    expect((await hold(bob, [1])).__typename).toBe('HoldPlaced');
  });

  test('Alipay pays on its own page and tells us by notification', async () => {
    const { orderId } = await ordered();
    const asked = await pay(orderId, amy, { method: 'ALIPAY' });
    expect(asked).toMatchObject({ __typename: 'TicketPaymentActionRequired', kind: 'REDIRECT' });
    await sandbox.decide(asked.redirectUrl, 'pay');
    expect(await goOn(orderId)).toMatchObject({ __typename: 'TicketOrderPaid' });
  });

  test('a method is offered and opened only where it takes the currency of the order', async () => {
    const { orderId } = await ordered();
    const methods = async () =>
      (await service.ask('query ($id: ID!) { ticketOrder(id: $id) { paymentMethods } }', { id: orderId }, amy))
        .ticketOrder.paymentMethods;
    expect(await methods()).toEqual(['VISA', 'ALIPAY']);
    await service.database.run(sql`update ticket_order set currency = 'BHD'`);
    expect(await methods()).toEqual(['VISA']);
    expect(await pay(orderId, amy, { method: 'ALIPAY' })).toMatchObject({ code: 'PAYMENT_METHOD_NOT_ACCEPTED' });
    const opened = sql`select count(*) from payment where currency = 'BHD' or method = 'ALIPAY' and state = 'CREATED'`;
    expect(await service.database.one(opened)).toEqual({ count: 0n });
    expect(await pay(orderId)).toMatchObject({ __typename: 'TicketOrderPaid' });
  });

  test('a card number is refused, and a return address that is not one of ours', async () => {
    const { orderId } = await ordered();
    const input = { order: orderId, method: 'VISA', returnUrl, idempotencyKey: newKey() };
    expect(await service.codeOf(payMutation, { input: { ...input, cardToken: '4111111111111111' } }, amy)).toBe(
      'BAD_USER_INPUT',
    );
    expect(
      await service.codeOf(payMutation, { input: { ...input, cardToken: null, idempotencyKey: newKey() } }, amy),
    ).toBe('BAD_USER_INPUT');
    for (const address of ['javascript:alert(1)', 'https://lure.test/back', 'https://shop.example@lure.test/']) {
      const bad = { ...input, cardToken: 'tok_visa', returnUrl: address, idempotencyKey: newKey() };
      expect(await service.codeOf(payMutation, { input: bad }, amy)).toBe('BAD_USER_INPUT');
    }
  });
});
