import { type Queryable, type Sql, sql } from '@games/postgres';
import { type KeysetColumn, keyset, type Page } from '@games/subgraph';
import type { ResultListKind } from '../../domain/facts.ts';
import type { ResultIdentity } from '../../domain/results/resultId.ts';
import type { CompetitorColumns } from '../participants/competitors.ts';

/** A record with what is needed of the result that set it. */
export interface RecordRow extends CompetitorColumns {
  readonly documentId: bigint;
  readonly messageId: bigint;
  readonly position: number;
  readonly recordPosition: number;
  readonly kind: ResultListKind;
  readonly scopeCode: string;
  readonly subcode: string;
  readonly resultKey: string;
  readonly eventCode: string;
  readonly disciplineCode: string;
  readonly recordType: string;
  readonly recordCode: string | null;
  readonly equalled: boolean;
  readonly logicalDate: string;
  readonly mark: string | null;
  readonly placeholder: string | null;
}

/** The day of competition is the unit's where it has one: a corrected result is sent days later. */
const setOn = sql`coalesce(s.logical_date, n.logical_date)`;

const columns = sql`
  n.document_id as "documentId", l.message_id as "messageId", n.position, n.record_position as "recordPosition",
  n.kind, n.scope_code as "scopeCode", l.subcode, r.key as "resultKey", n.event_code as "eventCode",
  n.discipline_code as "disciplineCode", n.record_type as "recordType", n.record_code as "recordCode", n.equalled,
  ${setOn}::text as "logicalDate", r.mark, r.placeholder, r.competitor_code as "competitorCode",
  r.competitor_type as "competitorType", r.organisation_code as "organisationCode", r.printed_name as "printedName",
  r.members`;

const from = sql`
  from record_set n
  join result r on r.document_id = n.document_id and r.position = n.position
  join result_list l on l.document_id = n.document_id
  left join unit_schedule s on s.unit_code = n.scope_code`;

const latestFirst: readonly KeysetColumn[] = [
  { expression: setOn, type: sql`date`, descending: true },
  { expression: sql`n.document_id`, type: sql`bigint`, descending: true },
  { expression: sql`n.position`, type: sql`integer`, descending: true },
  { expression: sql`n.record_position`, type: sql`integer`, descending: true },
];

/** Where a record stands in a list of records. */
export const cursorOfRecord = (row: RecordRow): readonly [string, string, number, number] => [
  row.logicalDate,
  String(row.documentId),
  row.position,
  row.recordPosition,
];

/** A page of records, the latest first. A record stands in the list of its unit; the other kinds of lists only repeat it. */
export function selectRecordPage(
  db: Queryable,
  filter: { readonly discipline: string | null; readonly recordType: string | null },
  page: Page,
): Promise<readonly RecordRow[]> {
  const { where, orderBy, limit } = keyset(page, latestFirst);
  const conditions: readonly Sql[] = [
    sql`n.kind = 'UNIT'`,
    where,
    ...(filter.discipline === null ? [] : [sql`n.discipline_code = ${filter.discipline}`]),
    ...(filter.recordType === null ? [] : [sql`n.record_type = ${filter.recordType}`]),
  ];
  return db.many(sql`
    select ${columns} ${from} where ${sql.join(conditions, sql` and `)} order by ${orderBy} limit ${limit}`);
}

/** The records of events, the latest first. */
export function selectRecordsOfEvents(db: Queryable, events: readonly string[]): Promise<readonly RecordRow[]> {
  return db.many(sql`
    select ${columns} ${from} where n.event_code = any(${events}) and n.kind = 'UNIT'
    order by ${setOn} desc, n.document_id desc, n.position, n.record_position`);
}

/** The records of entries, in the order of the message. */
export function selectRecordsOfResults(
  db: Queryable,
  results: readonly { readonly documentId: bigint; readonly position: number }[],
): Promise<readonly RecordRow[]> {
  return db.many(sql`
    select ${columns} from ${sql.rows('k', results, { documentId: 'bigint', position: 'integer' })}
    join record_set n on n.document_id = k.document_id and n.position = k.position
    join result r on r.document_id = n.document_id and r.position = n.position
    join result_list l on l.document_id = n.document_id
    left join unit_schedule s on s.unit_code = n.scope_code
    order by n.document_id, n.position, n.record_position`);
}

/** Records by the entry that set them and their place in it. */
export function selectRecords(
  db: Queryable,
  keys: readonly (ResultIdentity & { readonly recordPosition: number })[],
): Promise<readonly RecordRow[]> {
  const types = { kind: 'text', scopeCode: 'text', subcode: 'text', key: 'text', recordPosition: 'integer' };
  return db.many(sql`
    select distinct on (n.kind, n.scope_code, l.subcode, r.key, n.record_position) ${columns}
    from ${sql.rows('k', keys, types)}
    join result_list l on l.kind = k.kind and l.scope_code = k.scope_code and l.subcode = k.subcode
    join result r on r.document_id = l.document_id and r.key = k.key
    join record_set n
      on n.document_id = r.document_id and n.position = r.position and n.record_position = k.record_position
    left join unit_schedule s on s.unit_code = n.scope_code
    order by n.kind, n.scope_code, l.subcode, r.key, n.record_position, l.version desc`);
}
