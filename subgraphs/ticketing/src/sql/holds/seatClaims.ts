import { sql, type Transaction } from '@games/postgres';
import type { HoldOutcome } from '../../domain/holds/holdOutcome.ts';
import type { SeatHoldRequest } from '../../domain/holds/seatHoldRequest.ts';
import type { SeatState } from '../../domain/seating/seatState.ts';
import type { SessionState } from '../../domain/sessions/sessionStates.ts';
import { allocationNo } from '../sales/allocations.ts';

/** What became of one request of a batch. */
export interface ClaimRow {
  /** Place of the request in the batch. */
  readonly ix: number;
  readonly sessionState: SessionState | null;
  /** Of a key that was used before: its request and outcome. */
  readonly keyCommand: string | null;
  readonly keyRequestHash: string | null;
  readonly keyOutcome: HoldOutcome | null;
  /** Seats that were taken before: number, state, time when it comes back. */
  readonly conflicts: readonly (readonly [number, SeatState, string | null])[] | null;
  /** Until when the account has to wait; null when it need not. */
  readonly waitUntil: Date | null;
  /** Seats claimed; fewer than asked for, without a conflict, means that the request lost the race. */
  readonly claimed: number;
}

/**
 * Claims the seats of many holds in one statement. A seat goes to the hold when it has no row, or a row whose time is
 * over: that is claimed in place. A request whose key is known, whose session is cancelled or that has a seat taken is
 * left alone. The requests must not share a seat. Rows are claimed in one order, so that two batches never wait in a ring.
 */
export function insertSeatClaims(tx: Transaction, requests: readonly SeatHoldRequest[]): Promise<ClaimRow[]> {
  const seats = requests.flatMap((request, ix) =>
    request.seatNos.map((seatNo, at) => ({
      ix,
      seatNo,
      category: request.categories[at],
      block: request.blockNos[at],
    })),
  );
  return tx.many(sql`
    with request as materialized (
      select * from unnest(
        ${requests.map((_, ix) => ix)}::integer[], ${requests.map(({ holdId }) => holdId)}::uuid[],
        ${requests.map(({ fanId }) => fanId)}::text[], ${requests.map(({ idempotency }) => idempotency.key)}::text[],
        ${requests.map(({ sessionId }) => sessionId)}::integer[],
        ${requests.map(({ allocationId }) => allocationId)}::integer[],
        ${requests.map(({ holdSeconds }) => holdSeconds)}::integer[]
      ) as r (ix, hold_id, fan_id, key, session_id, allocation_id, hold_seconds)
    ), known as materialized (
      select r.ix, k.command, k.request_hash, k.outcome
      from request r join idempotency_key k on k.caller = r.fan_id and k.key = r.key
    ), waiting as materialized (
      select r.ix, l.wait_until from request r
      join hold_lapse l on l.fan_id = r.fan_id and l.session_id = r.session_id and l.wait_until > now()
    ), wanted as materialized (
      select w.ix, w.seat_no, w.category_no, r.hold_id, r.session_id, r.hold_seconds,
        case coalesce(aside.allocation_id, 1) when r.allocation_id then null when ${allocationNo.elsewhere} then 'SOLD' else 'BLOCKED' end
          as set_aside
      from unnest(
        ${seats.map(({ ix }) => ix)}::integer[], ${seats.map(({ seatNo }) => seatNo)}::integer[],
        ${seats.map(({ category }) => category)}::smallint[], ${seats.map(({ block }) => block)}::integer[]
      ) as w (ix, seat_no, category_no, block_no)
      join request r on r.ix = w.ix
      left join session_block aside on aside.session_id = r.session_id and aside.block_no = w.block_no
    ), taken as materialized (
      select w.ix, jsonb_agg(jsonb_build_array(w.seat_no, coalesce(o.state, w.set_aside), o.expires_at)
        order by w.seat_no) as conflicts
      from wanted w left join seat_occupancy o on o.session_id = w.session_id and o.seat_no = w.seat_no
        and (o.expires_at is null or o.expires_at > now())
      where w.set_aside is not null or o.seat_no is not null group by w.ix
    ), claimed as (
      insert into seat_occupancy as o (session_id, seat_no, state, category_no, hold_id, expires_at)
      select w.session_id, w.seat_no, 'HELD', w.category_no, w.hold_id, now() + w.hold_seconds * interval '1 second'
      from wanted w join ticketed_session s on s.id = w.session_id and s.state = 'SCHEDULED'
      where not exists (select from taken where taken.ix = w.ix)
        and not exists (select from known where known.ix = w.ix)
        and not exists (select from waiting where waiting.ix = w.ix)
      order by w.session_id, w.seat_no
      on conflict (session_id, seat_no) do update set hold_id = excluded.hold_id, expires_at = excluded.expires_at
        where o.state = 'HELD' and o.expires_at <= now()
      returning hold_id
    )
    select r.ix, s.state as "sessionState", known.command as "keyCommand", known.request_hash as "keyRequestHash",
      known.outcome as "keyOutcome", taken.conflicts,
      waiting.wait_until as "waitUntil", coalesce(won.seats, 0) as claimed
    from request r
    left join ticketed_session s on s.id = r.session_id
    left join known on known.ix = r.ix
    left join taken on taken.ix = r.ix
    left join waiting on waiting.ix = r.ix
    left join (select hold_id, count(*)::integer as seats from claimed group by hold_id) won on won.hold_id = r.hold_id`);
}

/** Frees what holds of this transaction have claimed. */
export async function deleteSeatClaims(tx: Transaction, requests: readonly SeatHoldRequest[]): Promise<void> {
  const seats = requests.flatMap(({ holdId, sessionId, seatNos }) =>
    seatNos.map((seatNo) => ({ holdId, sessionId, seatNo })),
  );
  await tx.run(sql`
    delete from seat_occupancy o
    using unnest(${seats.map(({ holdId }) => holdId)}::uuid[], ${seats.map(({ sessionId }) => sessionId)}::integer[],
      ${seats.map(({ seatNo }) => seatNo)}::integer[]) as mine (hold_id, session_id, seat_no)
    where o.session_id = mine.session_id and o.seat_no = mine.seat_no and o.hold_id = mine.hold_id`);
}

/** Who has the seats of these requests now; for those that lost a race. */
export function selectSeatConflicts(
  tx: Transaction,
  requests: readonly SeatHoldRequest[],
): Promise<{ readonly ix: number; readonly conflicts: NonNullable<ClaimRow['conflicts']> }[]> {
  const seats = requests.flatMap(({ sessionId, seatNos }, ix) => seatNos.map((seatNo) => ({ ix, sessionId, seatNo })));
  return tx.many(sql`
    select w.ix, jsonb_agg(jsonb_build_array(w.seat_no, o.state, o.expires_at) order by w.seat_no) as conflicts
    from unnest(${seats.map(({ ix }) => ix)}::integer[], ${seats.map(({ sessionId }) => sessionId)}::integer[],
      ${seats.map(({ seatNo }) => seatNo)}::integer[]) as w (ix, session_id, seat_no)
    join seat_occupancy o on o.session_id = w.session_id and o.seat_no = w.seat_no
      and (o.expires_at is null or o.expires_at > now())
    group by w.ix`);
}
