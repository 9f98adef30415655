import type { Payment, PaymentChange } from '@games/payments';
import type { Transaction } from '@games/postgres';
import { encodeId } from '@games/subgraph';
import { newUuid } from '../../domain/uuid.ts';
import { insertAuditLogEntries, system } from '../../sql/audit/auditLog.ts';
import { insertRefunds, type NewRefund } from '../../sql/orders/orderChanges.ts';
import type { OrderRow } from '../../sql/orders/orders.ts';
import { insertPaymentIssues, type NewPaymentIssue, selectValidTickets } from '../../sql/payments/paymentIssues.ts';
import { lockTicketsToReturn, updateOrdersOwed, updateReturnedTickets } from '../../sql/returns/returnTickets.ts';

/** What is left of a payment's money after refunds and chargebacks. */
export function remainingMinor({ capturedMinor, refundedMinor, chargedBackMinor }: Payment): bigint {
  return capturedMinor - refundedMinor - chargedBackMinor;
}

/**
 * Records money of an order that moved without our decision, so that it can't be refunded a second time, and what staff has to
 * know of the payment. The rule for tickets: once nothing is left of the order's money, its valid tickets are refunded and their
 * places come free; as long as a part is left they stay, and staff decides.
 */
export async function settleIssues(tx: Transaction, order: OrderRow, change: PaymentChange): Promise<void> {
  const { before, after, issues } = change;
  const { id: orderId, currency } = order;
  await insertPaymentIssues(
    tx,
    issues.flatMap(({ kind, amountMinor, detail }): NewPaymentIssue[] =>
      kind === 'REFUND_REFUSED' ? [] : [{ kind, orderId, paymentId: after.id, amountMinor, currency, detail }],
    ),
  );
  const gone = [
    { reason: 'UNREQUESTED_REFUND', amountMinor: after.unrequestedRefundMinor - before.unrequestedRefundMinor },
    { reason: 'CHARGEBACK', amountMinor: after.chargedBackMinor - before.chargedBackMinor },
  ] as const;
  const lost = gone.filter(({ amountMinor }) => amountMinor > 0n);
  if (lost.length === 0) return;
  const isOwn = order.paymentId === after.id;
  const ticketIds = isOwn && remainingMinor(after) <= 0n ? await takeTickets(tx, orderId) : [];
  const common = { orderId, paymentId: after.id, currency, ticketIds };
  await insertRefunds(
    tx,
    lost.map((part): NewRefund => ({ ...common, ...part, id: newUuid() })),
  );
  await insertAuditLogEntries(
    tx,
    lost.map(({ reason, amountMinor }) => ({
      actor: system,
      action: reason === 'CHARGEBACK' ? 'payment.charged_back' : 'payment.refunded_elsewhere',
      subject: encodeId('tor', orderId),
      detail: { amount: amountMinor.toString(), currency, tickets: ticketIds.map((id) => encodeId('tkt', id)) },
    })),
  );
  if (isOwn) await updateOrdersOwed(tx, [orderId]);
}

async function takeTickets(tx: Transaction, orderId: string): Promise<readonly string[]> {
  const tickets = await lockTicketsToReturn(tx, await selectValidTickets(tx, orderId));
  return updateReturnedTickets(
    tx,
    tickets.map(({ id }) => id),
    'REFUNDED',
  );
}
