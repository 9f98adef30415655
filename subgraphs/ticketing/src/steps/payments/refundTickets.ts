import type { Transaction } from '@games/postgres';
import { encodeId } from '@games/subgraph';
import type { RefundReason } from '../../domain/payments/refundReason.ts';
import type { Actor } from '../../sql/audit/auditLog.ts';
import { type TicketToReturn, updateOrdersOwed, updateReturnedTickets } from '../../sql/returns/returnTickets.ts';
import { recordOrderEvents } from '../orders/recordOrderEvents.ts';
import { issueRefunds } from './issueRefunds.ts';

/** Why and by whom tickets are refunded. */
export interface RefundCause {
  readonly reason: RefundReason;
  readonly actor: Actor;
}

/**
 * Ends tickets and decides on the refunds, in the caller's transaction; the tickets must be locked. What goes back is
 * what was paid for them, the fee of a resale included, and it goes to who has paid. It is sent by the payments' sweep after
 * the transaction has committed. Returns the ids of the tickets that were ended: those that had ceased to be valid are
 * left alone.
 */
export async function refundTickets(
  tx: Transaction,
  tickets: readonly TicketToReturn[],
  { reason, actor }: RefundCause,
): Promise<readonly string[]> {
  const ids = tickets.map(({ id }) => id);
  const taken = new Set(await updateReturnedTickets(tx, ids, 'REFUNDED'));
  const byOrder = Map.groupBy(
    tickets.filter(({ id }) => taken.has(id)),
    ({ orderId }) => orderId,
  );
  const requests = [...byOrder].map(([orderId, returned]) => ({
    orderId,
    amountMinor: returned.reduce((sum, { priceMinor, feesMinor }) => sum + priceMinor + feesMinor, 0n),
    currency: returned[0]?.currency ?? '',
    reason,
    ticketIds: returned.map(({ id }) => id),
  }));
  const paying = await issueRefunds(tx, requests);
  await recordOrderEvents(
    tx,
    requests.map(({ orderId, amountMinor, ticketIds }) => ({
      order: { id: orderId, fanId: byOrder.get(orderId)?.[0]?.payerId ?? '' },
      actor,
      action: 'tickets.refunded',
      detail: { reason, tickets: ticketIds.map((id) => encodeId('tkt', id)), amount: amountMinor.toString() },
    })),
  );
  await updateOrdersOwed(tx, [...new Set([...byOrder.keys(), ...paying])]);
  return [...taken];
}
