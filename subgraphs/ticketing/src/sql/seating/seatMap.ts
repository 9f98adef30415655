import { type Queryable, sql } from '@games/postgres';
import type { SeatState } from '../../domain/seating/seatState.ts';

/** Seats of a session that are not free, as lists of numbers with commas. A held seat whose time is over is free. */
export async function selectTakenSeatLists(
  db: Queryable,
  sessionId: number,
): Promise<readonly { readonly state: SeatState; readonly seatNos: string }[]> {
  return db.many(sql`
    select state, string_agg(seat_no::text, ',') as "seatNos" from seat_occupancy
    where session_id = ${sessionId} and (expires_at is null or expires_at > now()) group by state`);
}

/** Blocks that a session sets aside for others than the public, or that were sold elsewhere as a whole. */
export function selectBlocksSetAside(
  db: Queryable,
  sessionId: number,
): Promise<{ readonly blockNo: number; readonly state: 'SOLD' | 'BLOCKED' }[]> {
  return db.many(sql`
    select b.block_no as "blockNo", case a.kind when 'IMPORTED_SALE' then 'SOLD' else 'BLOCKED' end as state
    from session_block b join allocation a on a.id = b.allocation_id
    where b.session_id = ${sessionId} and b.allocation_id <> 1`);
}

/** Rows of a block, for reading its seats. */
export function selectRowNosOfBlock(
  db: Queryable,
  planId: number,
  blockNo: number,
): Promise<{ readonly rowNo: number }[]> {
  return db.many(sql`
    select row_no as "rowNo" from plan_row where plan_id = ${planId} and block_no = ${blockNo} order by row_no`);
}
