import { createPublicKey } from 'node:crypto';
import type { Database } from '@games/postgres';
import { encodeId } from '@games/subgraph';
import { hashOfEnrolmentCode } from '../../domain/gates/enrolmentCode.ts';
import { newUuid } from '../../domain/uuid.ts';
import { insertAuditLogEntry } from '../../sql/audit/auditLog.ts';
import { type GateRow, insertDevice, selectGatesByIds, updateEnrolmentUsed } from '../../sql/gates/gates.ts';

export interface EnrolGateDevice {
  readonly code: string;
  readonly name: string;
  /** Ed25519, SubjectPublicKeyInfo in base64. */
  readonly publicKey: string;
}

export type EnrolGateDeviceOutcome =
  | { readonly kind: 'Enrolled'; readonly deviceId: string; readonly gate: GateRow }
  | { readonly kind: 'BadCode' | 'BadKey' };

/** Lets a device in by its one-time code. From then on it is known by its key. */
export async function enrolGateDevice(database: Database, request: EnrolGateDevice): Promise<EnrolGateDeviceOutcome> {
  if (!isEd25519(request.publicKey)) return { kind: 'BadKey' };
  return database.transaction(async (tx): Promise<EnrolGateDeviceOutcome> => {
    const gateId = await updateEnrolmentUsed(tx, hashOfEnrolmentCode(request.code));
    if (gateId === null) return { kind: 'BadCode' };
    const id = newUuid();
    await insertDevice(tx, { id, gateId, name: request.name, publicKey: request.publicKey });
    const [gate] = await selectGatesByIds(tx, [gateId]);
    await insertAuditLogEntry(tx, { kind: 'DEVICE', id }, 'gate.enrolled', encodeId('gat', (gate as GateRow).code));
    return { kind: 'Enrolled', deviceId: id, gate: gate as GateRow };
  });
}

function isEd25519(publicKey: string): boolean {
  try {
    const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' });
    return key.asymmetricKeyType === 'ed25519';
  } catch {
    return false;
  }
}
