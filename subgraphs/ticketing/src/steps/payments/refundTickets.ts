import type { Transaction } from '@games/postgres';
import { encodeId } from '@games/subgraph';
import type { RefundReason } from '../../domain/payments/refundReason.ts';
import type { Actor } from '../../sql/audit/auditTrail.ts';
import { markOwed, type TicketToReturn, takeTicketsBack } from '../../sql/returns/returnTickets.ts';
import { tellOfOrders } from '../orders/tellOfOrders.ts';
import { giveMoneyBack } from './giveMoneyBack.ts';

/** Why and by whom tickets are refunded. */
export interface RefundCause {
  readonly reason: RefundReason;
  readonly actor: Actor;
}

/**
 * Takes tickets back and decides on the refunds, in the caller's transaction; the tickets must be locked. What goes back is
 * what was paid for them, the fee of a resale included, and it goes to who has paid. It is sent by the payments' sweep after
 * the transaction has committed. Returns the ids of the tickets that were taken back: those that had ceased to be valid are
 * left alone.
 */
export async function refundTickets(
  tx: Transaction,
  tickets: readonly TicketToReturn[],
  { reason, actor }: RefundCause,
): Promise<readonly string[]> {
  const ids = tickets.map(({ id }) => id);
  const taken = new Set(await takeTicketsBack(tx, ids, 'REFUNDED'));
  const byOrder = Map.groupBy(
    tickets.filter(({ id }) => taken.has(id)),
    ({ orderId }) => orderId,
  );
  const wishes = [...byOrder].map(([orderId, returned]) => ({
    orderId,
    amountMinor: returned.reduce((sum, { priceMinor, feesMinor }) => sum + priceMinor + feesMinor, 0n),
    currency: returned[0]?.currency ?? '',
    reason,
    ticketIds: returned.map(({ id }) => id),
  }));
  const paying = await giveMoneyBack(tx, wishes);
  await tellOfOrders(
    tx,
    wishes.map(({ orderId, amountMinor, ticketIds }) => ({
      order: { id: orderId, fanId: byOrder.get(orderId)?.[0]?.payerId ?? '' },
      actor,
      action: 'tickets.refunded',
      detail: { reason, tickets: ticketIds.map((id) => encodeId('tkt', id)), amount: amountMinor.toString() },
    })),
  );
  await markOwed(tx, [...new Set([...byOrder.keys(), ...paying])]);
  return [...taken];
}
