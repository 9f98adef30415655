import './auditParents.ts';
import type { Resolvers } from '@games/schema/generated/ticketing.ts';
import { requireStaff } from '../../access.ts';
import { auditTickets } from '../../commands/audit/auditTickets.ts';

type QueryResolvers = NonNullable<Exclude<Resolvers['Query'], undefined>>;

/** The audit is for staff. */
export const auditResolvers: { Query: Pick<QueryResolvers, 'ticketsAudit'> } = {
  Query: {
    ticketsAudit: (_root, _args, { database, viewer }) => {
      requireStaff(viewer);
      return auditTickets(database);
    },
  },
};
