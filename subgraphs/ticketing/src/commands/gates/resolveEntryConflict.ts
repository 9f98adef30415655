import type { Database } from '@games/postgres';
import { encodeId } from '@games/subgraph';
import { insertAuditLogEntries } from '../../sql/audit/auditLog.ts';
import { type ConflictRow, updateConflictResolved } from '../../sql/gates/scans.ts';

export interface ResolveEntryConflict {
  readonly firstScanId: string;
  readonly secondScanId: string;
  readonly staffId: string;
  readonly resolution: string;
}

/** Closes a double entry with what staff has found out; null when there is no open one. */
export async function resolveEntryConflict(
  database: Database,
  { firstScanId, secondScanId, staffId, resolution }: ResolveEntryConflict,
): Promise<ConflictRow | null> {
  return database.transaction(async (tx) => {
    const conflict = await updateConflictResolved(tx, { firstScanId, secondScanId }, staffId, resolution);
    if (conflict === null) return null;
    const actor = { kind: 'STAFF', id: staffId } as const;
    const subject = encodeId('tkt', conflict.ticketId);
    await insertAuditLogEntries(tx, [{ actor, action: 'entryConflict.resolved', subject, detail: { resolution } }]);
    return conflict;
  });
}
