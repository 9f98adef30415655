import { type Queryable, type Sql, sql } from '@games/postgres';
import { type KeysetColumn, keyset, type Page, pageOfEach } from '@games/subgraph';

export interface TeamRow {
  readonly code: string;
  readonly disciplineCode: string;
  readonly organisationCode: string;
  readonly number: number | null;
  readonly name: string;
  readonly shortName: string | null;
  readonly tvName: string | null;
  readonly gender: 'M' | 'W' | 'X' | 'O';
  readonly isCurrent: boolean;
  readonly eventCode: string | null;
  readonly bib: string | null;
  readonly sortName: string;
}

const columns = sql`
  t.code, t.discipline_code as "disciplineCode", t.organisation_code as "organisationCode", t.number, t.name,
  t.short_name as "shortName", t.tv_name as "tvName", t.gender, t.is_current as "isCurrent",
  t.event_code as "eventCode", t.bib, t.sort_name as "sortName"`;

export async function selectTeams(db: Queryable, codes: readonly string[]): Promise<readonly TeamRow[]> {
  return db.many<TeamRow>(sql`select ${columns} from team t where t.code = any(${codes}::text[])`);
}

export interface TeamFilter {
  readonly organisation?: string | null;
  readonly discipline?: string | null;
  readonly event?: string | null;
  readonly isCurrent?: boolean | null;
}

const byName: readonly KeysetColumn[] = [
  { expression: sql`t.sort_name`, type: sql`text` },
  { expression: sql`t.code`, type: sql`text` },
];

/** A page of teams in the order of their names. */
export async function selectTeamPage(db: Queryable, filter: TeamFilter, page: Page): Promise<readonly TeamRow[]> {
  const { where, orderBy, limit } = keyset(page, byName);
  return db.many<TeamRow>(sql`
    select ${columns} from team t where ${conditions(filter)} and ${where} order by ${orderBy} limit ${limit}`);
}

/** The same page of each organisation's teams, in one statement. */
export async function selectTeamsOfOrganisations(
  db: Queryable,
  organisations: readonly string[],
  filter: Pick<TeamFilter, 'discipline'>,
  page: Page,
): Promise<readonly TeamRow[]> {
  const where = sql`t.organisation_code = o.key and ${conditions({ ...filter, isCurrent: true })}`;
  return db.many<TeamRow>(pageOfEach(organisations, page, byName, { columns, from: sql`team t`, where }));
}

function conditions({ organisation, discipline, event, isCurrent }: TeamFilter): Sql {
  return sql.join(
    [
      sql`true`,
      ...(organisation == null ? [] : [sql`t.organisation_code = ${organisation}`]),
      ...(discipline == null ? [] : [sql`t.discipline_code = ${discipline}`]),
      ...(event == null ? [] : [sql`t.event_code = ${event}`]),
      ...(isCurrent == null ? [] : [sql`t.is_current = ${isCurrent}`]),
    ],
    sql` and `,
  );
}

/** A team together with the person for whose sake it was looked up. */
export interface TeamOfPersonRow extends TeamRow {
  readonly participantCode: string;
}

export async function selectTeamsOfMembers(
  db: Queryable,
  codes: readonly string[],
): Promise<readonly TeamOfPersonRow[]> {
  return db.many<TeamOfPersonRow>(sql`
    select distinct m.participant_code as "participantCode", ${columns}
    from team_member m join team t on t.code = m.team_code
    where m.participant_code = any(${codes}::text[]) order by 1, t.code`);
}

export async function selectTeamsOfOfficials(
  db: Queryable,
  codes: readonly string[],
): Promise<readonly TeamOfPersonRow[]> {
  return db.many<TeamOfPersonRow>(sql`
    select distinct o.participant_code as "participantCode", ${columns}
    from team_official o join team t on t.code = o.team_code
    where o.participant_code = any(${codes}::text[]) order by 1, t.code`);
}

export interface TeamMemberRow {
  readonly teamCode: string;
  readonly participantCode: string;
  readonly order: number | null;
  readonly bib: string | null;
}

export async function selectTeamMembers(db: Queryable, codes: readonly string[]): Promise<readonly TeamMemberRow[]> {
  return db.many<TeamMemberRow>(sql`
    select team_code as "teamCode", participant_code as "participantCode", sort_order as "order", bib
    from team_member where team_code = any(${codes}::text[])
    order by team_code, coalesce(sort_order, position), position`);
}

export interface TeamOfficialRow {
  readonly teamCode: string;
  readonly participantCode: string;
  readonly order: number | null;
  readonly functionCode: string | null;
}

export async function selectTeamOfficials(
  db: Queryable,
  codes: readonly string[],
): Promise<readonly TeamOfficialRow[]> {
  return db.many<TeamOfficialRow>(sql`
    select team_code as "teamCode", participant_code as "participantCode", sort_order as "order",
      function_code as "functionCode"
    from team_official where team_code = any(${codes}::text[])
    order by team_code, coalesce(sort_order, position), position`);
}
