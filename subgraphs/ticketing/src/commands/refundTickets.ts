import { scheduleRefund } from '@games/payments';
import type { Transaction } from '@games/postgres';
import { encodeId } from '@games/subgraph';
import type { RefundReason } from '../domain/orders/refundReason.ts';
import { splitRefund } from '../domain/orders/splitRefund.ts';
import { newUuid } from '../domain/uuid.ts';
import type { Actor } from '../sql/auditTrail.ts';
import { insertRefunds, type NewRefund } from '../sql/orderChanges.ts';
import { markOwed, refundSources, type TicketToReturn, takeTicketsBack } from '../sql/returnTickets.ts';
import { tellOfOrders } from './tellOfOrders.ts';

/** Why and by whom tickets are refunded. */
export interface RefundCause {
  readonly reason: RefundReason;
  readonly actor: Actor;
  /** What goes back for each ticket: its price, or something else. */
  readonly amountOf: (ticket: TicketToReturn) => bigint;
}

/**
 * Takes tickets back and decides on the refunds, in the caller's transaction; the tickets and their orders must be locked. The
 * money is sent by the payments' sweep after it has committed. Returns the ids of the tickets that were taken back: those
 * that had ceased to be valid are left alone.
 */
export async function refundTickets(
  tx: Transaction,
  tickets: readonly TicketToReturn[],
  { reason, actor, amountOf }: RefundCause,
): Promise<readonly string[]> {
  const taken = new Set(
    await takeTicketsBack(
      tx,
      tickets.map(({ id }) => id),
      'REFUNDED',
    ),
  );
  const sources = new Set<string>();
  const byOrder = Map.groupBy(
    tickets.filter(({ id }) => taken.has(id)),
    ({ orderId }) => orderId,
  );
  for (const [orderId, returned] of byOrder) {
    const amountMinor = returned.reduce((sum, ticket) => sum + amountOf(ticket), 0n);
    const ticketIds = returned.map(({ id }) => id);
    const currency = returned[0]?.currency ?? '';
    const from = await giveMoneyBack(tx, { orderId, amountMinor, currency, reason, ticketIds });
    for (const id of [orderId, ...from]) sources.add(id);
    const order = { id: orderId, fanId: returned[0]?.payerId ?? '' };
    const detail = { reason, tickets: ticketIds.map((id) => encodeId('tkt', id)), amount: amountMinor.toString() };
    await tellOfOrders(tx, [{ order, actor, action: 'tickets.refunded', detail }]);
  }
  await markOwed(tx, [...sources]);
  return [...taken];
}

/**
 * Decides that money of an order goes back, from its own payment and, where that is not enough, from those before it.
 * Returns the orders whose money it is.
 */
export async function giveMoneyBack(
  tx: Transaction,
  refund: Omit<NewRefund, 'id' | 'paymentId'>,
): Promise<readonly string[]> {
  if (refund.amountMinor <= 0n) return [];
  const sources = await refundSources(tx, refund.orderId);
  const parts = splitRefund(refund.amountMinor, sources);
  for (const { index, amountMinor } of parts) {
    const { orderId, paymentId } = sources[index] as (typeof sources)[number];
    const id = newUuid();
    await insertRefunds(tx, [{ ...refund, id, orderId, paymentId, amountMinor }]);
    await scheduleRefund(tx, { paymentId, key: id, amountMinor, reason: refund.reason }, new Date());
  }
  return parts.map(({ index }) => (sources[index] as (typeof sources)[number]).orderId);
}
