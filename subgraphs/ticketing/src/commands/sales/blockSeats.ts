import type { Database } from '@games/postgres';
import { ClientError } from '@games/service';
import { encodeId } from '@games/subgraph';
import { insertAuditLogEntry, staff } from '../../sql/audit/auditLog.ts';
import {
  deleteBlockedSeats,
  insertBlockedSeats,
  type NotFreeSeat,
  selectTakenSeats,
} from '../../sql/sales/blockSeats.ts';
import type { SessionRow } from '../../sql/sessions/sessions.ts';

const seatsMax = 2_000;

/** Which seats of a session, by whom and why. */
export interface SeatsByStaff {
  readonly staffId: string;
  readonly session: SessionRow;
  readonly seatNos: readonly number[];
  readonly reason: string;
}

/** Takes the free ones of these seats out of sale. Throws ClientError BAD_USER_INPUT when there are none, or too many. */
export async function blockSeats(
  database: Database,
  { staffId, session, seatNos, reason }: SeatsByStaff,
): Promise<{ readonly count: number; readonly conflicts: readonly NotFreeSeat[] }> {
  checkSeats(seatNos);
  return database.transaction(async (tx) => {
    const blocked = new Set(await insertBlockedSeats(tx, session, seatNos));
    const conflicts = await selectTakenSeats(
      tx,
      session.id,
      seatNos.filter((no) => !blocked.has(no)),
    );
    const subject = encodeId('tse', session.code);
    await insertAuditLogEntry(tx, staff(staffId), 'seats.blocked', subject, { seats: [...blocked], reason });
    return { count: blocked.size, conflicts };
  });
}

/** Puts the blocked ones of these seats back on sale. Returns how many. Throws as {@link blockSeats} does. */
export async function unblockSeats(
  database: Database,
  { staffId, session, seatNos }: Omit<SeatsByStaff, 'reason'>,
): Promise<number> {
  checkSeats(seatNos);
  return database.transaction(async (tx) => {
    const freed = await deleteBlockedSeats(tx, session, seatNos);
    const subject = encodeId('tse', session.code);
    await insertAuditLogEntry(tx, staff(staffId), 'seats.unblocked', subject, { seats: freed });
    return freed.length;
  });
}

function checkSeats(seatNos: readonly number[]): void {
  if (seatNos.length >= 1 && seatNos.length <= seatsMax) return;
  throw new ClientError('BAD_USER_INPUT', `From 1 to ${seatsMax} seats can be named at once.`);
}
