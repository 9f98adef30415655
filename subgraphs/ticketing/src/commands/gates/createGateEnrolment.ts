import type { Database } from '@games/postgres';
import { encodeId } from '@games/subgraph';
import { hashOfEnrolmentCode, newEnrolmentCode } from '../../domain/gates/enrolmentCode.ts';
import { insertAuditLogEntry, staff } from '../../sql/audit/auditLog.ts';
import { type GateRow, insertEnrolment, selectGate } from '../../sql/gates/gates.ts';

const lifeMs = 30 * 60_000;

export type CreateGateEnrolmentOutcome =
  | { readonly kind: 'Created'; readonly gate: GateRow; readonly code: string; readonly expiresAt: Date }
  | { readonly kind: 'NotFound' };

/** Makes a code that lets one device in at a gate, once. Nobody can read it again afterwards. */
export async function createGateEnrolment(
  database: Database,
  { gate: gateCode, staffId }: { readonly gate: string; readonly staffId: string },
): Promise<CreateGateEnrolmentOutcome> {
  return database.transaction(async (tx): Promise<CreateGateEnrolmentOutcome> => {
    const gate = await selectGate(tx, gateCode);
    if (gate === null) return { kind: 'NotFound' };
    const code = newEnrolmentCode();
    const codeHash = hashOfEnrolmentCode(code);
    const expiresAt = await insertEnrolment(tx, { codeHash, gateId: gate.id, createdBy: staffId, lifeMs: lifeMs });
    await insertAuditLogEntry(tx, staff(staffId), 'gate.enrolmentCreated', encodeId('gat', gate.code));
    return { kind: 'Created', gate, code, expiresAt };
  });
}
