import { type Queryable, sql } from '@games/postgres';
import { type KeysetColumn, keyset, type Page } from '@games/subgraph';
import type { ExtendedFact, MemberFact, NoteFact, PoolFact, ResultListKind } from '../../domain/facts.ts';

/** A list of results as it stands in the tables. */
export interface ResultListRow {
  readonly documentId: bigint;
  readonly messageId: bigint;
  readonly version: number;
  readonly kind: ResultListKind;
  readonly scopeCode: string;
  readonly eventCode: string;
  readonly subcode: string;
  readonly status: string | null;
  readonly infos: readonly ExtendedFact[];
  readonly notes: readonly NoteFact[];
}

/** An entry of a list, with what is needed of its list. */
export interface ResultRow {
  readonly documentId: bigint;
  readonly messageId: bigint;
  readonly kind: ResultListKind;
  readonly scopeCode: string;
  readonly eventCode: string;
  readonly subcode: string;
  readonly position: number;
  readonly startPosition: number;
  readonly key: string;
  readonly placeholder: string | null;
  readonly competitorCode: string | null;
  readonly competitorType: string | null;
  readonly organisationCode: string | null;
  readonly printedName: string | null;
  readonly members: readonly MemberFact[];
  readonly rank: number | null;
  readonly rankEqual: boolean;
  readonly sortOrder: number | null;
  readonly mark: string | null;
  readonly markType: string | null;
  readonly difference: string | null;
  readonly irm: string | null;
  readonly qualificationMark: string | null;
  readonly wlt: string | null;
  readonly startOrder: string | null;
  readonly startSortOrder: number | null;
  readonly bib: string | null;
  readonly pool: PoolFact | null;
  readonly extended: readonly ExtendedFact[];
}

const listColumns = sql`
  l.document_id as "documentId", l.message_id as "messageId", l.version, l.kind, l.scope_code as "scopeCode",
  l.event_code as "eventCode", l.subcode, l.status, l.infos, l.notes`;

const leadingFirst = sql`(l.subcode = '') desc, (l.language in ('', 'ENG')) desc, l.version desc, l.document_id`;

const columns = sql`
  r.document_id as "documentId", l.message_id as "messageId", r.kind, r.scope_code as "scopeCode",
  l.event_code as "eventCode", l.subcode, r.position, r.start_position as "startPosition", r.key, r.placeholder,
  r.competitor_code as "competitorCode", r.competitor_type as "competitorType",
  r.organisation_code as "organisationCode", r.printed_name as "printedName", r.members, r.rank,
  r.rank_equal as "rankEqual", r.sort_order as "sortOrder", r.mark, r.mark_type as "markType", r.difference, r.irm,
  r.qualification_mark as "qualificationMark", r.wlt, r.start_order as "startOrder",
  r.start_sort_order as "startSortOrder", r.bib, r.pool, r.extended`;

/** The lists of scopes, by kind; the one that speaks for its scope first. */
export function selectResultListsOfScopes(
  db: Queryable,
  keys: readonly { readonly kind: ResultListKind; readonly scopeCode: string }[],
): Promise<readonly ResultListRow[]> {
  return db.many(sql`
    select ${listColumns}
    from unnest(${keys.map(({ kind }) => kind)}::text[], ${keys.map(({ scopeCode }) => scopeCode)}::text[])
      as k (kind, scope_code)
    join result_list l on l.kind = k.kind and l.scope_code = k.scope_code
    order by l.kind, l.scope_code, ${leadingFirst}`);
}

export type ResultOrder = 'RESULT' | 'START';

/** A page of the entries of each of several lists. */
export function selectResultsOfLists(
  db: Queryable,
  documentIds: readonly string[],
  order: ResultOrder,
  page: Page,
): Promise<readonly ResultRow[]> {
  const column: KeysetColumn = {
    expression: order === 'START' ? sql`r.start_position` : sql`r.position`,
    type: sql`integer`,
  };
  const { where, orderBy, limit } = keyset(page, [column]);
  return db.many(sql`
    select x.*
    from unnest(${documentIds}::bigint[]) with ordinality as o (key, owner_place)
    cross join lateral (
      select ${columns} from result r join result_list l on l.document_id = r.document_id
      where r.document_id = o.key and ${where}
      order by ${orderBy} limit ${limit}
    ) x
    order by o.owner_place, ${order === 'START' ? sql`x."startPosition"` : sql`x.position`}
      ${page.backward ? sql`desc` : sql`asc`}`);
}

/** What finds an entry again in all versions of its list. */
export interface ResultKey {
  readonly kind: ResultListKind;
  readonly scopeCode: string;
  readonly subcode: string;
  readonly key: string;
}

/** Entries by what finds them again. */
export function selectResults(db: Queryable, keys: readonly ResultKey[]): Promise<readonly ResultRow[]> {
  return db.many(sql`
    select distinct on (l.kind, l.scope_code, l.subcode, r.key) ${columns}
    from unnest(
      ${keys.map(({ kind }) => kind)}::text[], ${keys.map(({ scopeCode }) => scopeCode)}::text[],
      ${keys.map(({ subcode }) => subcode)}::text[], ${keys.map(({ key }) => key)}::text[]
    ) as k (kind, scope_code, subcode, key)
    join result_list l on l.kind = k.kind and l.scope_code = k.scope_code and l.subcode = k.subcode
    join result r on r.document_id = l.document_id and r.key = k.key
    order by l.kind, l.scope_code, l.subcode, r.key, ${leadingFirst}`);
}

/** A result of a competitor, with its place in the competitor's list. */
export type CompetitorResultRow = ResultRow & { readonly ownerKey: string; readonly sortAt: string };

const byTime: readonly KeysetColumn[] = [
  { expression: sql`r."sortTime"`, type: sql`timestamptz`, descending: true },
  { expression: sql`r."scopeCode"`, type: sql`text`, descending: true },
];

/** Where a result stands in the list of its competitor's results. */
export const cursorOfCompetitorResult = (row: CompetitorResultRow): readonly [string, string] => [
  row.sortAt,
  row.scopeCode,
];

/**
 * A page of the results of each of several athletes or teams, alone or as a member, the latest unit first. A start list
 * is not a result. An entry counts once, however often its competitor is listed.
 */
export function selectResultsOfCompetitors(
  db: Queryable,
  codes: readonly string[],
  page: Page,
): Promise<readonly CompetitorResultRow[]> {
  const { where, orderBy, limit } = keyset(page, byTime);
  return db.many(sql`
    select o.key as "ownerKey", x.*
    from unnest(${codes}::text[]) with ordinality as o (key, owner_place)
    cross join lateral (
      select r.*, r."sortTime"::text as "sortAt", row_number() over (order by ${orderBy}) as place
      from (
        select distinct on (l.scope_code) ${columns},
          coalesce(s.start_at, l.actual_start_at, l.logical_date::timestamptz) as "sortTime"
        from (
          select document_id, position from result
          where competitor_code = o.key and kind = 'UNIT'
          union
          select document_id, position from result_athlete
          where athlete_code = o.key and kind = 'UNIT'
        ) own
        join result r on r.document_id = own.document_id and r.position = own.position
        join result_list l on l.document_id = r.document_id
        left join unit_schedule s on s.unit_code = l.scope_code
        where l.status is distinct from 'START_LIST'
        order by l.scope_code, ${leadingFirst}, r.position
      ) r
      where ${where}
      order by ${orderBy} limit ${limit}
    ) x
    order by o.owner_place, x.place`);
}
