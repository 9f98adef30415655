import { type Database, publishEvents, type Transaction } from '@games/postgres';
import type { GamesClock } from '@games/service';
import { encodeId } from '@games/subgraph';
import { fan, insertAuditLogEntry } from '../../sql/audit/auditLog.ts';
import { selectHasEntered } from '../../sql/gates/checkInStatuses.ts';
import { lockTicket, updateTicketOwner } from '../../sql/tickets/ticketStatus.ts';
import {
  lockTransfer,
  selectTransfer,
  type TransferRow,
  updateTransferEnded,
} from '../../sql/transfers/ticketTransfers.ts';

export interface AcceptTransfer {
  readonly transferId: string;
  readonly fanId: string;
  /** True when the fan has brought the claim code, which opens an offer that names nobody. */
  readonly byClaimCode: boolean;
}

export type AcceptTransferOutcome =
  | { readonly kind: 'Accepted'; readonly ticketId: string }
  | { readonly kind: 'NotFound' | 'Used' | 'ToOneself' }
  | { readonly kind: 'Closed'; readonly state: TransferRow['state'] };

/**
 * Makes the ticket the recipient's. Its version grows in the same transaction, so at no moment do codes of both owners
 * count. The recipient who asks again gets the same answer.
 */
export async function acceptTransfer(
  { database, clock }: { readonly database: Database; readonly clock: GamesClock },
  request: AcceptTransfer,
): Promise<AcceptTransferOutcome> {
  return database.transaction(async (tx): Promise<AcceptTransferOutcome> => {
    const found = await selectTransfer(tx, request.transferId);
    if (found === null || !isFor(found, request)) return { kind: 'NotFound' };
    if (found.senderId === request.fanId) return { kind: 'ToOneself' };
    const ticket = await lockTicket(tx, found.ticketId);
    const transfer = (await lockTransfer(tx, request.transferId)) as TransferRow;
    if (transfer.state === 'ACCEPTED' && transfer.recipientId === request.fanId) {
      return { kind: 'Accepted', ticketId: transfer.ticketId };
    }
    if (transfer.state !== 'OFFERED') return { kind: 'Closed', state: transfer.state };
    if (ticket === null || ticket.isCancelled || clock.now() > ticket.endsAt)
      return { kind: 'Closed', state: 'EXPIRED' };
    if (await selectHasEntered(tx, ticket.id)) return { kind: 'Used' };
    await handOver(tx, transfer, request.fanId);
    return { kind: 'Accepted', ticketId: ticket.id };
  });
}

function isFor(transfer: TransferRow, { fanId, byClaimCode }: AcceptTransfer): boolean {
  return transfer.recipientId === null ? byClaimCode : transfer.recipientId === fanId || byClaimCode;
}

async function handOver(tx: Transaction, transfer: TransferRow, recipientId: string): Promise<void> {
  const { id, ticketId, senderId, ticketVersion } = transfer;
  await updateTicketOwner(tx, ticketId, recipientId);
  await updateTransferEnded(tx, id, 'ACCEPTED', recipientId);
  const subject = encodeId('tkt', ticketId);
  const detail = { transfer: id, from: senderId, version: ticketVersion + 1 };
  await insertAuditLogEntry(tx, fan(recipientId), 'ticket.transferred', subject, detail);
  const payload = { ticket: subject, version: ticketVersion + 1 };
  await publishEvents(tx, [{ aggregate: `ticket/${subject}`, type: 'ticketing.ticket.transferred', payload }]);
}
