import type { TicketsAudit as Audit, AuditedInvariant } from '../../commands/audit/auditTickets.ts';
import type { AuditOffender } from '../../sql/audit/audited.ts';

declare module '@games/schema/generated/ticketing.ts' {
  interface Parents {
    TicketsAudit: Audit;
    TicketsInvariant: AuditedInvariant;
    TicketsAuditOffender: AuditOffender;
  }
}
