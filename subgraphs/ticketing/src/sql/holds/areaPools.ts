import { sql, type Transaction } from '@games/postgres';
import type { Pool } from '../../domain/holds/gatherPlaces.ts';
import type { SessionState } from '../../domain/sessions/sessionStates.ts';

/** What stands before places of an area can be taken. */
export interface AreaState {
  readonly sessionState: SessionState;
  readonly allocationId: number;
}

/** The area of a session, or null when the session has no area of this number. */
export function selectArea(tx: Transaction, sessionId: number, blockNo: number): Promise<AreaState | null> {
  return tx.maybeOne(sql`
    select s.state as "sessionState", coalesce(b.allocation_id, 1) as "allocationId"
    from area_pool p join ticketed_session s on s.id = p.session_id
    left join session_block b on b.session_id = p.session_id and b.block_no = p.block_no
    where p.session_id = ${sessionId} and p.block_no = ${blockNo} limit 1`);
}

/** Takes places from one pool where it has so many. The update's own condition decides, and a CHECK stands behind it. */
export async function updatePoolTaken(
  tx: Transaction,
  sessionId: number,
  blockNo: number,
  poolNo: number,
  quantity: number,
): Promise<boolean> {
  const taken = await tx.run(sql`
    update area_pool set taken = taken + ${quantity}
    where session_id = ${sessionId} and block_no = ${blockNo} and pool_no = ${poolNo}
      and taken + sold_elsewhere + ${quantity} <= capacity`);
  return taken === 1;
}

/** All pools of an area, locked in their order until the transaction ends. */
export function lockPools(tx: Transaction, sessionId: number, blockNo: number): Promise<Pool[]> {
  return tx.many(sql`
    select pool_no as "poolNo", capacity, taken + sold_elsewhere as taken from area_pool
    where session_id = ${sessionId} and block_no = ${blockNo} order by pool_no for update`);
}

/** Gives pools that are locked other capacities, whose sum must be what it was. */
export async function updatePoolCapacities(
  tx: Transaction,
  sessionId: number,
  blockNo: number,
  capacities: ReadonlyMap<number, number>,
): Promise<void> {
  await tx.run(sql`
    update area_pool p set capacity = c.capacity
    from unnest(${[...capacities.keys()]}::smallint[], ${[...capacities.values()]}::integer[]) as c (pool_no, capacity)
    where p.session_id = ${sessionId} and p.block_no = ${blockNo} and p.pool_no = c.pool_no`);
}

/** Puts places back. */
export async function updatePoolReleased(
  tx: Transaction,
  sessionId: number,
  blockNo: number,
  poolNo: number,
  quantity: number,
): Promise<void> {
  await tx.run(sql`
    update area_pool set taken = taken - ${quantity}
    where session_id = ${sessionId} and block_no = ${blockNo} and pool_no = ${poolNo}`);
}

/** Places of an area that are free, and that are held. */
export function selectAreaCounts(
  tx: Transaction,
  sessionId: number,
  blockNo: number,
): Promise<{ readonly free: number; readonly held: number }> {
  return tx.one(sql`
    select
      (select coalesce(sum(capacity - taken - sold_elsewhere), 0)::integer from area_pool
        where session_id = ${sessionId} and block_no = ${blockNo}) as free,
      (select coalesce(sum(quantity), 0)::integer from hold
        where session_id = ${sessionId} and block_no = ${blockNo} and state = 'HELD' and expires_at > now()) as held`);
}
