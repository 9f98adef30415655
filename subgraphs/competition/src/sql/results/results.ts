import { type Queryable, sql } from '@games/postgres';
import { type KeysetColumn, type Page, pageOfEach } from '@games/subgraph';
import type { ResultFact, ResultListFact, ResultListKind } from '../../domain/facts.ts';
import type { ResultIdentity } from '../../domain/results/resultId.ts';
import type { CompetitorColumns } from '../participants/competitors.ts';

/** A list of results as it stands in the tables. */
export interface ResultListRow
  extends Pick<ResultListFact, 'kind' | 'scopeCode' | 'eventCode' | 'status' | 'infos' | 'notes'> {
  readonly documentId: bigint;
  readonly messageId: bigint;
  readonly version: number;
  readonly subcode: string;
}

/** An entry of a list, with what is needed of its list. */
export interface ResultRow
  extends Omit<ResultListRow, 'version' | 'status' | 'infos' | 'notes'>,
    Omit<ResultFact, 'competitor' | 'records'>,
    CompetitorColumns {
  readonly placeholder: string | null;
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
    from ${sql.rows('k', keys, { kind: 'text', scopeCode: 'text' })}
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
  const from = sql`result r join result_list l on l.document_id = r.document_id`;
  const where = sql`r.document_id = o.key`;
  return db.many(pageOfEach(documentIds, page, [column], { columns, from, where, keyType: sql`bigint` }));
}

/** Entries by what finds them again. */
export function selectResults(db: Queryable, keys: readonly ResultIdentity[]): Promise<readonly ResultRow[]> {
  return db.many(sql`
    select distinct on (l.kind, l.scope_code, l.subcode, r.key) ${columns}
    from ${sql.rows('k', keys, { kind: 'text', scopeCode: 'text', subcode: 'text', key: 'text' })}
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
  const from = sql`(
    select distinct on (l.scope_code) ${columns},
      coalesce(s.start_at, l.actual_start_at, l.logical_date::timestamptz) as "sortTime"
    from (
      select document_id, position from result where competitor_code = o.key and kind = 'UNIT'
      union
      select document_id, position from result_athlete where athlete_code = o.key and kind = 'UNIT'
    ) own
    join result r on r.document_id = own.document_id and r.position = own.position
    join result_list l on l.document_id = r.document_id
    left join unit_schedule s on s.unit_code = l.scope_code
    where l.status is distinct from 'START_LIST'
    order by l.scope_code, ${leadingFirst}, r.position
  ) r`;
  const list = { columns: sql`r.*, r."sortTime"::text as "sortAt"`, from, where: sql`true` };
  return db.many(pageOfEach(codes, page, byTime, list));
}
