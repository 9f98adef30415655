import type { MessageState } from '@games/odf-feed';
import { type Queryable, type Sql, sql } from '@games/postgres';
import { type KeysetColumn, keyset, type Page } from '@games/subgraph';

/** A message with the document that it is a version of. */
export interface MessageRow {
  readonly id: bigint;
  readonly documentId: bigint;
  readonly documentType: string;
  readonly documentCode: string;
  readonly documentSubcode: string;
  readonly documentSubtype: string;
  readonly language: string;
  readonly feedFlag: 'P' | 'T';
  readonly source: string;
  readonly version: number;
  readonly resultStatus: string | null;
  /** `YYYY-MM-DDTHH:MM:SS.mmm` by the venue's clock. */
  readonly generatedAt: string;
  readonly logicalDate: string;
  readonly receivedAt: Date;
  readonly receivedCount: number;
  readonly sizeBytes: number;
  readonly sha256: string;
  readonly invalidates: boolean;
  readonly state: MessageState;
  readonly utcOffsetMinutes: number;
}

const columns = sql`
  m.id, m.document_id as "documentId", d.document_type as "documentType", d.document_code as "documentCode",
  d.document_subcode as "documentSubcode", d.document_subtype as "documentSubtype", d.language,
  d.feed_flag as "feedFlag", m.source, m.version, m.result_status as "resultStatus",
  to_char(m.generated_at, 'YYYY-MM-DD"T"HH24:MI:SS.MS') as "generatedAt", m.logical_date as "logicalDate",
  m.received_at as "receivedAt", m.received_count as "receivedCount", m.size_bytes as "sizeBytes",
  encode(m.sha256, 'hex') as sha256, m.invalidates, m.state,
  coalesce((select utc_offset_minutes from games), 0) as "utcOffsetMinutes"`;
const from = sql`from message m join document d on d.id = m.document_id`;

export function selectMessages(db: Queryable, ids: readonly string[]): Promise<readonly MessageRow[]> {
  return db.many(sql`select ${columns} ${from} where m.id = any(${ids}::bigint[])`);
}

export interface MessageFilter {
  readonly documentType: string | null;
  readonly documentCode: string | null;
  readonly state: string | null;
  readonly withIssues: boolean | null;
}

const latestFirst: readonly KeysetColumn[] = [{ expression: sql`m.id`, type: sql`bigint`, descending: true }];

/** A page of the archive, the latest message first. */
export function selectMessagePage(db: Queryable, filter: MessageFilter, page: Page): Promise<readonly MessageRow[]> {
  const { where, orderBy, limit } = keyset(page, latestFirst);
  const hasIssues = sql`exists (select from message_issue i where i.message_id = m.id)`;
  const conditions: readonly Sql[] = [
    where,
    ...(filter.documentType === null ? [] : [sql`d.document_type = ${filter.documentType}`]),
    ...(filter.documentCode === null ? [] : [sql`d.document_code = ${filter.documentCode}`]),
    ...(filter.state === null ? [] : [sql`m.state = ${filter.state}`]),
    ...(filter.withIssues === null ? [] : [sql`${hasIssues} = ${filter.withIssues}`]),
  ];
  return db.many(sql`
    select ${columns} ${from} where ${sql.join(conditions, sql` and `)} order by ${orderBy} limit ${limit}`);
}

export function selectIssuesOfMessages(
  db: Queryable,
  ids: readonly string[],
): Promise<readonly { readonly messageId: bigint; readonly code: string; readonly detail: string }[]> {
  return db.many(sql`
    select message_id as "messageId", code, detail from message_issue
    where message_id = any(${ids}::bigint[]) order by message_id, position`);
}

export function selectBodiesOfMessages(
  db: Queryable,
  ids: readonly string[],
): Promise<readonly { readonly messageId: bigint; readonly body: Buffer }[]> {
  return db.many(sql`
    select message_id as "messageId", body from message_body where message_id = any(${ids}::bigint[])`);
}

/** Versions below the highest one that were never received, for each document; documents without gaps have no row. */
export function selectMissingVersions(
  db: Queryable,
  documentIds: readonly string[],
): Promise<readonly { readonly documentId: bigint; readonly versions: readonly number[] }[]> {
  return db.many(sql`
    select d.id as "documentId", array_agg(missing.version order by missing.version) as versions
    from document d
    cross join lateral (
      select version from generate_series(1, least(d.highest_version, 10000)) as version
      except
      select version from message m where m.document_id = d.id
      order by 1 limit 1000
    ) missing
    where d.id = any(${documentIds}::bigint[])
    group by d.id`);
}
