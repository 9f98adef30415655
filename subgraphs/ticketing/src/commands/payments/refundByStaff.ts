import type { Database } from '@games/postgres';
import { ClientError } from '@games/service';
import { encodeId } from '@games/subgraph';
import { isUuid } from '../../domain/uuid.ts';
import { insertAuditLogEntries, staff } from '../../sql/audit/auditLog.ts';
import { lockTicketsToReturn } from '../../sql/returns/returnTickets.ts';
import { refundTickets } from '../../steps/payments/refundTickets.ts';

const ticketsMax = 50;

/**
 * Refunds tickets by decision of staff. Returns the ids of those that were refunded: tickets that are no longer good are
 * left alone, so that it may be repeated. Throws ClientError BAD_USER_INPUT when there are none, or too many.
 */
export async function refundByStaff(
  database: Database,
  staffId: string,
  ticketIds: readonly string[],
  reason: string,
): Promise<readonly string[]> {
  if (ticketIds.length < 1 || ticketIds.length > ticketsMax) {
    throw new ClientError('BAD_USER_INPUT', `From 1 to ${ticketsMax} tickets can be refunded at once.`);
  }
  return database.transaction(async (tx) => {
    const tickets = await lockTicketsToReturn(tx, ticketIds.filter(isUuid));
    const actor = staff(staffId);
    const refunded = await refundTickets(tx, tickets, { reason: 'STAFF', actor });
    await insertAuditLogEntries(
      tx,
      refunded.map((id) => ({ actor, action: 'ticket.refunded', subject: encodeId('tkt', id), detail: { reason } })),
    );
    return refunded;
  });
}
