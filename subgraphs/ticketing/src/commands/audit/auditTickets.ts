import type { Database } from '@games/postgres';
import { type AuditOffender, selectCheckedCount, selectOffenders } from '../../sql/audit/audited.ts';
import { moneyInvariants } from '../../sql/audit/auditMoney.ts';
import { placeInvariants } from '../../sql/audit/auditPlaces.ts';

/** How one invariant stands. */
export interface AuditedInvariant {
  readonly name: string;
  /** The rule in a sentence. */
  readonly rule: string;
  readonly holds: boolean;
  /** What breaks it: the first hundred. */
  readonly offenders: readonly AuditOffender[];
  /** How many things were looked at. */
  readonly checked: number;
}

export interface TicketsAudit {
  readonly auditedAt: Date;
  readonly holds: boolean;
  readonly invariants: readonly AuditedInvariant[];
}

export interface AuditOptions {
  /** Refunds that are under way are not a fault before they are this old (default 900). */
  readonly graceSeconds?: number;
}

const offendersMax = 100;
const defaultGraceSeconds = 900;

/**
 * Checks everything that must always be true of seats, money and idempotency keys. All is read in one snapshot, so that it
 * may be asked while selling goes on.
 */
export async function auditTickets(
  database: Database,
  { graceSeconds = defaultGraceSeconds }: AuditOptions = {},
): Promise<TicketsAudit> {
  const auditedAt = new Date();
  const invariants = await database.transaction(
    async (tx) => {
      const audited: AuditedInvariant[] = [];
      for (const query of [...placeInvariants, ...moneyInvariants({ graceSeconds })]) {
        const offenders = await selectOffenders(tx, query, offendersMax);
        const { name, rule } = query;
        audited.push({
          name,
          rule,
          holds: offenders.length === 0,
          offenders,
          checked: await selectCheckedCount(tx, query),
        });
      }
      return audited;
    },
    { isolation: 'repeatable read', readOnly: true },
  );
  return { auditedAt, holds: invariants.every(({ holds }) => holds), invariants };
}
