import type { Database } from '@games/postgres';
import { encodeId } from '@games/subgraph';
import { insertAuditLogEntry, staff } from '../../sql/audit/auditLog.ts';
import { type GateRow, upsertGate } from '../../sql/gates/gates.ts';

/** Makes a gate, or changes its name. Null when the code is that of a gate of another venue. */
export async function storeGate(
  database: Database,
  gate: Omit<GateRow, 'id'>,
  staffId: string,
): Promise<GateRow | null> {
  return database.transaction(async (tx) => {
    const stored = await upsertGate(tx, gate);
    if (stored === null) return null;
    const detail = { venue: gate.venueCode, name: gate.name };
    await insertAuditLogEntry(tx, staff(staffId), 'gate.stored', encodeId('gat', gate.code), detail);
    return stored;
  });
}
