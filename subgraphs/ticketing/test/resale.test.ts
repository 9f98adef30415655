import { sql } from '@games/postgres';
import type { Viewer } from '@games/service';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { auditTickets } from '../src/commands/audit/auditTickets.ts';
import { resaleFees } from '../src/domain/resale/resaleFees.ts';
import { insertSessions } from '../src/sql/sessions/insertSessions.ts';
import { type BoxOffice, openBoxOffice } from './boxOffice.ts';
import {
  cancelMutation,
  createOrderMutation,
  holdBestMutation,
  holdSeatsMutation,
  newKey,
  openSaleOf,
  payMutation,
} from './sale.ts';
import { fan, staff, type TestService, testNow } from './service.ts';
import { draftSession, smallVenue } from './venue.ts';

const listMutation = /* GraphQL */ `mutation ($input: ListTicketForResaleInput!) { listTicketForResale(input: $input) {
  __typename ... on Problem { code }
  ... on TicketListed { listing { id state face { amount } buyerFee { amount } buyerTotal { amount } sellerProceeds { amount } } } } }`;
const withdrawMutation = /* GraphQL */ `mutation ($input: WithdrawResaleListingInput!) {
  withdrawResaleListing(input: $input) { __typename ... on Problem { code } ... on ResaleListingTaken { isSold } } }`;
const orderMutation = /* GraphQL */ `mutation ($input: OrderResaleTicketInput!) { orderResaleTicket(input: $input) {
  __typename ... on Problem { code } ... on ResaleListingTaken { isSold } ... on TicketOrderCreated { order { id total { amount } fees { amount } } } } }`;
const myTickets = '{ me { tickets(first: 10) { nodes { id version } } } }';

let office: BoxOffice;
let service: TestService;
beforeAll(async () => {
  office = await openBoxOffice();
  ({ service } = office);
});
afterAll(() => office.close());

let session: string;
let seller: Viewer;
let buyer: Viewer;
let ticket: string;
let tests = 0;
beforeEach(async () => {
  tests += 1;
  session = `RSL-T${tests}`;
  [seller, buyer] = [fan(`seller-${tests}`), fan(`buyer-${tests}`)];
  const ids = await insertSessions(service.database, [draftSession(session, smallVenue)]);
  await openSaleOf(service.database, [...ids.values()], { code: `RESALE-${tests}` });
  const seats = { session: `tse_${session}`, seats: ['sea_STA.1'], idempotencyKey: newKey() };
  const held = (await service.ask(holdSeatsMutation, { input: seats }, seller)).holdSeats;
  const order = { holds: [held.hold.id], idempotencyKey: newKey() };
  const made = (await service.ask(createOrderMutation, { input: order }, seller)).createTicketOrder;
  await pay(made.order.id, seller);
  ticket = (await service.ask(myTickets, {}, seller)).me.tickets.nodes[0].id;
});

// biome-ignore-start lint/suspicious/noExplicitAny: a test reads data of any shape
async function list(viewer = seller): Promise<any> {
  return (await service.ask(listMutation, { input: { ticket } }, viewer)).listTicketForResale;
}
async function withdraw(listing: string, viewer = seller): Promise<any> {
  return (await service.ask(withdrawMutation, { input: { listing } }, viewer)).withdrawResaleListing;
}
async function order(listing: string, viewer = buyer, key = newKey()): Promise<any> {
  return (await service.ask(orderMutation, { input: { listing, idempotencyKey: key } }, viewer)).orderResaleTicket;
}
async function pay(orderId: string, viewer: Viewer): Promise<any> {
  const returnUrl = 'https://shop.example/back';
  const input = { order: orderId, method: 'VISA', cardToken: 'tok_visa', returnUrl, idempotencyKey: newKey() };
  return (await service.ask(payMutation, { input }, viewer)).payTicketOrder;
}
// biome-ignore-end lint/suspicious/noExplicitAny: a test reads data of any shape

describe('an offer of resale', () => {
  test('is at face value; the seller pays 5 %, the buyer 10 %', async () => {
    const { listing } = await list();
    const face = Number(listing.face.amount);
    expect(Number(listing.buyerFee.amount)).toBeCloseTo(face * 0.1, 2);
    expect(Number(listing.buyerTotal.amount)).toBeCloseTo(face * 1.1, 2);
    expect(Number(listing.sellerProceeds.amount)).toBeCloseTo(face * 0.95, 2);
  });

  test('asked for again is the same offer', async () => {
    expect((await list()).listing.id).toBe((await list()).listing.id);
  });

  test('can be made and withdrawn by the owner alone', async () => {
    expect(await list(buyer)).toMatchObject({ code: 'TICKET_NOT_FOUND' });
    const { listing } = await list();
    expect(await withdraw(listing.id, buyer)).toMatchObject({ code: 'RESALE_LISTING_NOT_FOUND' });
    expect(await withdraw(listing.id)).toMatchObject({ __typename: 'ResaleListingWithdrawn' });
    expect(await withdraw(listing.id)).toMatchObject({ __typename: 'ResaleListingWithdrawn' });
    expect(await order(listing.id)).toMatchObject({ code: 'RESALE_LISTING_NOT_FOUND' });
  });

  test('keeps its seat out of the sale: nobody gets it as a best seat', async () => {
    await list();
    const input = { session: `tse_${session}`, category: 'A', quantity: 4, idempotencyKey: newKey() };
    const { holdBestSeats } = await service.ask(holdBestMutation, { input: input }, buyer);
    const seats = (holdBestSeats.hold?.seats ?? []).map(({ id }: { id: string }) => id);
    expect(seats).not.toContain('sea_STA.1');
  });
});

describe('buying in resale', () => {
  test('gives the ticket to the buyer, ends the old codes and credits the seller', async () => {
    const { listing } = await list();
    const made = await order(listing.id);
    expect(made.order.total.amount).toBe(listing.buyerTotal.amount);
    expect(await withdraw(listing.id)).toMatchObject({ code: 'RESALE_LISTING_TAKEN', isSold: false });
    expect(await pay(made.order.id, buyer)).toMatchObject({ __typename: 'TicketOrderPaid' });
    expect((await service.ask(myTickets, {}, seller)).me.tickets.nodes).toEqual([]);
    expect((await service.ask(myTickets, {}, buyer)).me.tickets.nodes).toEqual([{ id: ticket, version: 2 }]);
    const credit = await service.database.one<{ amount: bigint; fan: string }>(sql`
      select amount_minor as amount, fan_id as fan from seller_credit where listing_id = ${listing.id.slice(4)}::uuid`);
    expect(credit).toEqual({
      amount: BigInt(Math.round(Number(listing.sellerProceeds.amount) * 100)),
      fan: seller.subject,
    });
    expect(await order(listing.id, fan('late'))).toMatchObject({ code: 'RESALE_LISTING_TAKEN', isSold: true });
  });

  test('has one winner, however many try at the same moment', async () => {
    const { listing } = await list();
    const rivals = Array.from({ length: 12 }, (_, n) => fan(`rival-${tests}-${n}`));
    const outcomes = await Promise.all(rivals.map((rival) => order(listing.id, rival)));
    const names = outcomes.map(({ __typename }) => __typename);
    expect(names.filter((name) => name === 'TicketOrderCreated')).toHaveLength(1);
    expect(names.filter((name) => name === 'ResaleListingTaken')).toHaveLength(11);
  });

  test('would have several winners if the offer were read without locking it', async () => {
    const { listing } = await list();
    const id = listing.id.slice(4);
    const { promise: allHaveRead, resolve } = Promise.withResolvers<void>();
    let readers = 0;
    const buyUnlocked = () =>
      service.database.transaction(async (tx) => {
        const { state } = await tx.one<{ state: string }>(sql`select state from resale_listing where id = ${id}::uuid`);
        readers += 1;
        if (readers === 3) resolve();
        await allHaveRead;
        return state === 'LISTED';
      });
    expect(await Promise.all([buyUnlocked(), buyUnlocked(), buyUnlocked()])).toEqual([true, true, true]);
  });

  test('answers a repeated key with the first outcome, and refuses it for another offer', async () => {
    const { listing } = await list();
    const key = newKey();
    const first = await order(listing.id, buyer, key);
    expect(await order(listing.id, buyer, key)).toEqual(first);
    const other = await order('rsl_00000000-0000-7000-8000-000000000000', buyer, key);
    expect(other).toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
  });

  test('is not open to the seller, and a cancelled order releases the listing', async () => {
    const { listing } = await list();
    expect(await order(listing.id, seller)).toMatchObject({ code: 'OWN_RESALE_LISTING' });
    const made = await order(listing.id);
    await service.ask(cancelMutation, { input: { order: made.order.id } }, buyer);
    expect(await order(listing.id, fan(`second-${tests}`))).toMatchObject({ __typename: 'TicketOrderCreated' });
  });
});

describe('reserving in resale', () => {
  /** Lists further tickets of the session, one seller each. */
  const listMore = async (count: number): Promise<string[]> => {
    const ids: string[] = [];
    for (let n = 0; n < count; n += 1) {
      const viewer = fan(`seller-${tests}-${n}`);
      const seats = { session: `tse_${session}`, seats: [`sea_STA.${n + 2}`], idempotencyKey: newKey() };
      const held = (await service.ask(holdSeatsMutation, { input: seats }, viewer)).holdSeats;
      const input = { holds: [held.hold.id], idempotencyKey: newKey() };
      const made = (await service.ask(createOrderMutation, { input }, viewer)).createTicketOrder;
      await pay(made.order.id, viewer);
      const owned = (await service.ask(myTickets, {}, viewer)).me.tickets.nodes[0].id;
      const listed = await service.ask(listMutation, { input: { ticket: owned } }, viewer);
      ids.push(listed.listTicketForResale.listing.id);
    }
    return ids;
  };

  test('counts against the allowances of the account, together with its holds', async () => {
    const listings = await listMore(6);
    const seats = { session: `tse_${session}`, seats: ['sea_STA.20'], idempotencyKey: newKey() };
    await service.ask(holdSeatsMutation, { input: seats }, buyer);
    const outcomes = await Promise.all(listings.map((listing) => order(listing)));
    const names = outcomes.map(({ __typename }) => __typename);
    expect(names.filter((name) => name === 'TicketOrderCreated')).toHaveLength(5);
    expect(names.filter((name) => name === 'TicketLimitReached')).toHaveLength(1);
    const made = outcomes.find(({ __typename }) => __typename === 'TicketOrderCreated');
    expect(await pay(made.order.id, buyer)).toMatchObject({ __typename: 'TicketOrderPaid' });
    const audit = await auditTickets(service.database);
    expect(audit.invariants.find(({ name }) => name === 'ACCOUNT_COUNTS')?.offenders).toEqual([]);
  });

  test('that ends unpaid again and again lengthens the next wait, for the session, and staff sees it', async () => {
    const { listing } = await list();
    for (let lapse = 0; lapse < 11; lapse += 1) {
      const made = await order(listing.id);
      await service.ask(cancelMutation, { input: { order: made.order.id } }, buyer);
    }
    expect(await order(listing.id)).toMatchObject({ code: 'NOT_ON_SALE' });
    const seats = { session: `tse_${session}`, seats: ['sea_STA.20'], idempotencyKey: newKey() };
    const { holdSeats } = await service.ask(holdSeatsMutation, { input: seats }, buyer);
    expect(holdSeats).toMatchObject({ code: 'NOT_ON_SALE', reason: 'TOO_MANY_LAPSES' });
    expect(Date.parse(holdSeats.opensAt)).toBeGreaterThan(Date.parse(testNow));
    expect(await order(listing.id, fan(`patient-${tests}`))).toMatchObject({ __typename: 'TicketOrderCreated' });
    const lapses = `query ($id: ID!) { _entities(representations: [{ __typename: "Fan", id: $id }]) {
      ... on Fan { holdLapses { lapses waitUntil session { id } } } } }`;
    const seen = await service.ask(lapses, { id: `fan_${buyer.subject}` }, staff);
    expect(seen._entities[0].holdLapses).toMatchObject([{ lapses: 11, session: { id: `tse_${session}` } }]);
    const audit = await auditTickets(service.database);
    expect(audit.invariants.find(({ name }) => name === 'ACCOUNT_COUNTS')?.offenders).toEqual([]);
  });
});

test('fees are rounded once, half to even', () => {
  expect(resaleFees(1_005n, { resaleBuyerFeeBp: 1_000, resaleSellerFeeBp: 500 })).toEqual({
    buyerFeeMinor: 100n,
    sellerFeeMinor: 50n,
  });
});
