/** What others may use of ticketing beside the graph. */

export { auditTickets, type TicketsAudit } from './commands/audit/auditTickets.ts';
export { migrations } from './migrations.ts';
