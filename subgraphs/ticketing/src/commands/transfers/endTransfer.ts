import type { Database } from '@games/postgres';
import { encodeId } from '@games/subgraph';
import { fan, insertAuditLogEntry } from '../../sql/audit/auditLog.ts';
import { lockTicket } from '../../sql/tickets/ticketStatus.ts';
import {
  lockTransfer,
  selectTransfer,
  type TransferRow,
  updateTransferEnded,
} from '../../sql/transfers/ticketTransfers.ts';

export interface EndTransfer {
  readonly transferId: string;
  readonly fanId: string;
  /** The sender cancels, the recipient declines. */
  readonly as: 'CANCELLED' | 'DECLINED';
}

export type EndTransferOutcome =
  | { readonly kind: 'Ended'; readonly transfer: TransferRow }
  | { readonly kind: 'NotFound' }
  | { readonly kind: 'Closed'; readonly state: TransferRow['state'] };

/** Takes an offer back, or turns it down. The first of this and its acceptance decides: both lock the ticket. */
export async function endTransfer(
  database: Database,
  { transferId, fanId, as }: EndTransfer,
): Promise<EndTransferOutcome> {
  return database.transaction(async (tx): Promise<EndTransferOutcome> => {
    const found = await selectTransfer(tx, transferId);
    const party = as === 'CANCELLED' ? found?.senderId : found?.recipientId;
    if (found === null || party !== fanId) return { kind: 'NotFound' };
    await lockTicket(tx, found.ticketId);
    const transfer = (await lockTransfer(tx, transferId)) as TransferRow;
    if (transfer.state === as) return { kind: 'Ended', transfer };
    if (transfer.state !== 'OFFERED') return { kind: 'Closed', state: transfer.state };
    await updateTransferEnded(tx, transferId, as, transfer.recipientId);
    await insertAuditLogEntry(
      tx,
      fan(fanId),
      as === 'CANCELLED' ? 'ticket.offerCancelled' : 'ticket.offerDeclined',
      encodeId('tkt', transfer.ticketId),
      { transfer: transferId },
    );
    return { kind: 'Ended', transfer: { ...transfer, state: as } };
  });
}
