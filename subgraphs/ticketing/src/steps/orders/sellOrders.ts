import type { Transaction } from '@games/postgres';
import { encodeId } from '@games/subgraph';
import type { OrderFailure } from '../../domain/orders/orderStates.ts';
import { newUuid } from '../../domain/uuid.ts';
import { system } from '../../sql/audit/auditLog.ts';
import { updateAllowancesReleased, updateAllowancesTaken } from '../../sql/holds/allowances.ts';
import {
  type HoldToSell,
  insertTickets,
  type PlaceToSell,
  updateHoldReacquired,
  updateUnsoldHolds,
} from '../../sql/orders/insertTickets.ts';
import type { OrderRow } from '../../sql/orders/orders.ts';
import type { TicketToReturn } from '../../sql/returns/returnTickets.ts';
import { takePlaces } from '../holds/takePlaces.ts';
import { completeExchange, lockExchangedTicket } from '../returns/completeExchange.ts';
import { recordOrderEvents } from './recordOrderEvents.ts';

/** An order whose money is there, locked, with its holds, locked too. */
export interface OrderToSell {
  readonly order: OrderRow;
  readonly holds: readonly HoldToSell[];
  /** Holds (by index) that have ended and must be taken again first. */
  readonly reacquire: readonly number[];
  /** Null for an order that costs nothing. */
  readonly paymentId: string | null;
}

/**
 * Sells the holds of many orders. Returns, place by place, why an order could not be sold, with nothing sold of it then, or
 * null where its tickets were issued.
 */
export async function sellOrders(
  tx: Transaction,
  orders: readonly OrderToSell[],
  paidAt: Date,
): Promise<readonly (OrderFailure | null)[]> {
  const reacquired: (readonly HoldToSell[] | OrderFailure)[] = [];
  const exchanged = new Map<string, TicketToReturn>();
  const selling = orders.flatMap(({ holds }) => holds.map(({ id }) => id));
  for (const [index, { order, ...rest }] of orders.entries()) {
    const hasTicket = order.exchangedTicketId === null || (await lockExchanged(tx, order, exchanged));
    reacquired[index] = hasTicket ? await reacquireAll(tx, rest, selling) : 'TICKET_GONE';
  }
  const sales = orders.flatMap(({ order, paymentId }, index) => {
    const holds = reacquired[index] as readonly HoldToSell[] | OrderFailure;
    return typeof holds === 'string' ? [] : [{ order, paymentId, holds, places: holds.flatMap(placesOf) }];
  });
  if (sales.length === 0) return reacquired as OrderFailure[];
  const complete = await insertTickets(tx, sales, paidAt);
  const incomplete = sales.filter(({ order }) => !complete.has(order.id));
  if (incomplete.length > 0) {
    await updateUnsoldHolds(
      tx,
      incomplete.flatMap(({ holds }) => holds),
    );
  }
  for (const { order } of sales) {
    const ticket = exchanged.get(order.id);
    if (ticket !== undefined && complete.has(order.id)) await completeExchange(tx, order, ticket);
  }
  await recordOrderEvents(
    tx,
    sales.filter(({ order }) => complete.has(order.id)).map(({ order, places }) => paidEvent(order, places)),
  );
  return orders.map(({ order }, index) => {
    const holds = reacquired[index] as readonly HoldToSell[] | OrderFailure;
    if (typeof holds === 'string') return holds;
    return complete.has(order.id) ? null : 'SEATS_GONE';
  });
}

/** Locks the ticket that an order is to be exchanged for; false when it is gone, or another of these orders has it already. */
async function lockExchanged(
  tx: Transaction,
  order: OrderRow,
  exchanged: Map<string, TicketToReturn>,
): Promise<boolean> {
  const ticket = await lockExchangedTicket(tx, order);
  if (ticket === null || [...exchanged.values()].some(({ id }) => id === ticket.id)) return false;
  exchanged.set(order.id, ticket);
  return true;
}

function paidEvent(order: OrderRow, places: readonly PlaceToSell[]) {
  const detail = {
    total: order.totalMinor.toString(),
    currency: order.currency,
    tickets: places.map(({ ticketId }) => encodeId('tkt', ticketId)),
  };
  return { order, actor: system, action: 'order.paid', detail };
}

/**
 * Takes those holds of an order again that had ended. Returns all of its holds, or why one can't be had any more. The places
 * come from nobody who is being sold to in the same transaction: `selling` names all of its holds.
 */
async function reacquireAll(
  tx: Transaction,
  { holds, reacquire }: Pick<OrderToSell, 'holds' | 'reacquire'>,
  selling: readonly string[],
): Promise<readonly HoldToSell[] | OrderFailure> {
  if (reacquire.length === 0) return holds;
  const all: HoldToSell[] = [];
  for (const [index, hold] of holds.entries()) {
    const again = reacquire.includes(index) ? await reacquireHold(tx, hold, selling) : hold;
    if (typeof again === 'string') return again;
    all.push(again);
  }
  return all;
}

/** A hold that had ended has released its counts and its places of an area; both are acquired again, if they can be. */
async function reacquireHold(
  tx: Transaction,
  hold: HoldToSell,
  selling: readonly string[],
): Promise<HoldToSell | OrderFailure> {
  const { fanId, sessionId, quantity, blockNo } = hold;
  const allowances = await updateAllowancesTaken(tx, { fanId, sessionId, quantity });
  if (!allowances.complete) {
    await updateAllowancesReleased(tx, allowances.counted);
    return 'CAP_REACHED';
  }
  const poolNo = blockNo === null ? null : await takePlaces(tx, { sessionId, blockNo }, quantity, selling);
  if (blockNo !== null && poolNo === null) {
    await updateAllowancesReleased(tx, allowances.counted);
    return 'SEATS_GONE';
  }
  await updateHoldReacquired(tx, hold.id, poolNo);
  return { ...hold, state: 'HELD', poolNo };
}

function placesOf(hold: HoldToSell): PlaceToSell[] {
  return hold.categories.map((categoryNo, index) => ({
    ticketId: newUuid(),
    holdId: hold.id,
    sessionId: hold.sessionId,
    allocationId: hold.allocationId,
    seatNo: hold.seatNos?.[index] ?? null,
    blockNo: hold.blockNo,
    poolNo: hold.poolNo,
    categoryNo,
    priceMinor: hold.pricesMinor[index] as bigint,
  }));
}
