import type { TicketsAudit as Audit, AuditedInvariant } from '../audit.ts';
import type { AuditOffender } from '../sql/audited.ts';

declare module '@games/schema/generated/ticketing.ts' {
  interface Parents {
    TicketsAudit: Audit;
    TicketsInvariant: AuditedInvariant;
    TicketsAuditOffender: AuditOffender;
  }
}
