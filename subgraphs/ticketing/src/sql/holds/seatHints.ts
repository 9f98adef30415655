import { type Queryable, sql } from '@games/postgres';
import type { SeatState } from '../../domain/seating/seatState.ts';

/** Seats of a session in one state; the lists are numbers with commas, times milliseconds since 1970. */
export interface OccupiedSeats {
  readonly state: SeatState;
  readonly seatNos: string;
  /** Of held seats, one for each. */
  readonly freeAtMs: string | null;
}

/** Everything that is not free in a session now, in two or three rows. */
export function selectOccupiedSeats(db: Queryable, sessionId: number): Promise<OccupiedSeats[]> {
  return db.many(sql`
    select state, string_agg(seat_no::text, ',' order by expires_at) as "seatNos",
      string_agg(floor(extract(epoch from expires_at) * 1000)::text, ',' order by expires_at) as "freeAtMs"
    from seat_occupancy
    where session_id = ${sessionId} and (expires_at is null or expires_at > now()) group by state`);
}

/** Blocks of a session that belong to an allocation of their own. */
export function selectAllocatedBlocks(
  db: Queryable,
  sessionId: number,
): Promise<{ readonly blockNo: number; readonly allocationId: number }[]> {
  return db.many(sql`
    select block_no as "blockNo", allocation_id as "allocationId" from session_block where session_id = ${sessionId}`);
}

/** Open holds of a session that were made after a moment; ids begin with the time, so that the primary key finds them. */
export function selectHoldsSince(
  db: Queryable,
  sessionId: number,
  firstId: string,
): Promise<{ readonly seatNos: readonly number[]; readonly expiresAt: Date }[]> {
  return db.many(sql`
    select seat_nos as "seatNos", expires_at as "expiresAt" from hold
    where id >= ${firstId}::uuid and session_id = ${sessionId} and state = 'HELD' and seat_nos is not null`);
}
