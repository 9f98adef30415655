import { sql, type Transaction } from '@games/postgres';
import { allocationNo } from './allocations.ts';

/** A seat that could not be blocked, with why. */
export interface NotFreeSeat {
  readonly seatNo: number;
  readonly state: 'HELD' | 'SOLD' | 'BLOCKED';
  readonly expiresAt: Date | null;
}

/** Takes those seats out of sale that are free. Returns how many; the others are left as they are. */
export async function blockFreeSeats(
  tx: Transaction,
  session: { readonly id: number; readonly planId: number },
  seatNos: readonly number[],
): Promise<number> {
  const { count } = await tx.one<{ count: number }>(sql`
    with blocked as (
      insert into seat_occupancy as o (session_id, seat_no, state, category_no, allocation_id)
      select ${session.id}::integer, seat_no, 'BLOCKED', category_no, ${allocationNo.public}::integer from seats
      where plan_id = ${session.planId} and seat_no = any(${seatNos}::integer[]) order by seat_no
      on conflict (session_id, seat_no) do update
        set state = 'BLOCKED', hold_id = null, allocation_id = excluded.allocation_id, expires_at = null
        where o.state = 'HELD' and o.expires_at <= now()
      returning category_no
    ), counted as (
      insert into session_sold (session_id, category_no, set_aside, sold, blocked)
      select ${session.id}::integer, category_no, false, 0, count(*) from blocked group by category_no
    )
    select count(*)::integer as count from blocked`);
  return count;
}

/** Which of the seats are not free, and why; asked before they are blocked. */
export function notFreeSeats(tx: Transaction, sessionId: number, seatNos: readonly number[]): Promise<NotFreeSeat[]> {
  return tx.many(sql`
    select seat_no as "seatNo", state, expires_at as "expiresAt" from seat_occupancy
    where session_id = ${sessionId} and seat_no = any(${seatNos}::integer[])
      and (expires_at is null or expires_at > now())
    order by seat_no`);
}

/** Puts blocked seats back on sale. Returns how many. */
export async function unblockSeats(tx: Transaction, sessionId: number, seatNos: readonly number[]): Promise<number> {
  const { count } = await tx.one<{ count: number }>(sql`
    with freed as (
      delete from seat_occupancy
      where session_id = ${sessionId} and seat_no = any(${seatNos}::integer[]) and state = 'BLOCKED'
      returning category_no
    ), counted as (
      insert into session_sold (session_id, category_no, set_aside, sold, blocked)
      select ${sessionId}::integer, category_no, false, 0, -count(*) from freed group by category_no
    )
    select count(*)::integer as count from freed`);
  return count;
}
