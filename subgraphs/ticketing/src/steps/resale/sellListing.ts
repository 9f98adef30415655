import { publishEvents, type Transaction } from '@games/postgres';
import { encodeId } from '@games/subgraph';
import type { OrderFailure } from '../../domain/orders/orderStates.ts';
import { isReservedFor } from '../../domain/resale/isReservedFor.ts';
import { limitsFor } from '../../domain/sales/limits.ts';
import { isOver } from '../../domain/sales/saleTimes.ts';
import { insertAuditLogEntry, system } from '../../sql/audit/auditLog.ts';
import { insertAllowances } from '../../sql/holds/allowances.ts';
import type { OrderRow } from '../../sql/orders/orders.ts';
import { type ListingToSell, lockListing, updateSoldTicket } from '../../sql/resale/sellListing.ts';
import { selectSalesRules } from '../../sql/sales/sales.ts';
import { recordOrderEvents } from '../orders/recordOrderEvents.ts';

/**
 * Hands a resold ticket over to the buyer whose money has arrived. Returns why it can't be done, with nothing changed then.
 * A buyer who pays late still gets the ticket where nobody else is at it.
 */
export async function sellListing(
  tx: Transaction,
  order: OrderRow,
  paymentId: string,
  paidAt: Date,
): Promise<OrderFailure | null> {
  const listing = await lockListing(tx, order.listingId as string);
  if (listing?.sessionState === 'CANCELLED') return 'SESSION_CANCELLED';
  if (listing === null || !isFor(listing, order.fanId)) return 'LISTING_GONE';
  const limits = limitsFor(await selectSalesRules(tx), { accountCap: null, sessionCap: null }, listing.sessionKind);
  const place = { fanId: order.fanId, sessionId: listing.sessionId, quantity: 1 };
  if (isOver(listing, paidAt)) return 'LISTING_GONE';
  if (!isReservedFor(listing, order.fanId) && !(await insertAllowances(tx, place, limits))) return 'CAP_REACHED';
  await updateSoldTicket(tx, { listing, order, paymentId, paidAt });
  const ticket = encodeId('tkt', listing.ticketId);
  const paid = { total: order.totalMinor.toString(), currency: order.currency, tickets: [ticket] };
  await recordOrderEvents(tx, [{ order, actor: system, action: 'order.paid', detail: paid }]);
  const detail = {
    from: encodeId('fan', listing.sellerId),
    to: encodeId('fan', order.fanId),
    order: encodeId('tor', order.id),
  };
  await insertAuditLogEntry(tx, system, 'ticket.resold', ticket, detail);
  await publishEvents(tx, [
    { aggregate: `ticket/${ticket}`, type: 'ticketing.ticket.resold', payload: { ticket, ...detail } },
  ]);
  return null;
}

/** Whether the offer stands and nobody else is paying for it. */
function isFor(listing: ListingToSell, fanId: string): boolean {
  if (listing.state !== 'LISTED' && listing.state !== 'RESERVED') return false;
  return listing.isTicketUnchanged && (!listing.isReserved || listing.reservedBy === fanId);
}
