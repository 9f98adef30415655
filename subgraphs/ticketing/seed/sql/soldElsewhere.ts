import { sql, type Transaction } from '@games/postgres';
import { allocationNo } from '../../src/sql/sales/allocations.ts';

/** Stores an allocation that only holders of its scope can buy from; returns its number. */
export async function insertAllocation(
  tx: Transaction,
  code: string,
  name: string,
  kind: 'ORGANISATION' | 'HOSPITALITY',
): Promise<number> {
  const { id } = await tx.one<{ id: number }>(sql`
    insert into allocation (code, name, kind, scope)
    values (${code}, ${name}, ${kind}, ${`tickets:${code.toLowerCase()}`}) returning id`);
  return id;
}

/** Sells shares (0 to 1) of general admission areas elsewhere. */
export async function sellAreaPlaces(
  tx: Transaction,
  areas: readonly { readonly sessionId: number; readonly blockNo: number; readonly share: number }[],
): Promise<void> {
  await tx.run(sql`
    update area_pool p set sold_elsewhere = floor(p.capacity * a.share)
    from unnest(${areas.map(({ sessionId }) => sessionId)}::integer[], ${areas.map(({ blockNo }) => blockNo)}::integer[],
      ${areas.map(({ share }) => share)}::double precision[]) as a (session_id, block_no, share)
    where p.session_id = a.session_id and p.block_no = a.block_no`);
}

/** Counts what was sold elsewhere, place by place, into the counters that availability is made of. */
export async function countSoldElsewhere(tx: Transaction): Promise<void> {
  await tx.run(sql`
    insert into session_sold (session_id, category_no, set_aside, sold)
    select session_id, category_no, false, sum(places)
    from (
      select session_id, category_no, count(*) as places from seat_occupancy
      where state = 'SOLD' and allocation_id = ${allocationNo.elsewhere} group by 1, 2
      union all
      select session_id, category_no, sum(sold_elsewhere) from area_pool group by 1, 2
    ) elsewhere
    group by 1, 2`);
}
