import { type Queryable, sql } from '@games/postgres';

/** Seats of a session that are not free, as lists of numbers with commas. A held seat whose time is over is free. */
export async function takenSeatLists(
  db: Queryable,
  sessionId: number,
): Promise<readonly { readonly state: 'HELD' | 'SOLD' | 'BLOCKED'; readonly seatNos: string }[]> {
  return db.many(sql`
    select state, string_agg(seat_no::text, ',') as "seatNos" from seat_occupancy
    where session_id = ${sessionId} and (expires_at is null or expires_at > now()) group by state`);
}

/** Blocks that a session sets aside for others than the public. */
export function blocksSetAside(db: Queryable, sessionId: number): Promise<{ readonly blockNo: number }[]> {
  return db.many(sql`
    select block_no as "blockNo" from session_blocks where session_id = ${sessionId} and allocation_id <> 1`);
}

/** Rows of a block, for reading its seats. */
export function rowNosOfBlock(db: Queryable, planId: number, blockNo: number): Promise<{ readonly rowNo: number }[]> {
  return db.many(sql`
    select row_no as "rowNo" from plan_rows where plan_id = ${planId} and block_no = ${blockNo} order by row_no`);
}
