import type { Database, Transaction } from '@games/postgres';
import type { GamesClock } from '@games/service';
import { encodeId } from '@games/subgraph';
import { resaleFees } from '../../domain/resale/resaleFees.ts';
import { isUuid, newUuid } from '../../domain/uuid.ts';
import { recordDeeds } from '../../sql/audit/auditTrail.ts';
import { hasEntered } from '../../sql/gates/ticketPresences.ts';
import { openListingsOfTickets } from '../../sql/resale/resale.ts';
import { faceValueOf, insertListing } from '../../sql/resale/resaleTrade.ts';
import { salesRules } from '../../sql/sales/sales.ts';
import { lockTicket, type StandingTicket } from '../../sql/tickets/ticketStandings.ts';
import { openTransfersOfTickets } from '../../sql/transfers/ticketTransfers.ts';

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
    const [open] = await openListingsOfTickets(tx, [ticket.id]);
    if (open !== undefined) return { kind: 'Listed', listingId: open.id };
    return { kind: 'Listed', listingId: await list(tx, ticket, now) };
  });
}

async function refuse(
  tx: Transaction,
  ticket: StandingTicket,
  now: Date,
): Promise<'NotValid' | 'Used' | 'InTransfer' | null> {
  if (ticket.state !== 'VALID' || ticket.isCancelled || now > ticket.endsAt) return 'NotValid';
  if (await hasEntered(tx, ticket.id)) return 'Used';
  const transfers = await openTransfersOfTickets(tx, [ticket.id]);
  return transfers.length > 0 ? 'InTransfer' : null;
}

async function list(tx: Transaction, ticket: StandingTicket, now: Date): Promise<string> {
  const { faceMinor, currency, orderId } = await faceValueOf(tx, ticket.id);
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
    ...resaleFees(faceMinor, await salesRules(tx)),
    listedAt: now,
  });
  await recordDeeds(tx, [
    {
      actor: { kind: 'FAN', id: ticket.ownerId },
      action: 'ticket.listed',
      subject: encodeId('tkt', ticket.id),
      detail: { listing: encodeId('rsl', id) },
    },
  ]);
  return id;
}
