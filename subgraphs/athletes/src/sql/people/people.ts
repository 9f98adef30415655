import { type Queryable, type Sql, sql } from '@games/postgres';
import { type KeysetColumn, keyset, type Page, pageOfEach } from '@games/subgraph';

export interface ParticipantRow {
  readonly code: string;
  readonly parentCode: string;
  readonly isCurrent: boolean;
  readonly isAthlete: boolean;
  readonly status: string | null;
  readonly givenName: string | null;
  readonly familyName: string;
  readonly printName: string | null;
  readonly printInitialName: string | null;
  readonly tvName: string | null;
  readonly tvInitialName: string | null;
  readonly tvFamilyName: string | null;
  readonly localGivenName: string | null;
  readonly localFamilyName: string | null;
  readonly gender: 'M' | 'W';
  readonly organisationCode: string;
  readonly nationality: string | null;
  readonly birthDate: string | null;
  readonly heightCm: number | null;
  readonly functionCode: string | null;
  readonly sortName: string;
}

/** A participant in a list that is ordered by how well the name matches. */
export interface RankedParticipantRow extends ParticipantRow {
  /** 0 to 1; null in lists that are ordered by name alone. */
  readonly score: number | null;
}

const columns = sql`
  p.code, p.parent_code as "parentCode", p.is_current as "isCurrent", p.is_athlete as "isAthlete", p.status,
  p.given_name as "givenName", p.family_name as "familyName", p.print_name as "printName",
  p.print_initial_name as "printInitialName", p.tv_name as "tvName", p.tv_initial_name as "tvInitialName",
  p.tv_family_name as "tvFamilyName", p.local_given_name as "localGivenName",
  p.local_family_name as "localFamilyName", p.gender, p.organisation_code as "organisationCode", p.nationality,
  p.birth_date as "birthDate", p.height_cm as "heightCm", p.function_code as "functionCode", p.sort_name as "sortName"`;

export async function selectParticipants(db: Queryable, codes: readonly string[]): Promise<readonly ParticipantRow[]> {
  return db.many<ParticipantRow>(sql`select ${columns} from participant p where p.code = any(${codes}::text[])`);
}

export interface ParticipantFilter {
  readonly isAthlete: boolean;
  readonly organisation?: string | null;
  readonly discipline?: string | null;
  readonly gender?: 'M' | 'W' | null;
  readonly functionCode?: string | null;
  readonly isCurrent?: boolean | null;
}

const byName: readonly KeysetColumn[] = [
  { expression: sql`p.sort_name`, type: sql`text` },
  { expression: sql`p.code`, type: sql`text` },
];

const byScore: readonly KeysetColumn[] = [{ expression: sql`p.score`, type: sql`real`, descending: true }, ...byName];

/** A page of participants in the order of their names. */
export async function selectParticipantPage(
  db: Queryable,
  filter: ParticipantFilter,
  page: Page,
): Promise<readonly RankedParticipantRow[]> {
  const { where, orderBy, limit } = keyset(page, byName);
  return db.many<RankedParticipantRow>(sql`
    select ${columns}, null as score from participant p
    where ${conditions(filter)} and ${where} order by ${orderBy} limit ${limit}`);
}

/** How far behind the best match a name may be and still be listed: after a perfect match no typos are shown. */
const scoreBehindBestMax = 0.25;

/** A page of the participants whose names match the words, the best match first. */
export async function selectParticipantsByName(
  db: Queryable,
  search: string,
  filter: ParticipantFilter,
  page: Page,
): Promise<readonly RankedParticipantRow[]> {
  const { where, orderBy, limit } = keyset(page, byScore);
  return db.many<RankedParticipantRow>(sql`
    with matched as (
      select p.*, m.score, max(m.score) over () as best
      from match_names(string_to_array(fold_name(${search}), ' ')) m join participant p on p.code = m.participant_code
      where ${conditions(filter)}
    )
    select ${columns}, p.score from matched p
    where p.score >= p.best - ${scoreBehindBestMax} and ${where} order by ${orderBy} limit ${limit}`);
}

/** The first page of each organisation's athletes, in one statement. */
export async function selectAthletesOfOrganisations(
  db: Queryable,
  organisations: readonly string[],
  filter: Pick<ParticipantFilter, 'discipline' | 'gender'>,
  page: Page,
): Promise<readonly RankedParticipantRow[]> {
  const where = sql`p.organisation_code = o.key and ${conditions({ ...filter, isAthlete: true, isCurrent: true })}`;
  const list = { columns: sql`${columns}, null as score`, from: sql`participant p`, where };
  return db.many<RankedParticipantRow>(pageOfEach(organisations, page, byName, list));
}

export async function selectAthleteCounts(
  db: Queryable,
  organisations: readonly string[],
): Promise<readonly { readonly organisation: string; readonly count: number }[]> {
  return db.many(sql`
    select organisation_code as organisation, count(*)::integer as count from participant
    where organisation_code = any(${organisations}::text[]) and is_athlete and is_current group by 1`);
}

function conditions(filter: ParticipantFilter): Sql {
  const { isAthlete, organisation, discipline, gender, functionCode, isCurrent } = filter;
  return sql.join(
    [
      sql`p.is_athlete = ${isAthlete}`,
      ...(organisation == null ? [] : [sql`p.organisation_code = ${organisation}`]),
      ...(gender == null ? [] : [sql`p.gender = ${gender}`]),
      ...(functionCode == null ? [] : [sql`p.function_code = ${functionCode}`]),
      ...(isCurrent == null ? [] : [sql`p.is_current = ${isCurrent}`]),
      ...(discipline == null
        ? []
        : [
            sql`exists (select from participation d where d.participant_code = p.code and d.discipline_code = ${discipline})`,
          ]),
    ],
    sql` and `,
  );
}

export interface ParticipationRow {
  readonly participantCode: string;
  readonly disciplineCode: string;
  readonly federationId: string | null;
}

export async function selectParticipations(
  db: Queryable,
  codes: readonly string[],
): Promise<readonly ParticipationRow[]> {
  return db.many<ParticipationRow>(sql`
    select participant_code as "participantCode", discipline_code as "disciplineCode", federation_id as "federationId"
    from participation where participant_code = any(${codes}::text[]) order by participant_code, discipline_code`);
}

export interface RegisteredEventRow {
  readonly participantCode: string;
  readonly eventCode: string;
  readonly bib: string | null;
  readonly status: string | null;
  readonly class: string | null;
  readonly entries: readonly {
    readonly type: string;
    readonly code: string;
    readonly pos: string | null;
    readonly value: string | null;
  }[];
}

export async function selectRegisteredEvents(
  db: Queryable,
  codes: readonly string[],
): Promise<readonly RegisteredEventRow[]> {
  return db.many<RegisteredEventRow>(sql`
    select e.participant_code as "participantCode", e.event_code as "eventCode", coalesce(e.bib, p.bib) as bib,
      e.status, e.class, e.entries
    from registered_event e join participation p using (discipline_code, participant_code)
    where e.participant_code = any(${codes}::text[]) order by e.participant_code, e.event_code`);
}

export interface BiographyRow {
  readonly participantCode: string;
  readonly language: string;
  readonly text: string | null;
  readonly facts: readonly { readonly topic: string; readonly text: string }[];
  readonly portraitAssetId: string | null;
}

export async function selectBiographies(db: Queryable, codes: readonly string[]): Promise<readonly BiographyRow[]> {
  return db.many<BiographyRow>(sql`
    select participant_code as "participantCode", language, text, facts, portrait_asset_id as "portraitAssetId"
    from biography where participant_code = any(${codes}::text[]) order by participant_code, language`);
}
