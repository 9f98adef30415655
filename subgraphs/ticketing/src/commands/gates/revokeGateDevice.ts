import type { Database } from '@games/postgres';
import { encodeId } from '@games/subgraph';
import { insertAuditLogEntry, staff } from '../../sql/audit/auditLog.ts';
import { type DeviceRow, updateDeviceRevoked } from '../../sql/gates/gates.ts';

/** Shuts a device out; null when there is none. */
export async function revokeGateDevice(
  database: Database,
  deviceId: string,
  staffId: string,
): Promise<DeviceRow | null> {
  return database.transaction(async (tx) => {
    const device = await updateDeviceRevoked(tx, deviceId);
    if (device === null) return null;
    await insertAuditLogEntry(tx, staff(staffId), 'gate.deviceRevoked', encodeId('gdv', deviceId));
    return device;
  });
}
