import type { Database, Transaction } from '@games/postgres';
import type { GamesClock } from '@games/service';
import { encodeId } from '@games/subgraph';
import { resaleFees } from '../../domain/resale/resaleFees.ts';
import { isUuid, newUuid } from '../../domain/uuid.ts';
import { fan, insertAuditLogEntry } from '../../sql/audit/auditLog.ts';
import { selectHasEntered } from '../../sql/gates/checkInStatuses.ts';
import { insertListing, selectFaceValue } from '../../sql/resale/listingChanges.ts';
import { selectOpenListingsOfTickets } from '../../sql/resale/resale.ts';
import { selectSalesRules } from '../../sql/sales/sales.ts';
import { lockTicket, type TicketStatusRow } from '../../sql/tickets/ticketStatus.ts';
import { selectOpenTransfersOfTickets } from '../../sql/transfers/ticketTransfers.ts';

export type ListTicketOutcome =
  | { readonly kind: 'Listed'; readonly listingId: string }
  | { readonly kind: 'NotFound' | 'NotValid' | 'Used' | 'InTransfer' };

/**
 * Offers a ticket in resale for what it was first sold for. The fan's own ticket only; one that is offered already keeps
 * its offer. The seat leaves nobody's hands until a buyer has paid.
 */
export function listTicketForResale(
  { database, clock }: { readonly database: Database; readonly clock: GamesClock },
  fanId: string,
  ticketId: string,
): Promise<ListTicketOutcome> {
  return database.transaction(async (tx): Promise<ListTicketOutcome> => {
    const ticket = isUuid(ticketId) ? await lockTicket(tx, ticketId) : null;
    if (ticket === null || ticket.ownerId !== fanId) return { kind: 'NotFound' };
    const now = clock.now();
    const refusal = await refuse(tx, ticket, now);
    if (refusal !== null) return { kind: refusal };
    const [open] = await selectOpenListingsOfTickets(tx, [ticket.id]);
    if (open !== undefined) return { kind: 'Listed', listingId: open.id };
    return { kind: 'Listed', listingId: await list(tx, ticket, now) };
  });
}

async function refuse(
  tx: Transaction,
  ticket: TicketStatusRow,
  now: Date,
): Promise<'NotValid' | 'Used' | 'InTransfer' | null> {
  if (ticket.state !== 'VALID' || ticket.isCancelled || now > ticket.endsAt) return 'NotValid';
  if (await selectHasEntered(tx, ticket.id)) return 'Used';
  const transfers = await selectOpenTransfersOfTickets(tx, [ticket.id]);
  return transfers.length > 0 ? 'InTransfer' : null;
}

async function list(tx: Transaction, ticket: TicketStatusRow, now: Date): Promise<string> {
  const { faceMinor, currency, orderId } = await selectFaceValue(tx, ticket.id);
  const id = newUuid();
  await insertListing(tx, {
    id,
    ticketId: ticket.id,
    ticketVersion: ticket.version,
    sessionId: ticket.sessionId,
    sellerId: ticket.ownerId,
    sellerOrderId: orderId,
    currency,
    faceMinor,
    ...resaleFees(faceMinor, await selectSalesRules(tx)),
    listedAt: now,
  });
  await insertAuditLogEntry(tx, fan(ticket.ownerId), 'ticket.listed', encodeId('tkt', ticket.id), {
    listing: encodeId('rsl', id),
  });
  return id;
}
