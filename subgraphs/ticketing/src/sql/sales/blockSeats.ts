import { sql, type Transaction } from '@games/postgres';
import type { SeatState } from '../../domain/seating/seatState.ts';
import { allocationNo } from './allocations.ts';

/** A seat that could not be blocked, with why. */
export interface NotFreeSeat {
  readonly seatNo: number;
  readonly state: SeatState;
  readonly expiresAt: Date | null;
}

/** What blocking and unblocking add to the counts: in a block that is set aside every seat is out of sale already. */
const outOfSale = (sessionId: number, planId: number) => sql`
  join seat s on s.plan_id = ${planId} and s.seat_no = changed.seat_no
  join plan_row r on r.plan_id = s.plan_id and r.row_no = s.row_no
  where not exists (select from session_block b where b.session_id = ${sessionId} and b.block_no = r.block_no
    and b.allocation_id <> ${allocationNo.public})`;

interface Place {
  readonly id: number;
  readonly planId: number;
}

/** Takes those seats out of sale that are free. Returns their numbers; the others are left as they are. */
export async function insertBlockedSeats(
  tx: Transaction,
  session: Place,
  seatNos: readonly number[],
): Promise<number[]> {
  const rows = await tx.many<{ seatNo: number }>(sql`
    with changed as (
      insert into seat_occupancy as o (session_id, seat_no, state, category_no, allocation_id)
      select ${session.id}::integer, seat_no, 'BLOCKED', category_no, ${allocationNo.public}::integer from seat
      where plan_id = ${session.planId} and seat_no = any(${seatNos}::integer[]) order by seat_no
      on conflict (session_id, seat_no) do update
        set state = 'BLOCKED', hold_id = null, allocation_id = excluded.allocation_id, expires_at = null
        where o.state = 'HELD' and o.expires_at <= now()
      returning seat_no, category_no
    ), counted as (
      insert into session_sold (session_id, category_no, set_aside, sold, blocked)
      select ${session.id}::integer, changed.category_no, false, 0, count(*) from changed
      ${outOfSale(session.id, session.planId)} group by changed.category_no
    )
    select seat_no as "seatNo" from changed`);
  return rows.map(({ seatNo }) => seatNo);
}

/** Which of the seats are not free, and why. */
export function selectTakenSeats(
  tx: Transaction,
  sessionId: number,
  seatNos: readonly number[],
): Promise<NotFreeSeat[]> {
  return tx.many(sql`
    select seat_no as "seatNo", state, expires_at as "expiresAt" from seat_occupancy
    where session_id = ${sessionId} and seat_no = any(${seatNos}::integer[])
      and (expires_at is null or expires_at > now())
    order by seat_no`);
}

/** Puts blocked seats back on sale. Returns their numbers. */
export async function deleteBlockedSeats(
  tx: Transaction,
  session: Place,
  seatNos: readonly number[],
): Promise<number[]> {
  const rows = await tx.many<{ seatNo: number }>(sql`
    with changed as (
      delete from seat_occupancy
      where session_id = ${session.id} and seat_no = any(${seatNos}::integer[]) and state = 'BLOCKED'
      returning seat_no, category_no
    ), counted as (
      insert into session_sold (session_id, category_no, set_aside, sold, blocked)
      select ${session.id}::integer, changed.category_no, false, 0, -count(*) from changed
      ${outOfSale(session.id, session.planId)} group by changed.category_no
    )
    select seat_no as "seatNo" from changed`);
  return rows.map(({ seatNo }) => seatNo);
}
