import { type Queryable, sql } from '@games/postgres';

export interface NextUnitRow {
  readonly competitorCode: string;
  readonly unitCode: string;
  /** True when a start list, the schedule or a bracket names the competitor; false when only the entry says so. */
  readonly confirmed: boolean;
}

/**
 * The next unit of each of several athletes or teams. Candidates are the units whose start list, schedule or bracket
 * names the competitor (alone or as a member), and the first phase of every event that the competitor is entered in and
 * has not begun. Of those that are not over the one that starts first is next; a unit under way counts however long
 * ago it began, one that only should have begun is given up after half a day.
 */
export function selectNextUnits(db: Queryable, codes: readonly string[], now: Date): Promise<readonly NextUnitRow[]> {
  return db.many(sql`
    with asked as (select unnest(${codes}::text[]) as code),
    team_of as (
      select a.code, t.team_code from asked a join team_athlete t on t.athlete_code = a.code
    ),
    own as (
      select a.code, r.document_id, r.position from asked a
      join result r on r.competitor_code = a.code and r.kind = 'UNIT'
      union
      select a.code, r.document_id, r.position from asked a
      join result_athlete r on r.athlete_code = a.code and r.kind = 'UNIT'
    ),
    named as (
      select o.code, l.scope_code as unit_code from own o
      join result_list l on l.document_id = o.document_id
      join result r on r.document_id = o.document_id and r.position = o.position
      where r.irm is null
      union
      select a.code, s.unit_code from asked a
      join schedule_start s on s.competitor_code = a.code or s.athlete_codes @> array[a.code]
      union
      select t.code, s.unit_code from team_of t join schedule_start s on s.competitor_code = t.team_code
      union
      select a.code, i.unit_code from asked a
      join bracket_place p on p.competitor_code = a.code or p.athlete_codes @> array[a.code]
      join bracket_item i on i.document_id = p.document_id and i.position = p.position
      union
      select t.code, i.unit_code from team_of t
      join bracket_place p on p.competitor_code = t.team_code
      join bracket_item i on i.document_id = p.document_id and i.position = p.position
    ),
    entered as (
      select a.code, n.event_code from asked a
      join entry n on n.competitor_code = a.code or n.athlete_codes @> array[a.code]
      union
      select t.code, n.event_code from team_of t join entry n on n.competitor_code = t.team_code
    ),
    waiting as (
      select e.code, e.event_code from entered e
      where not exists (
        select from own o join result_list l on l.document_id = o.document_id
        where o.code = e.code and l.event_code = e.event_code)
    ),
    candidate as (
      select code, unit_code, true as confirmed from named where unit_code is not null
      union all
      select w.code, first.unit_code, false from waiting w
      cross join lateral (
        select s.unit_code from unit_schedule s
        where s.event_code = w.event_code and s.status is distinct from 'UNSCHEDULED'
          and left(s.unit_code, 26) = (
            select left(f.unit_code, 26) from unit_schedule f
            where f.event_code = w.event_code and f.status is distinct from 'UNSCHEDULED'
            order by f.sort_at, f.sort_position, f.unit_code limit 1)
          and not exists (select from result_list l where l.kind = 'UNIT' and l.scope_code = s.unit_code)
        order by s.sort_at, s.sort_position, s.unit_code limit 1
      ) first
    )
    select distinct on (c.code) c.code as "competitorCode", c.unit_code as "unitCode", c.confirmed
    from candidate c
    -- One look-up a candidate: without the limit the whole schedule would be hashed for a handful of units.
    cross join lateral (select * from unit_schedule p where p.unit_code = c.unit_code limit 1) s
    left join lateral (
      select l.status from result_list l where l.kind = 'UNIT' and l.scope_code = c.unit_code
      order by (l.subcode = '') desc, l.version desc limit 1
    ) r on true
    where s.status is distinct from 'UNSCHEDULED' and s.status is distinct from 'FINISHED'
      and s.status is distinct from 'CANCELLED'
      and (r.status is null or r.status in ('START_LIST', 'LIVE', 'INTERMEDIATE'))
      and (s.status in ('RUNNING', 'SCHEDULED_BREAK', 'INTERRUPTED', 'POSTPONED')
        or s.sort_at > ${now}::timestamptz - interval '12 hours')
    order by c.code, s.sort_at, c.confirmed desc, s.sort_position, c.unit_code`);
}
