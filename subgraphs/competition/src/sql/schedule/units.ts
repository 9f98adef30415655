import { type Queryable, type Sql, sql } from '@games/postgres';
import { type KeysetColumn, keyset, type Page, pageOfEach } from '@games/subgraph';
import type { Names, Texts } from '../../domain/facts.ts';
import { namesOf } from '../structure/names.ts';

/** A unit with its place in the schedule and the state of its result. */
export interface UnitRow {
  readonly code: string;
  readonly phaseCode: string;
  readonly eventCode: string;
  readonly disciplineCode: string;
  /** False for a unit that only results name; what follows of the schedule is null then. */
  readonly scheduled: boolean;
  readonly sessionCode: string | null;
  readonly venueCode: string | null;
  readonly locationCode: string | null;
  readonly locationName: string | null;
  readonly status: string | null;
  readonly medalType: 'GOLD' | 'BRONZE' | null;
  readonly unitNumber: string | null;
  readonly startAt: Date | null;
  readonly endAt: Date | null;
  readonly startHidden: boolean | null;
  readonly endHidden: boolean | null;
  readonly actualStartAt: Date | null;
  readonly actualEndAt: Date | null;
  readonly utcOffsetMinutes: number | null;
  readonly logicalDate: string | null;
  readonly sortOrder: number | null;
  readonly itemNames: Names | null;
  readonly codeNames: Names;
  readonly locationNames: Names;
  readonly startTexts: Texts | null;
  readonly scheduleMessageId: bigint | null;
  readonly resultStatus: string | null;
  /** Where the unit stands in the order of the schedule, as text for cursors. */
  readonly sortAt: string;
  readonly sortPosition: number;
}

const columns = sql`
  u.code, u.phase_code as "phaseCode", u.event_code as "eventCode", u.discipline_code as "disciplineCode",
  s.unit_code is not null as scheduled, s.session_code as "sessionCode", s.venue_code as "venueCode",
  s.location_code as "locationCode", s.location_name as "locationName", s.status, s.medal_type as "medalType",
  s.unit_number as "unitNumber", s.start_at as "startAt", s.end_at as "endAt", s.start_hidden as "startHidden",
  s.end_hidden as "endHidden",
  coalesce(s.actual_start_at, r.actual_start_at) as "actualStartAt",
  coalesce(s.actual_end_at, r.actual_end_at) as "actualEndAt",
  coalesce(s.utc_offset_minutes, r.utc_offset_minutes, (select utc_offset_minutes from games)) as "utcOffsetMinutes",
  coalesce(s.logical_date, r.logical_date) as "logicalDate", s.sort_order as "sortOrder",
  s.names as "itemNames", ${namesOf('UNIT', sql`u.code`)} as "codeNames",
  ${namesOf('LOCATION', sql`s.location_code`)} as "locationNames",
  s.start_texts as "startTexts", s.message_id as "scheduleMessageId", r.status as "resultStatus",
  coalesce(s.sort_at, 'infinity')::text as "sortAt", coalesce(s.sort_position, 2147483647) as "sortPosition"`;

/** The result list that speaks for the unit: the one without a subcode, as the view leading_result_list has it. */
const resultJoin = sql`
  left join lateral (
    select status, actual_start_at, actual_end_at, utc_offset_minutes, logical_date
    from result_list l where l.scope_code = u.code and l.kind = 'UNIT'
    order by (subcode = '') desc, (language in ('', 'ENG')) desc, version desc, document_id limit 1
  ) r on true`;

/** Every unit that is shown. */
const allUnits = sql`unit u left join unit_schedule s on s.unit_code = u.code ${resultJoin}`;
const isShown = sql`(s.unit_code is not null or r.logical_date is not null)`;

/** Units of the schedule alone: planned by the index of what the units are asked by. */
const scheduledUnits = sql`unit_schedule s join unit u on u.code = s.unit_code ${resultJoin}`;
const isPlanned = sql`s.status is distinct from 'UNSCHEDULED'`;

const scheduleOrder: readonly KeysetColumn[] = [
  { expression: sql`s.sort_at`, type: sql`timestamptz` },
  { expression: sql`s.sort_position`, type: sql`integer` },
  { expression: sql`s.unit_code`, type: sql`text` },
];

const unitOrder: readonly KeysetColumn[] = [
  { expression: sql`coalesce(s.sort_at, 'infinity')`, type: sql`timestamptz` },
  { expression: sql`coalesce(s.sort_position, 2147483647)`, type: sql`integer` },
  { expression: sql`u.code`, type: sql`text` },
];

/** Where a unit stands in the order of the schedule. */
export const cursorOfUnit = (unit: UnitRow): readonly [string, number, string] => [
  unit.sortAt,
  unit.sortPosition,
  unit.code,
];

/** Units by their codes, in any order. */
export function selectUnits(db: Queryable, codes: readonly string[]): Promise<readonly UnitRow[]> {
  return db.many(sql`select ${columns} from ${allUnits} where u.code = any(${codes}) and ${isShown}`);
}

export interface UnitFilter {
  readonly date?: string | null;
  readonly discipline?: string | null;
  readonly event?: string | null;
  readonly venue?: string | null;
  readonly session?: string | null;
  readonly statuses?: readonly string[] | null;
  readonly medals?: boolean | null;
  readonly liveStatuses?: readonly string[] | null;
}

/** A page of the schedule. */
export function selectUnitPage(db: Queryable, filter: UnitFilter, page: Page): Promise<readonly UnitRow[]> {
  const { where, orderBy, limit } = keyset(page, scheduleOrder);
  return db.many(sql`
    select ${columns} from ${scheduledUnits}
    where ${sql.join(conditionsOf(filter), sql` and `)} and ${where}
    order by ${orderBy} limit ${limit}`);
}

function conditionsOf(filter: UnitFilter): readonly Sql[] {
  return [
    filter.statuses ? sql`s.status = any(${filter.statuses})` : isPlanned,
    ...(filter.date ? [sql`s.logical_date = ${filter.date}`] : []),
    ...(filter.discipline ? [sql`s.discipline_code = ${filter.discipline}`] : []),
    ...(filter.event ? [sql`s.event_code = ${filter.event}`] : []),
    ...(filter.venue ? [sql`s.venue_code = ${filter.venue}`] : []),
    ...(filter.session ? [sql`s.session_code = ${filter.session}`] : []),
    ...(filter.medals == null ? [] : [sql`(s.medal_type is not null) = ${filter.medals}`]),
    ...(filter.liveStatuses ? [sql`s.status = any(${filter.liveStatuses})`] : []),
  ];
}

/** What units can be asked by. */
export type UnitOwner = 'discipline' | 'event' | 'phase' | 'venue' | 'session';

const owners: Readonly<Record<UnitOwner, { readonly from: Sql; readonly column: Sql; readonly shown: Sql }>> = {
  discipline: { from: scheduledUnits, column: sql`s.discipline_code`, shown: isPlanned },
  venue: { from: scheduledUnits, column: sql`s.venue_code`, shown: isPlanned },
  session: { from: scheduledUnits, column: sql`s.session_code`, shown: isPlanned },
  event: { from: allUnits, column: sql`u.event_code`, shown: sql`${isShown} and ${isPlanned}` },
  phase: { from: allUnits, column: sql`u.phase_code`, shown: sql`${isShown} and ${isPlanned}` },
};

/** A page of units for each of several owners, in one statement; each owner's rows in the order of the page. */
export function selectUnitsOfOwners(
  db: Queryable,
  owner: UnitOwner,
  keys: readonly string[],
  date: string | null,
  page: Page,
): Promise<readonly (UnitRow & { readonly ownerKey: string })[]> {
  const { from, column, shown } = owners[owner];
  const onDay = date === null ? sql`true` : sql`s.logical_date = ${date}`;
  const where = sql`${column} = o.key and ${shown} and ${onDay}`;
  return db.many(pageOfEach(keys, page, unitOrder, { columns, from, where }));
}

/** The states of all units of phases or events. */
export function selectUnitStates(
  db: Queryable,
  owner: 'event' | 'phase',
  keys: readonly string[],
): Promise<
  readonly { readonly ownerKey: string; readonly scheduleStatus: string | null; readonly resultStatus: string | null }[]
> {
  const column = owner === 'event' ? sql`u.event_code` : sql`u.phase_code`;
  return db.many(sql`
    select ${column} as "ownerKey", s.status as "scheduleStatus", r.status as "resultStatus"
    from ${allUnits} where ${column} = any(${keys}) and ${isShown}`);
}
