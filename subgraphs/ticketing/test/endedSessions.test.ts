import { until } from '@games/testing';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { insertSessions } from '../src/sql/sessions/insertSessions.ts';
import { type BoxOffice, openBoxOffice } from './boxOffice.ts';
import { type Counter, openCounter } from './counter.ts';
import { createOrderMutation, holdAreaMutation, holdBestMutation, newKey, openSaleOf } from './sale.ts';
import { fan } from './service.ts';
import { draftSession, smallVenue } from './venue.ts';

let office: BoxOffice;
let counter: Counter;
beforeAll(async () => {
  office = await openBoxOffice();
  counter = openCounter(office.service);
  const { database } = office.service;
  const later = {
    ...draftSession('LATER', smallVenue),
    doorsOpenAt: '2028-07-29T16:00:00-07:00',
    startsAt: '2028-07-29T18:00:00-07:00',
    endsAt: '2028-07-29T21:00:00-07:00',
  };
  const ids = await insertSessions(database, [draftSession('OVER', smallVenue), later]);
  await openSaleOf(database, [...ids.values()], { code: 'ALL-WEEK' });
});
afterAll(() => office.close());

test('a session that is over is handed out by no way: not held, ordered, exchanged for or resold', async () => {
  const { service } = office;
  const [amy, bob] = [fan('amy'), fan('bob')];
  const listed = await counter.buy('OVER', [1], amy);
  const listing = await counter.list(listed.tickets[0].id, amy);
  const kept = await counter.buy('LATER', [1], amy);
  const held = await counter.hold('OVER', [2], amy);
  const toExchange = await counter.hold('OVER', [3], amy);

  service.passHours(26);
  const over = { __typename: 'NotOnSale', reason: 'SESSION_OVER' };
  const session = 'tse_OVER';
  expect(await counter.hold('OVER', [4], bob)).toMatchObject(over);
  const best = { session, category: 'A', quantity: 2, idempotencyKey: newKey() };
  expect((await service.ask(holdBestMutation, { input: best }, bob)).holdBestSeats.code).toBe('NOT_ON_SALE');
  const area = { session, block: 'GA1', quantity: 1, idempotencyKey: newKey() };
  expect((await service.ask(holdAreaMutation, { input: area }, bob)).holdArea.code).toBe('NOT_ON_SALE');
  const order = { holds: [held.hold.id], idempotencyKey: newKey() };
  expect((await service.ask(createOrderMutation, { input: order }, amy)).createTicketOrder).toMatchObject({
    __typename: 'HoldNotUsable',
    fault: 'EXPIRED',
  });
  const exchange = { ticket: kept.tickets[0].id, hold: toExchange.hold.id, idempotencyKey: newKey() };
  const exchanged = await service.ask(
    `mutation ($input: ExchangeTicketInput!) { exchangeTicket(input: $input) {
      __typename ... on HoldNotUsable { fault } ... on TicketNotReturnable { reason } } }`,
    { input: exchange },
    amy,
  );
  expect(exchanged.exchangeTicket).toMatchObject({ __typename: 'HoldNotUsable', fault: 'EXPIRED' });
  const resale = await service.ask(
    `mutation ($input: OrderResaleTicketInput!) { orderResaleTicket(input: $input) { __typename } }`,
    { input: { listing: listing.id, idempotencyKey: newKey() } },
    bob,
  );
  expect(resale.orderResaleTicket.__typename).toBe('ResaleListingNotFound');
  expect((await counter.hold('LATER', [2], bob)).__typename).toBe('HoldPlaced');
});

test('a listing ends with its session', async () => {
  const { service } = office;
  const mine = '{ me { resaleListings(first: 5) { nodes { state } } } }';
  const withdrawn = await until(async () => {
    const { me } = await service.ask(mine, {}, fan('amy'));
    return me.resaleListings.nodes[0].state === 'WITHDRAWN' ? true : null;
  });
  expect(withdrawn).toBe(true);
});
