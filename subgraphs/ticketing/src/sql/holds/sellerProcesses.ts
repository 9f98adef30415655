import { type Queryable, sql } from '@games/postgres';

/** Says that a process is alive; returns the ids of all that are, in order. Those not seen for six seconds are not. */
export async function upsertSellerProcess(db: Queryable, id: string): Promise<readonly string[]> {
  const rows = await db.many<{ id: string }>(sql`
    with own as (
      insert into seller_process (id, seen_at) values (${id}::uuid, now())
      on conflict (id) do update set seen_at = excluded.seen_at
    ), gone as (
      delete from seller_process where seen_at < now() - interval '1 hour'
    )
    select id from seller_process where seen_at > now() - interval '6 seconds' and id <> ${id}::uuid
    union all select ${id}::uuid order by 1`);
  return rows.map((row) => row.id);
}
