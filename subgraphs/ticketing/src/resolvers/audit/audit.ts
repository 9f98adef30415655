import type { QueryAuditLogArgs, Resolvers } from '@games/schema/generated/ticketing.ts';
import { readPage, toConnection } from '@games/subgraph';
import { requireStaff } from '../../access.ts';
import { auditTickets } from '../../commands/audit/auditTickets.ts';
import type { TicketingContext } from '../../context.ts';
import { selectAuditLogEntries } from '../../sql/audit/auditLog.ts';

/** The audit is for staff. */
export const auditResolvers: Resolvers = {
  Query: {
    auditLog: readAuditLog,
    auditTrail: readAuditLog,
    ticketsAudit: (_root, _args, { database, viewer }) => {
      requireStaff(viewer);
      return auditTickets(database);
    },
  },
};

async function readAuditLog(
  _root: unknown,
  { subject, actor, ...args }: Partial<QueryAuditLogArgs>,
  { database, viewer }: TicketingContext,
) {
  requireStaff(viewer);
  const page = readPage(args, `auditLog ${subject ?? ''} ${actor ?? ''}`);
  const rows = await selectAuditLogEntries(database, { subject: subject ?? null, actor: actor ?? null }, page);
  return toConnection(rows, page, ({ id }) => [id.toString()]);
}
