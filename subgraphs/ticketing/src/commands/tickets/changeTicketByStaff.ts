import { type Database, publishEvents } from '@games/postgres';
import { encodeId } from '@games/subgraph';
import { insertAuditLogEntry, staff } from '../../sql/audit/auditLog.ts';
import { lockTicket, updateTicketReissued, updateTicketRevoked } from '../../sql/tickets/ticketStatus.ts';

export interface ChangeTicketByStaff {
  readonly ticketId: string;
  readonly staffId: string;
  readonly reason: string;
  /** Taken out of use for good, or made anew for its owner. */
  readonly change: 'revoked' | 'reissued';
}

export type ChangeTicketByStaffOutcome =
  | { readonly kind: 'Changed'; readonly ticketId: string }
  | { readonly kind: 'NotFound' | 'NotValid' };

/** Staff revokes a ticket or makes it anew; every code that exists of it is worth nothing from then on. */
export async function changeTicketByStaff(
  database: Database,
  { ticketId, staffId, reason, change }: ChangeTicketByStaff,
): Promise<ChangeTicketByStaffOutcome> {
  return database.transaction(async (tx): Promise<ChangeTicketByStaffOutcome> => {
    const ticket = await lockTicket(tx, ticketId);
    if (ticket === null) return { kind: 'NotFound' };
    if (change === 'revoked' && ticket.state === 'REVOKED') return { kind: 'Changed', ticketId };
    if (ticket.state !== 'VALID') return { kind: 'NotValid' };
    await (change === 'revoked' ? updateTicketRevoked : updateTicketReissued)(tx, ticketId);
    const subject = encodeId('tkt', ticketId);
    const action = `ticket.${change}`;
    await insertAuditLogEntry(tx, staff(staffId), action, subject, { reason });
    const type = `ticketing.ticket.${change}`;
    await publishEvents(tx, [{ aggregate: `ticket/${subject}`, type, payload: { ticket: subject } }]);
    return { kind: 'Changed', ticketId };
  });
}
