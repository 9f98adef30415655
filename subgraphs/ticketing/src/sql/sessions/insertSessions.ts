import { type Queryable, sql } from '@games/postgres';
import { poolsPerArea, type SessionDraft } from '../../domain/sessions/session.ts';

/**
 * Stores new sessions with units, prices and the counters of their general admission areas; returns their numbers by
 * code. Every category that has a price must be one of the plan's.
 */
export async function insertSessions(
  db: Queryable,
  sessions: readonly SessionDraft[],
): Promise<ReadonlyMap<string, number>> {
  const rows = await db.many<{ id: number; code: string }>(sql`
    insert into ticketed_session (code, plan_id, venue_code, kind, names, disciplines, logical_date, doors_open_at,
      starts_at, ends_at, tickets_activate_at, utc_offset_minutes, currency)
    select d.code, p.id, p.venue_code, d.kind, d.names, array(select jsonb_array_elements_text(d.disciplines)),
      d."logicalDate", d."doorsOpenAt", d."startsAt", d."endsAt", d."ticketsActivateAt", d."utcOffsetMinutes", d.currency
    from jsonb_to_recordset(${JSON.stringify(sessions, asJson)}::jsonb) as d (
      code text, "planCode" text, kind text, names jsonb, disciplines jsonb, "logicalDate" date,
      "doorsOpenAt" timestamptz, "startsAt" timestamptz, "endsAt" timestamptz, "ticketsActivateAt" timestamptz,
      "utcOffsetMinutes" smallint, currency text)
    join seating_plan p on p.code = d."planCode"
    order by d."startsAt", d.code
    returning id, code`);
  const idOf = new Map(rows.map(({ id, code }) => [code, id]));
  const ids = sessions.map(({ code }) => idOf.get(code) as number);
  await storeUnits(db, sessions, ids);
  await storePrices(db, sessions, ids);
  await storePools(db, ids);
  return idOf;
}

const asJson = (_key: string, value: unknown): unknown => (typeof value === 'bigint' ? value.toString() : value);

async function storeUnits(db: Queryable, sessions: readonly SessionDraft[], ids: readonly number[]): Promise<void> {
  const units = sessions.flatMap(({ units }, index) => units.map((code, order) => ({ id: ids[index], code, order })));
  await db.run(sql`
    insert into session_unit (session_id, unit_code, unit_order)
    select * from ${sql.rows('u', units, { id: 'integer', code: 'text', order: 'smallint' })}`);
}

async function storePrices(db: Queryable, sessions: readonly SessionDraft[], ids: readonly number[]): Promise<void> {
  const prices = sessions.flatMap((session, index) =>
    Object.entries(session.prices).map(([category, minor]) => ({ id: ids[index], category, minor })),
  );
  await db.run(sql`
    insert into session_price (session_id, category_no, price_minor, places_count)
    select s.id, c.category_no, d.minor, coalesce(sum(b.places_count), 0)
    from ${sql.rows('d', prices, { id: 'integer', category: 'text', minor: 'bigint' })}
    join ticketed_session s on s.id = d.id
    join plan_category c on c.plan_id = s.plan_id and c.code = d.category
    left join plan_block_place b on b.plan_id = s.plan_id and b.category_no = c.category_no
    group by s.id, c.category_no, d.minor`);
}

async function storePools(db: Queryable, ids: readonly number[]): Promise<void> {
  await db.run(sql`
    insert into area_pool (session_id, block_no, pool_no, category_no, capacity)
    select s.id, b.block_no, pool, b.category_no,
      b.capacity / ${poolsPerArea} + case when pool <= b.capacity % ${poolsPerArea} then 1 else 0 end
    from ticketed_session s
    join plan_block b on b.plan_id = s.plan_id and b.kind = 'GENERAL_ADMISSION'
    cross join generate_series(1, ${poolsPerArea}) as pool
    where s.id = any(${ids}::integer[])`);
}
