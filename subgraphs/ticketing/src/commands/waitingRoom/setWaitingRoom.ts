import type { Database } from '@games/postgres';
import { insertAuditLogEntry, staff } from '../../sql/audit/auditLog.ts';
import { selectWaitingRooms, upsertWaitingRoom, type WaitingRoomSettings } from '../../sql/waitingRoom/waitingRooms.ts';

/** Sets how the waiting room of a phase works; what is not given stays. False when the phase has none. */
export async function setWaitingRoom(
  database: Database,
  room: string,
  changes: Partial<WaitingRoomSettings>,
  staffId: string,
): Promise<boolean> {
  return database.transaction(async (tx) => {
    const known = (await selectWaitingRooms(tx)).find((row) => row.room === room);
    if (known === undefined) return false;
    await upsertWaitingRoom(tx, known.phaseId, { ...known, ...changes });
    await insertAuditLogEntry(tx, staff(staffId), 'waitingRoom.set', room, changes);
    return true;
  });
}
