import type { Transaction } from '@games/postgres';
import { InternalError } from '@games/service';
import { encodeId } from '@games/subgraph';
import { returnRefusal } from '../../domain/returns/mayReturn.ts';
import { fan, insertAuditLogEntry } from '../../sql/audit/auditLog.ts';
import type { OrderRow } from '../../sql/orders/orders.ts';
import {
  lockTicketsToReturn,
  type TicketToReturn,
  updateOrdersOwed,
  updateReturnedTickets,
} from '../../sql/returns/returnTickets.ts';
import { issueRefunds } from '../payments/issueRefunds.ts';

/** The ticket that an order is to be exchanged for, locked; null when it can no longer be returned. */
export async function lockExchangedTicket(
  tx: Transaction,
  { exchangedTicketId, fanId }: OrderRow,
): Promise<TicketToReturn | null> {
  const [ticket] = await lockTicketsToReturn(tx, [exchangedTicketId as string]);
  // When the order was made it was early enough; paying it may take its time.
  const refusal = returnRefusal(ticket, fanId, 0, new Date(0));
  return refusal === null ? (ticket as TicketToReturn) : null;
}

/** Ends the old ticket after the new one was issued; what it cost more than the new one goes back. */
export async function completeExchange(tx: Transaction, order: OrderRow, ticket: TicketToReturn): Promise<void> {
  const [taken] = await updateReturnedTickets(tx, [ticket.id], 'EXCHANGED');
  if (taken === undefined)
    throw new InternalError(`Ticket ${ticket.id} was to be exchanged, and is not valid any more.`);
  const paying = await issueRefunds(tx, [
    {
      orderId: ticket.orderId,
      amountMinor: ticket.priceMinor - order.creditMinor,
      currency: ticket.currency,
      reason: 'EXCHANGE',
      ticketIds: [ticket.id],
    },
  ]);
  await updateOrdersOwed(tx, paying);
  const detail = { order: encodeId('tor', order.id) };
  await insertAuditLogEntry(tx, fan(order.fanId), 'ticket.exchanged', encodeId('tkt', ticket.id), detail);
}
