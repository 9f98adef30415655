import { type Database, openDatabase, sql, type Transaction } from '@games/postgres';
import type { Viewer } from '@games/service';
import { until } from '@games/testing';
import { createOrderMutation, holdSeatsMutation, newKey, payMutation } from './sale.ts';
import type { TestService } from './service.ts';

const returnMutation = /* GraphQL */ `mutation ($input: ReturnTicketsInput!) { returnTickets(input: $input) {
  __typename ... on TicketsReturned { tickets { state } } ... on TicketNotReturnable { ticket reason } ... on Problem { code } } }`;
const exchangeMutation = /* GraphQL */ `mutation ($input: ExchangeTicketInput!) { exchangeTicket(input: $input) {
  __typename ... on TicketOrderCreated { order { id total { amount } credit { amount } } }
  ... on TicketNotReturnable { reason } ... on Problem { code } } }`;
const orderQuery = /* GraphQL */ `query ($id: ID!) { ticketOrder(id: $id) {
  state failure total { amount } refunded { amount } refunds { reason state amount { amount } } tickets { id state } } }`;
const listMutation = /* GraphQL */ `mutation ($input: ListTicketForResaleInput!) { listTicketForResale(input: $input) {
  ... on TicketListed { listing { id } } } }`;
const orderResaleMutation = /* GraphQL */ `mutation ($input: OrderResaleTicketInput!) { orderResaleTicket(input: $input) {
  ... on TicketOrderCreated { order { id total { amount } } } } }`;

/** What fans do at the ticket counter, one call each. */
// biome-ignore-start lint/suspicious/noExplicitAny: a test reads data of any shape
export interface Counter {
  hold(session: string, seats: readonly number[], viewer: Viewer): Promise<any>;
  /** An order of a hold, unpaid. */
  order(session: string, seats: readonly number[], viewer: Viewer): Promise<any>;
  pay(orderId: string, viewer: Viewer, cardToken?: string): Promise<any>;
  /** Holds, orders and pays; the order with its tickets. */
  buy(session: string, seats: readonly number[], viewer: Viewer): Promise<any>;
  returnTickets(tickets: readonly string[], viewer: Viewer, idempotencyKey?: string): Promise<any>;
  /** Holds a seat and asks to have it for a ticket. */
  exchange(ticket: string, session: string, seat: number, viewer: Viewer): Promise<any>;
  /** Offers a ticket in resale. */
  list(ticket: string, viewer: Viewer): Promise<any>;
  /** An order of an offer, unpaid. */
  orderListing(listing: string, viewer: Viewer): Promise<any>;
  find(orderId: string, viewer: Viewer): Promise<any>;
  /** The order when all of its refunds have arrived, and so many there are at least. */
  refunded(orderId: string, viewer: Viewer, refundsMin?: number): Promise<any>;
}

export function openCounter(service: Pick<TestService, 'ask'>): Counter {
  const counter: Counter = {
    async hold(session, seats, viewer) {
      const input = { session: `tse_${session}`, seats: seats.map((no) => `sea_STA.${no}`), idempotencyKey: newKey() };
      return (await service.ask(holdSeatsMutation, { input }, viewer)).holdSeats;
    },
    async order(session, seats, viewer) {
      const held = await counter.hold(session, seats, viewer);
      const input = { holds: [held.hold.id], idempotencyKey: newKey() };
      return (await service.ask(createOrderMutation, { input }, viewer)).createTicketOrder.order;
    },
    async pay(orderId, viewer, cardToken = 'tok_visa') {
      const returnUrl = 'https://shop.example/back';
      const input = { order: orderId, method: 'VISA', cardToken, returnUrl, idempotencyKey: newKey() };
      return (await service.ask(payMutation, { input }, viewer)).payTicketOrder;
    },
    async buy(session, seats, viewer) {
      return (await counter.pay((await counter.order(session, seats, viewer)).id, viewer)).order;
    },
    async returnTickets(tickets, viewer, idempotencyKey = newKey()) {
      return (await service.ask(returnMutation, { input: { tickets, idempotencyKey } }, viewer)).returnTickets;
    },
    async exchange(ticket, session, seat, viewer) {
      const { hold } = await counter.hold(session, [seat], viewer);
      const input = { ticket, hold: hold.id, idempotencyKey: newKey() };
      return (await service.ask(exchangeMutation, { input }, viewer)).exchangeTicket;
    },
    async list(ticket, viewer) {
      return (await service.ask(listMutation, { input: { ticket } }, viewer)).listTicketForResale.listing;
    },
    async orderListing(listing, viewer) {
      const input = { listing, idempotencyKey: newKey() };
      return (await service.ask(orderResaleMutation, { input }, viewer)).orderResaleTicket.order;
    },
    async find(orderId, viewer) {
      return (await service.ask(orderQuery, { id: orderId }, viewer)).ticketOrder;
    },
    refunded: (orderId, viewer, refundsMin = 1) =>
      until(async () => {
        const order = await counter.find(orderId, viewer);
        const done = order.refunds.every(({ state }: { state: string }) => state === 'DONE');
        // The order was read before its refunds: only what is read from now on knows of them all.
        return done && order.refunds.length >= refundsMin ? counter.find(orderId, viewer) : null;
      }),
  };
  return counter;
}
// biome-ignore-end lint/suspicious/noExplicitAny: a test reads data of any shape

/**
 * Changes a ticket in a transaction that has its row locked, as every command that changes tickets does, while a request about
 * it is made: the request waits, and goes on when the change is there. Returns its answer.
 */
export async function whileChanging<T>(
  database: Database,
  ticket: string,
  change: (tx: Transaction, ticketId: string) => Promise<unknown>,
  request: () => Promise<T>,
): Promise<T> {
  const ticketId = ticket.replace('tkt_', '');
  let answer: Promise<T> | undefined;
  // A pool of its own: inside its transaction the other one can be asked who waits.
  const outer = openDatabase({ url: database.url, poolSize: 1 });
  await outer.transaction(async (tx) => {
    await tx.run(sql`select from ticket where id = ${ticketId}::uuid for update`);
    await change(tx, ticketId);
    answer = request();
    await until(async () => {
      const { waiting } = await database.one<{ waiting: bigint }>(sql`
        select count(*) as waiting from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock' and query like '%from ticket%'`);
      return waiting > 0n ? waiting : null;
    });
  });
  await outer.close();
  return answer as Promise<T>;
}
