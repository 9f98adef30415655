import type { Database, Transaction } from '@games/postgres';
import type { GamesClock } from '@games/service';
import { encodeId } from '@games/subgraph';
import { newUuid } from '../../domain/uuid.ts';
import { fan, insertAuditLogEntry } from '../../sql/audit/auditLog.ts';
import { selectHasEntered } from '../../sql/gates/checkInStatuses.ts';
import { lockTicket, selectIsInResale, type TicketStatusRow } from '../../sql/tickets/ticketStatus.ts';
import {
  insertTransfer,
  selectOpenTransfersOfTickets,
  selectTransfer,
  type TransferRow,
} from '../../sql/transfers/ticketTransfers.ts';

const offerMs = 7 * 24 * 3_600_000;

export interface OfferTransfer {
  readonly ticketId: string;
  readonly fanId: string;
  /** Null offers it to anybody who brings the claim code. */
  readonly recipientId: string | null;
}

export type OfferTransferOutcome =
  | { readonly kind: 'Offered'; readonly transfer: TransferRow }
  | { readonly kind: 'NotFound' | 'NotValid' | 'Used' | 'InResale' | 'ToOneself' };

/** Offers a ticket to somebody else. The same offer again is the same transfer; another recipient replaces the first. */
export async function offerTransfer(
  { database, clock }: { readonly database: Database; readonly clock: GamesClock },
  request: OfferTransfer,
): Promise<OfferTransferOutcome> {
  return database.transaction(async (tx): Promise<OfferTransferOutcome> => {
    const ticket = await lockTicket(tx, request.ticketId);
    if (ticket === null || ticket.ownerId !== request.fanId) return { kind: 'NotFound' };
    const refusal = await refuse(tx, ticket, request, clock.now());
    if (refusal !== null) return { kind: refusal };
    const [open] = await selectOpenTransfersOfTickets(tx, [ticket.id]);
    if (open !== undefined && open.recipientId === request.recipientId) return { kind: 'Offered', transfer: open };
    const id = newUuid();
    await insertTransfer(tx, {
      id,
      ticketId: ticket.id,
      ticketVersion: ticket.version,
      senderId: request.fanId,
      recipientId: request.recipientId,
      expiresAt: new Date(Date.now() + offerMs),
    });
    await insertAuditLogEntry(tx, fan(request.fanId), 'ticket.offered', encodeId('tkt', ticket.id), {
      transfer: id,
      recipient: request.recipientId,
    });
    return { kind: 'Offered', transfer: (await selectTransfer(tx, id)) as TransferRow };
  });
}

async function refuse(
  tx: Transaction,
  ticket: TicketStatusRow,
  request: OfferTransfer,
  now: Date,
): Promise<Exclude<OfferTransferOutcome['kind'], 'Offered' | 'NotFound'> | null> {
  if (request.recipientId === request.fanId) return 'ToOneself';
  if (ticket.state !== 'VALID' || ticket.isCancelled || now > ticket.endsAt) return 'NotValid';
  if (await selectHasEntered(tx, ticket.id)) return 'Used';
  return (await selectIsInResale(tx, ticket.id)) ? 'InResale' : null;
}
