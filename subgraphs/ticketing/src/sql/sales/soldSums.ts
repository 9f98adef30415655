import { type Queryable, sql } from '@games/postgres';

/** Rows of a session from which on they are added up. */
const rowsMax = 200;

/**
 * Adds up the counts of sessions that have many rows, in one statement: readers see all of the old rows or all of the new.
 * Two processes take different rows. Returns how many rows were added up.
 */
export async function updateSoldSums(db: Queryable): Promise<number> {
  return db.run(sql`
    with many as (
      select session_id from session_sold group by session_id having count(*) > ${rowsMax} limit 20
    ), chosen as (
      select ctid from session_sold where session_id in (select session_id from many) for update skip locked
    ), gone as (
      delete from session_sold where ctid in (select ctid from chosen) returning *
    )
    insert into session_sold (session_id, category_no, set_aside, sold, blocked)
    select session_id, category_no, set_aside, sum(sold), sum(blocked) from gone group by 1, 2, 3`);
}
