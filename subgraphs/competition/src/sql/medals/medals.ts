import { type Queryable, sql } from '@games/postgres';
import { type KeysetColumn, type Page, pageOfEach } from '@games/subgraph';
import type { MedalType, ReportedMedalsFact } from '../../domain/facts.ts';
import type { MedalCounts } from '../../domain/medals/medalTable.ts';
import type { CompetitorColumns } from '../participants/competitors.ts';

export interface MedalRow extends CompetitorColumns {
  readonly documentId: bigint;
  readonly messageId: bigint;
  readonly position: number;
  readonly eventCode: string;
  readonly unitCode: string | null;
  readonly type: MedalType;
  readonly awarded: boolean;
}

const columns = sql`
  m.document_id as "documentId", m.message_id as "messageId", m.position, m.event_code as "eventCode",
  m.unit_code as "unitCode", m.type, m.awarded, m.competitor_code as "competitorCode",
  m.competitor_type as "competitorType", m.organisation_code as "organisationCode",
  m.printed_name as "printedName", m.members`;

const kindOrder = sql`array_position(array['GOLD', 'SILVER', 'BRONZE'], m.type)`;

/** The medals of events, gold first. */
export function selectMedalsOfEvents(db: Queryable, events: readonly string[]): Promise<readonly MedalRow[]> {
  return db.many(sql`
    select ${columns} from medal m where m.event_code = any(${events})
    order by m.event_code, ${kindOrder}, m.position`);
}

/** The medals of athletes and teams, alone or as a member, gold first. */
export function selectMedalsOfCompetitors(
  db: Queryable,
  codes: readonly string[],
): Promise<readonly (MedalRow & { readonly ownerKey: string })[]> {
  return db.many(sql`
    select o.code as "ownerKey", ${columns}
    from (
      select competitor_code as code, document_id, position from medal where competitor_code = any(${codes})
      union
      select athlete_code, document_id, position from medal_athlete where athlete_code = any(${codes})
    ) o
    join medal m on m.document_id = o.document_id and m.position = o.position
    where m.awarded
    order by o.code, ${kindOrder}, m.event_code, m.position`);
}

const organisationOrder: readonly KeysetColumn[] = [
  { expression: kindOrder, type: sql`integer` },
  { expression: sql`m.event_code`, type: sql`text` },
  { expression: sql`m.position`, type: sql`integer` },
];

/** Where a medal stands in the list of its organisation. */
export const cursorOfMedal = (medal: MedalRow): readonly [number, string, number] => [
  ['GOLD', 'SILVER', 'BRONZE'].indexOf(medal.type) + 1,
  medal.eventCode,
  medal.position,
];

/** A page of the medals of each of several organisations. */
export function selectMedalsOfOrganisations(
  db: Queryable,
  organisations: readonly string[],
  page: Page,
): Promise<readonly (MedalRow & { readonly ownerKey: string })[]> {
  const where = sql`m.organisation_code = o.key and m.awarded`;
  return db.many(pageOfEach(organisations, page, organisationOrder, { columns, from: sql`medal m`, where }));
}

/** Which medals a table counts: all, or those of a discipline, or of events of one gender (the letter of the code). */
export interface MedalScope {
  readonly discipline: string | null;
  readonly gender: string | null;
}

/** What the organiser's own table says of an organisation. */
export interface ReportedRow extends Omit<ReportedMedalsFact, 'organisation'> {
  readonly organisationCode: string;
  readonly messageId: bigint;
}

export interface CountRow extends MedalCounts {
  /** The gender of the events, as the letter of their codes; `TOT` for all together. */
  readonly type: string;
}

/**
 * Medals counted by organisation, for all events together (`TOT`) and by the gender of the events. A team's medal counts
 * once; a medal that is not awarded does not count.
 */
export function selectMedalCounts(db: Queryable, discipline: string | null): Promise<readonly CountRow[]> {
  return db.many(sql`
    select organisation_code as "organisationCode", coalesce(gender, 'TOT') as type,
      count(*) filter (where type = 'GOLD')::integer as gold,
      count(*) filter (where type = 'SILVER')::integer as silver,
      count(*) filter (where type = 'BRONZE')::integer as bronze,
      count(*)::integer as total
    from (
      select organisation_code, substr(event_code, 4, 1) as gender, type
      from medal
      where awarded and organisation_code is not null
        and ${discipline === null ? sql`true` : sql`left(event_code, 3) = ${discipline}`}
    ) m
    group by grouping sets ((organisation_code), (organisation_code, gender))`);
}

/** The organiser's own table: of the whole Games, or of a discipline where there is one. */
export function selectReportedMedals(db: Queryable, discipline: string | null): Promise<readonly ReportedRow[]> {
  return db.many(sql`
    select organisation_code as "organisationCode", type, rank, sort_rank as "sortRank", gold, silver, bronze, total,
      message_id as "messageId"
    from medal_reported where discipline_code = ${discipline ?? '---'}`);
}

/** How many medal events there are, and how many have been decided (have a medal that is awarded). */
export function selectEventCounts(
  db: Queryable,
  { discipline, gender }: MedalScope,
): Promise<{ readonly eventCount: number; readonly decidedEventCount: number }> {
  return db.one(sql`
    select count(*)::integer as "eventCount",
      count(*) filter (where exists (select from medal m where m.event_code = e.code and m.awarded))::integer
        as "decidedEventCount"
    from visible_event e
    where ${discipline === null ? sql`true` : sql`e.discipline_code = ${discipline}`}
      and ${gender === null ? sql`true` : sql`substr(e.code, 4, 1) = ${gender}`}`);
}

/** A medal, or the lack of one, that the official results do not bear out. */
export interface DoubtRow {
  readonly code: 'MEDALLISTS_MISSING' | 'MEDAL_MISSING' | 'GOLD_NOT_FIRST' | 'MEDALLIST_WITHOUT_RESULT';
  readonly eventCode: string;
  readonly documentId: bigint | null;
  readonly position: number | null;
}

/**
 * Holds medals against the official results of the units that decide gold: an event whose only gold unit is official has
 * medallists; an official list of medallists has three medals at least, or states which of them is not awarded; who won
 * gold is first, or won; and nobody has a medal from a unit in which he has no valid result.
 */
export function selectDoubtfulMedals(db: Queryable, discipline: string | null): Promise<readonly DoubtRow[]> {
  const inScope = discipline === null ? sql`true` : sql`left(g.event_code, 3) = ${discipline}`;
  return db.many(sql`
    with gold_unit as materialized (
      select s.event_code, l.scope_code, l.document_id
      from unit_schedule s
      join leading_result_list l on l.kind = 'UNIT' and l.scope_code = s.unit_code and l.status = 'OFFICIAL'
      where s.medal_type = 'GOLD'
        and not exists (
          select from unit_schedule other
          where other.event_code = s.event_code and other.medal_type = 'GOLD' and other.unit_code <> s.unit_code)
    )
    select 'MEDALLISTS_MISSING' as code, g.event_code as "eventCode", null::bigint as "documentId",
      null::integer as position
    from gold_unit g
    where ${inScope} and not exists (select from medal m where m.event_code = g.event_code)
    union all
    select 'MEDAL_MISSING', g.event_code, null, null
    from medal g join message on message.id = g.message_id
    where message.result_status = 'OFFICIAL' and ${inScope}
    group by g.event_code
    having count(*) < 3
    union all
    select case when r.irm is not null then 'MEDALLIST_WITHOUT_RESULT' else 'GOLD_NOT_FIRST' end,
      g.event_code, m.document_id, m.position
    from gold_unit g
    join medal m on m.event_code = g.event_code and m.unit_code = g.scope_code and m.awarded
    join result r on r.document_id = g.document_id and r.competitor_code = m.competitor_code
    where ${inScope} and (
      (r.irm is not null and r.rank is null and r.wlt is null)
      or (m.type = 'GOLD' and r.irm is null and (r.rank > 1 or r.wlt = 'L')))
    order by 2, 1, 4`);
}

/** Medals by where they stand in their documents. */
export function selectMedals(
  db: Queryable,
  places: readonly { readonly documentId: bigint; readonly position: number }[],
): Promise<readonly MedalRow[]> {
  return db.many(sql`
    select ${columns} from ${sql.rows('k', places, { documentId: 'bigint', position: 'integer' })}
    join medal m on m.document_id = k.document_id and m.position = k.position`);
}
