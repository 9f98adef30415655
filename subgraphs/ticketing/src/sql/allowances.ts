import { type Queryable, sql } from '@games/postgres';

/** What a fan has bought, or holds at this moment, over the whole Games. */
export async function takenByFan(db: Queryable, fanId: string): Promise<number> {
  const { taken } = await db.one<{ taken: number }>(sql`
    select coalesce((select taken from fan_allowances where fan_id = ${fanId} and session_id = 0), 0)
      - coalesce((select sum(quantity) from holds
          where fan_id = ${fanId} and state = 'HELD' and expires_at <= now()), 0)::integer as taken`);
  return taken;
}
