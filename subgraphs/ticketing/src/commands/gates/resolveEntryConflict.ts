import type { Database } from '@games/postgres';
import { encodeId } from '@games/subgraph';
import { insertAuditLogEntry, staff } from '../../sql/audit/auditLog.ts';
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
    const subject = encodeId('tkt', conflict.ticketId);
    await insertAuditLogEntry(tx, staff(staffId), 'entryConflict.resolved', subject, { resolution });
    return conflict;
  });
}
