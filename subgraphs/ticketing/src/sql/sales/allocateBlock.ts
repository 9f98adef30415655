import { sql, type Transaction } from '@games/postgres';
import { allocationNo } from './allocations.ts';

/** The number of an allocation that can be sold from, or null. */
export async function selectAllocationId(tx: Transaction, code: string): Promise<number | null> {
  const row = await tx.maybeOne<{ id: number }>(sql`
    select id from allocation where code = ${code} and id <> ${allocationNo.elsewhere}`);
  return row?.id ?? null;
}

/** The number of a block of a session's plan, or null. */
export async function selectBlockNo(tx: Transaction, planId: number, code: string): Promise<number | null> {
  const row = await tx.maybeOne<{ blockNo: number }>(sql`
    select block_no as "blockNo" from plan_block where plan_id = ${planId} and code = ${code}`);
  return row?.blockNo ?? null;
}

/**
 * Keeps anybody from claiming a seat or a place until the transaction ends, and waits for those who are at it: anybody who
 * claims afterwards sees what this transaction has changed.
 */
export async function lockClaims(tx: Transaction): Promise<void> {
  await tx.run(sql`lock table seat_occupancy, area_pool in share mode`);
}

/** Whether anything of a block is held, sold or blocked. */
export async function selectIsBlockTaken(
  tx: Transaction,
  session: { readonly id: number; readonly planId: number },
  blockNo: number,
): Promise<boolean> {
  const { taken } = await tx.one<{ taken: boolean }>(sql`
    select exists (
      select from seat_occupancy o
      join seat s on s.plan_id = ${session.planId} and s.seat_no = o.seat_no
      join plan_row r on r.plan_id = s.plan_id and r.row_no = s.row_no
      where o.session_id = ${session.id} and r.block_no = ${blockNo} and (o.expires_at is null or o.expires_at > now())
    ) or exists (
      select from area_pool where session_id = ${session.id} and block_no = ${blockNo} and taken + sold_elsewhere > 0
    ) or exists (
      select from session_block where session_id = ${session.id} and block_no = ${blockNo}
        and allocation_id = ${allocationNo.elsewhere}
    ) as taken`);
  return taken;
}

/** Gives a block to an allocation; the public's blocks have no row. */
export async function updateBlockAllocation(
  tx: Transaction,
  sessionId: number,
  blockNo: number,
  allocationId: number,
): Promise<void> {
  if (allocationId === allocationNo.public) {
    await tx.run(sql`delete from session_block where session_id = ${sessionId} and block_no = ${blockNo}`);
    return;
  }
  await tx.run(sql`
    insert into session_block (session_id, block_no, allocation_id) values (${sessionId}, ${blockNo}, ${allocationId})
    on conflict (session_id, block_no) do update set allocation_id = excluded.allocation_id`);
}
