import { type Queryable, type Sql, sql } from '@games/postgres';
import { holdLifecycle } from '../../domain/holds/holdStates.ts';
import { mayBecome } from '../mayBecome.ts';
import { insertLapses } from './holdLapses.ts';

/** A hold that has ended without being paid. */
export interface EndedHold {
  readonly id: string;
  readonly fanId: string;
  readonly sessionId: number;
  readonly seatNos: readonly number[] | null;
  readonly blockNo: number | null;
  readonly quantity: number;
}

/** Puts the places of holds back into their pools; for a statement in which `ended` has the holds. */
export const endedPlaces = sql`
  update area_pool p set taken = p.taken - mine.quantity
  from (select session_id, block_no, pool_no, sum(quantity)::integer as quantity from ended
    where block_no is not null group by 1, 2, 3) mine
  where p.session_id = mine.session_id and p.block_no = mine.block_no and p.pool_no = mine.pool_no`;

/** Takes the places of holds off their accounts' counts; for a statement in which `ended` has the holds. */
export const endedCounts = sql`
  update fan_allowance a set taken = a.taken - mine.quantity
  from (
    select fan_id, scope.session_id, sum(quantity)::integer as quantity
    from ended cross join lateral (values (0), (ended.session_id)) as scope (session_id) group by 1, 2
  ) mine
  where a.fan_id = mine.fan_id and a.session_id = mine.session_id`;

/**
 * Ends holds in one statement with everything that hangs on them: their seats (those that nobody else has claimed since)
 * and places come free, and the account's counts go down. It lapsed, unless the caller says that nobody is to blame. Which holds: `chosen` selects their ids, locked for update.
 */
function endHolds(db: Queryable, state: 'RELEASED' | 'EXPIRED', chosen: Sql, lapses = true): Promise<EndedHold[]> {
  const lapsed = lapses ? sql`, lapsed as (${insertLapses(sql`select fan_id, session_id from ended`)})` : sql``;
  return db.many(sql`
    with ended as (
      update hold h set state = ${state} where h.id in (${chosen}) and ${mayBecome(holdLifecycle, state, sql`h.state`)}
      returning h.id, h.fan_id, h.session_id, h.seat_nos, h.block_no, h.pool_no, h.quantity
    ), seats as (
      delete from seat_occupancy o
      using (select id, session_id, unnest(seat_nos) as seat_no from ended where seat_nos is not null) mine
      where o.session_id = mine.session_id and o.seat_no = mine.seat_no and o.hold_id = mine.id and o.state = 'HELD'
    ), places as (${endedPlaces}), counts as (${endedCounts})${lapsed}
    select id, fan_id as "fanId", session_id as "sessionId", seat_nos as "seatNos", block_no as "blockNo", quantity
    from ended`);
}

/** Ends holds of fans whose time is over, so that they no longer count against the fans' limits. */
export function updateExpiredHoldsOfFans(db: Queryable, fanIds: readonly string[]): Promise<EndedHold[]> {
  return endHolds(
    db,
    'EXPIRED',
    sql`select id from hold where fan_id = any(${fanIds}::text[]) and state = 'HELD' and expires_at <= now() for update`,
  );
}

/** Ends holds of an area whose time is over, so that their places can be had again; not those of `except`. */
export function updateExpiredHoldsOfArea(
  db: Queryable,
  sessionId: number,
  blockNo: number,
  except: readonly string[],
): Promise<EndedHold[]> {
  return endHolds(
    db,
    'EXPIRED',
    sql`select id from hold where session_id = ${sessionId} and block_no = ${blockNo} and state = 'HELD'
      and expires_at <= now() and id <> all(${except}::uuid[]) for update`,
  );
}

/** Ends some of the holds whose time is over; other processes that do the same take others. */
export function updateSomeExpiredHolds(db: Queryable, limit: number): Promise<EndedHold[]> {
  return endHolds(
    db,
    'EXPIRED',
    sql`select over.id from ticketed_session s cross join lateral (
        select id from hold where session_id = s.id and state = 'HELD' and expires_at <= now()
        order by expires_at limit ${limit} for update skip locked
      ) over limit ${limit}`,
  );
}

/** Ends these holds of a fan before their time. */
export function updateReleasedHolds(
  db: Queryable,
  fanId: string,
  holdIds: readonly string[],
  lapses = true,
): Promise<EndedHold[]> {
  return endHolds(
    db,
    'RELEASED',
    sql`select id from hold where id = any(${holdIds}::uuid[]) and fan_id = ${fanId} and state = 'HELD' for update`,
    lapses,
  );
}
