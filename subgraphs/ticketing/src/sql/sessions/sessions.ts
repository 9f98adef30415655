import { type Queryable, type Sql, sql } from '@games/postgres';
import { keyset, type Page } from '@games/subgraph';
import type { SessionState } from '../../domain/sessions/sessionStates.ts';

/** A ticketed session as it is stored, with the code of its plan. */
export interface SessionRow {
  readonly id: number;
  readonly code: string;
  readonly planId: number;
  readonly planCode: string;
  readonly venueCode: string;
  readonly kind: 'SPORT' | 'CEREMONY';
  readonly state: SessionState;
  /** By language tag; English is always there. */
  readonly names: Readonly<Record<string, string>>;
  readonly disciplines: readonly string[];
  readonly logicalDate: string;
  readonly doorsOpenAt: Date;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly ticketsActivateAt: Date;
  readonly utcOffsetMinutes: number;
  readonly currency: string;
}

const columns = sql`
  s.id, s.code, s.plan_id as "planId", p.code as "planCode", s.venue_code as "venueCode", s.kind, s.state, s.names,
  s.disciplines, s.logical_date as "logicalDate", s.doors_open_at as "doorsOpenAt", s.starts_at as "startsAt",
  s.ends_at as "endsAt", s.tickets_activate_at as "ticketsActivateAt", s.utc_offset_minutes as "utcOffsetMinutes",
  s.currency`;
const from = sql`from ticketed_session s join seating_plan p on p.id = s.plan_id`;

export function selectSessionsByIds(db: Queryable, ids: readonly number[]): Promise<SessionRow[]> {
  return db.many(sql`select ${columns} ${from} where s.id = any(${ids}::integer[])`);
}

export function selectSessionsByCodes(db: Queryable, codes: readonly string[]): Promise<SessionRow[]> {
  return db.many(sql`select ${columns} ${from} where s.code = any(${codes}::text[])`);
}

/** Sessions that show the units, once for each unit, in the order of start. */
export function selectSessionsOfUnits(
  db: Queryable,
  unitCodes: readonly string[],
): Promise<(SessionRow & { readonly unitCode: string })[]> {
  return db.many(sql`
    select ${columns}, u.unit_code as "unitCode" ${from} join session_unit u on u.session_id = s.id
    where u.unit_code = any(${unitCodes}::text[]) order by s.starts_at, s.id`);
}

/** Sessions that show any unit of the events, once for each event, in the order of start. */
export function selectSessionsOfEvents(
  db: Queryable,
  eventCodes: readonly string[],
): Promise<(SessionRow & { readonly eventCode: string })[]> {
  return db.many(sql`
    select ${columns}, e.event_code as "eventCode" ${from}
    join (select distinct session_id, event_code from session_unit where event_code = any(${eventCodes}::text[])) e
      on e.session_id = s.id
    order by s.starts_at, s.id`);
}

/** The units of sessions, in the order of start. */
export function selectUnitsOfSessions(
  db: Queryable,
  sessionIds: readonly number[],
): Promise<{ readonly sessionId: number; readonly unitCode: string }[]> {
  return db.many(sql`
    select session_id as "sessionId", unit_code as "unitCode" from session_unit
    where session_id = any(${sessionIds}::integer[]) order by session_id, unit_order, unit_code`);
}

/** What a list of sessions is narrowed to; null or undefined does not narrow. */
export interface SessionFilter {
  readonly venue?: string | null;
  readonly discipline?: string | null;
  readonly logicalDate?: string | null;
  readonly from?: Date | null;
  readonly to?: Date | null;
  readonly kind?: 'SPORT' | 'CEREMONY' | null;
}

/** One page of sessions in the order of start, one more than the page holds. */
export function selectSessions(db: Queryable, filter: SessionFilter, page: Page): Promise<SessionRow[]> {
  const conditions: Sql[] = [];
  if (filter.venue != null) conditions.push(sql`s.venue_code = ${filter.venue}`);
  if (filter.discipline != null) conditions.push(sql`s.disciplines @> array[${filter.discipline}::text]`);
  if (filter.logicalDate != null) conditions.push(sql`s.logical_date = ${filter.logicalDate}::date`);
  if (filter.from != null) conditions.push(sql`s.starts_at >= ${filter.from}`);
  if (filter.to != null) conditions.push(sql`s.starts_at < ${filter.to}`);
  if (filter.kind != null) conditions.push(sql`s.kind = ${filter.kind}`);
  const { where, orderBy, limit } = keyset(page, [
    { expression: sql`s.starts_at`, type: sql`timestamptz` },
    { expression: sql`s.id`, type: sql`integer` },
  ]);
  return db.many(sql`
    select ${columns} ${from} where ${sql.join([...conditions, where], sql` and `)}
    order by ${orderBy} limit ${limit}`);
}
