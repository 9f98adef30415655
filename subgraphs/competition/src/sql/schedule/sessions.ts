import { type Queryable, type Sql, sql } from '@games/postgres';
import { type KeysetColumn, keyset, type Page, pageOfEach } from '@games/subgraph';
import type { Names } from '../../domain/facts.ts';
import { namesOf } from '../structure/names.ts';

export interface SessionRow {
  readonly code: string;
  readonly disciplineCode: string;
  readonly venueCode: string | null;
  readonly sessionType: string | null;
  readonly status: string | null;
  readonly medals: boolean;
  readonly startAt: Date | null;
  readonly endAt: Date | null;
  readonly utcOffsetMinutes: number | null;
  readonly logicalDate: string | null;
  readonly names: Names;
  readonly codeNames: Names;
  readonly messageId: bigint;
  /** Where the session stands in the order of the schedule, as text for cursors. */
  readonly sortAt: string;
}

const columns = sql`
  s.code, s.discipline_code as "disciplineCode", s.venue_code as "venueCode", s.session_type as "sessionType",
  s.status, s.medals, s.start_at as "startAt", s.end_at as "endAt",
  coalesce(s.utc_offset_minutes, (select utc_offset_minutes from games)) as "utcOffsetMinutes",
  s.logical_date as "logicalDate", s.names, ${namesOf('SESSION', sql`s.code`)} as "codeNames",
  s.message_id as "messageId", s.sort_at::text as "sortAt"`;

const order: readonly KeysetColumn[] = [
  { expression: sql`s.sort_at`, type: sql`timestamptz` },
  { expression: sql`s.code`, type: sql`text` },
];

/** Where a session stands in the order of the schedule. */
export const cursorOfSession = (session: SessionRow): readonly [string, string] => [session.sortAt, session.code];

export function selectSessions(db: Queryable, codes: readonly string[]): Promise<readonly SessionRow[]> {
  return db.many(sql`select ${columns} from competition_session s where s.code = any(${codes})`);
}

export interface SessionFilter {
  readonly date?: string | null;
  readonly discipline?: string | null;
  readonly venue?: string | null;
}

export function selectSessionPage(db: Queryable, filter: SessionFilter, page: Page): Promise<readonly SessionRow[]> {
  const { where, orderBy, limit } = keyset(page, order);
  const conditions: readonly Sql[] = [
    where,
    ...(filter.date ? [sql`s.logical_date = ${filter.date}`] : []),
    ...(filter.discipline ? [sql`s.discipline_code = ${filter.discipline}`] : []),
    ...(filter.venue ? [sql`s.venue_code = ${filter.venue}`] : []),
  ];
  return db.many(sql`
    select ${columns} from competition_session s
    where ${sql.join(conditions, sql` and `)} order by ${orderBy} limit ${limit}`);
}

/** A page of sessions for each of several disciplines or venues. */
export function selectSessionsOfOwners(
  db: Queryable,
  owner: 'discipline' | 'venue',
  keys: readonly string[],
  date: string | null,
  page: Page,
): Promise<readonly (SessionRow & { readonly ownerKey: string })[]> {
  const column = owner === 'discipline' ? sql`s.discipline_code` : sql`s.venue_code`;
  const where = sql`${column} = o.key and ${date === null ? sql`true` : sql`s.logical_date = ${date}`}`;
  return db.many(pageOfEach(keys, page, order, { columns, from: sql`competition_session s`, where }));
}
