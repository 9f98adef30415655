import { type Queryable, sql } from '@games/postgres';
import type { MemberFact } from '../../domain/facts.ts';

interface Coded {
  readonly code: string;
}

interface Named extends Coded {
  readonly name: string;
}

/** The names of persons as they are known now: what was written last counts. */
export function selectParticipantNames(db: Queryable, codes: readonly string[]): Promise<readonly Named[]> {
  return db.many(sql`
    select distinct on (code) code, print_name as name from participant where code = any(${codes})
    order by code, generated_at desc, version desc, message_id desc`);
}

/** The names of teams as they are known now. */
export function selectTeamNames(db: Queryable, codes: readonly string[]): Promise<readonly Named[]> {
  return db.many(sql`select code, name from team where code = any(${codes})`);
}

/** Codes of athletes that the results feed knows: as participants who are not officials, or in any entry, result or medal. */
export function selectKnownAthletes(db: Queryable, codes: readonly string[]): Promise<readonly Coded[]> {
  return db.many(sql`
    select k.code from unnest(${codes}::text[]) as k (code)
    where exists (
        select from participant p
        where p.code = k.code and not exists (
          select from code_item f
          where f.code_set = 'FUNCTION' and f.code = p.main_function and f.attributes ->> 'Category' <> 'A'))
      or exists (select from entry n where n.competitor_code = k.code and n.competitor_type = 'A')
      or exists (select from team_athlete t where t.athlete_code = k.code)
      or exists (select from result r where r.competitor_code = k.code and r.competitor_type = 'A')
      or exists (select from result_athlete r where r.athlete_code = k.code)
      or exists (select from medal m where m.competitor_code = k.code and m.competitor_type = 'A')
      or exists (select from medal_athlete m where m.athlete_code = k.code)`);
}

/** Codes of teams that the results feed knows. */
export function selectKnownTeams(db: Queryable, codes: readonly string[]): Promise<readonly Coded[]> {
  return db.many(sql`
    select k.code from unnest(${codes}::text[]) as k (code)
    where exists (select from team t where t.code = k.code)
      or exists (select from entry n where n.competitor_code = k.code and n.competitor_type <> 'A')
      or exists (select from result r where r.competitor_code = k.code and r.competitor_type <> 'A')
      or exists (select from medal m where m.competitor_code = k.code and m.competitor_type <> 'A')`);
}

/** Codes of organisations that the results feed knows. */
export function selectKnownOrganisations(db: Queryable, codes: readonly string[]): Promise<readonly Coded[]> {
  return db.many(sql`
    select k.code from unnest(${codes}::text[]) as k (code)
    where exists (select from code_item c where c.code_set = 'ORGANISATION' and c.code = k.code)
      or exists (select from participant p where p.organisation_code = k.code)
      or exists (select from entry n where n.organisation_code = k.code)
      or exists (select from medal m where m.organisation_code = k.code)`);
}

/** The columns of a competitor, in every table that has one: null where there is none. */
export interface CompetitorColumns {
  readonly competitorCode: string | null;
  readonly competitorType: string | null;
  readonly organisationCode: string | null;
  readonly printedName: string | null;
  readonly members: readonly MemberFact[];
}

/** Somebody who competes in a unit, from one of the sources that say so. */
export interface UnitCompetitorRow extends CompetitorColumns {
  readonly unitCode: string;
  readonly basis: 'START_LIST' | 'SCHEDULE' | 'BRACKET';
  readonly position: number;
  readonly placeholder: string | null;
  readonly startOrder: string | null;
}

const competitorsMax = 100;

/** Who competes in units, from every source, in the order of the start; at most 100 a source. */
export function selectCompetitorsOfUnits(
  db: Queryable,
  units: readonly string[],
): Promise<readonly UnitCompetitorRow[]> {
  const columns = sql`
    c.placeholder, c.competitor_code as "competitorCode", c.competitor_type as "competitorType",
    c.organisation_code as "organisationCode", c.printed_name as "printedName", c.members`;
  return db.many(sql`
    select k.code as "unitCode", x.*
    from unnest(${units}::text[]) as k (code)
    cross join lateral (
      (select 'START_LIST' as basis, c.start_position as position, ${columns}, c.start_order as "startOrder"
        from (
          select l.document_id from result_list l where l.scope_code = k.code and l.kind = 'UNIT'
          order by (l.subcode = '') desc, (l.language in ('', 'ENG')) desc, l.version desc, l.document_id limit 1
        ) l join result c on c.document_id = l.document_id
        order by c.start_position limit ${competitorsMax})
      union all
      (select 'SCHEDULE', c.position, ${columns}, c.start_order
        from schedule_start c where c.unit_code = k.code order by c.position limit ${competitorsMax})
      union all
      (select 'BRACKET', c.place, ${columns}, null
        from (
          select i.document_id, i.position from bracket_item i where i.unit_code = k.code
          order by i.message_id desc, i.position limit 1
        ) i join bracket_place c on c.document_id = i.document_id and c.position = i.position
        order by c.place limit ${competitorsMax})
    ) x
    order by k.code, x.basis, x.position`);
}
