import { type Queryable, type Sql, sql } from '@games/postgres';
import { forgetAfterHours, lapsesFree, waitSeconds } from '../../domain/sales/lapses.ts';

/** How often an account let places of a session lapse. */
export interface HoldLapseRow {
  readonly sessionId: number;
  readonly lapses: number;
  readonly lapsedAt: Date;
  /** Null when the account need not wait now. */
  readonly waitUntil: Date | null;
}

/**
 * A statement that notes lapses, for a CTE beside the one that ended them: `lapsed` selects `fan_id` and `session_id`, a row
 * for each lapse. From the first one that is not free each doubles the wait.
 */
export function insertLapses(lapsed: Sql): Sql {
  return sql`
    insert into hold_lapse as l (fan_id, session_id, lapses, lapsed_at)
    select fan_id, session_id, count(*), now() from (${lapsed}) lapsed group by 1, 2 order by 1, 2
    on conflict (fan_id, session_id) do update set lapsed_at = now(),
      lapses = case when l.lapsed_at < now() - ${forgetAfterHours}::integer * interval '1 hour' then excluded.lapses
        else l.lapses + excluded.lapses end,
      wait_until = case
        when l.lapsed_at < now() - ${forgetAfterHours}::integer * interval '1 hour' then null
        when l.lapses + excluded.lapses <= ${lapsesFree}::integer then null
        else now() + interval '1 second' * least(${waitSeconds.longest}::integer,
          ${waitSeconds.first}::integer * power(2, least(l.lapses + excluded.lapses - ${lapsesFree}::integer - 1, 16))) end`;
}

/** Until when an account has to wait before it can hold places of a session; null when it need not. */
export async function selectWaitUntil(db: Queryable, fanId: string, sessionId: number): Promise<Date | null> {
  const row = await db.maybeOne<{ waitUntil: Date }>(sql`
    select wait_until as "waitUntil" from hold_lapse
    where fan_id = ${fanId} and session_id = ${sessionId} and wait_until > now()`);
  return row?.waitUntil ?? null;
}

/** The lapses of an account, the latest first; 100 at most. */
export function selectLapsesOfFan(db: Queryable, fanId: string): Promise<HoldLapseRow[]> {
  return db.many(sql`
    select session_id as "sessionId", lapses, lapsed_at as "lapsedAt",
      case when wait_until > now() then wait_until end as "waitUntil"
    from hold_lapse where fan_id = ${fanId} order by lapsed_at desc, session_id limit 100`);
}
