import type { OdfHeader } from '@games/odf';
import { messageLocalTime } from '@games/odf';
import { copyRows, type Queryable, sql, type Transaction } from '@games/postgres';
import type { MessageState } from '../domain/messageState.ts';

/** A document as the archive knows it: what versions replace each other. */
export interface DocumentKey {
  readonly feedFlag: string;
  readonly documentType: string;
  readonly documentCode: string;
  readonly documentSubcode: string;
  readonly documentSubtype: string;
  readonly language: string;
}

export function documentKeyOf(header: OdfHeader): DocumentKey {
  return {
    feedFlag: header.feedFlag,
    documentType: header.documentType,
    documentCode: header.documentCode,
    documentSubcode: header.documentSubcode ?? '',
    documentSubtype: header.documentSubtype ?? '',
    language: header.language ?? '',
  };
}

/** A text that tells document keys apart. Codes hold no bar. */
export const keyText = (key: DocumentKey): string =>
  [key.documentCode, key.documentType, key.documentSubcode, key.documentSubtype, key.language, key.feedFlag].join('|');

const keyTypes = {
  feedFlag: 'text',
  documentType: 'text',
  documentCode: 'text',
  documentSubcode: 'text',
  documentSubtype: 'text',
  language: 'text',
};

/**
 * Finds or makes documents, and raises their highest versions. The keys must be distinct.
 * Their rows stay locked until the transaction ends, in one order for all, so that two senders can't hold each other up.
 */
export async function upsertDocuments(
  tx: Transaction,
  documents: readonly { readonly key: DocumentKey; readonly highestVersion: number }[],
): Promise<ReadonlyMap<string, bigint>> {
  const given = documents.map(({ key, highestVersion }) => ({ ...key, highestVersion }));
  const rows = await tx.many<DocumentKey & { id: bigint }>(sql`
    insert into document as d
      (feed_flag, document_type, document_code, document_subcode, document_subtype, language, highest_version)
    select * from ${sql.rows('k', given, { ...keyTypes, highestVersion: 'integer' })}
    order by document_code, document_type, document_subcode, document_subtype, language, feed_flag
    on conflict (document_code, document_type, document_subcode, document_subtype, language, feed_flag)
    do update set highest_version = greatest(d.highest_version, excluded.highest_version)
    returning id, feed_flag as "feedFlag", document_type as "documentType", document_code as "documentCode",
      document_subcode as "documentSubcode", document_subtype as "documentSubtype", language`);
  return new Map(rows.map((row) => [keyText(row), row.id]));
}

export interface ArchivedIdentity {
  readonly id: bigint;
  readonly documentId: bigint;
  readonly version: number;
  readonly source: string;
  readonly invalidates: boolean;
  /** Hexadecimal digits. */
  readonly sha256: string;
  readonly state: MessageState;
}

/** Messages that the archive already holds of these documents and versions. */
export function selectIdentities(
  db: Queryable,
  documentIds: readonly bigint[],
  versions: readonly number[],
): Promise<readonly ArchivedIdentity[]> {
  return db.many(sql`
    select id, document_id as "documentId", version, source, invalidates, encode(sha256, 'hex') as sha256, state
    from message where document_id = any(${documentIds}) and version = any(${versions})`);
}

export interface NewMessage {
  readonly header: OdfHeader;
  readonly documentId: bigint;
  readonly invalidates: boolean;
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly body: Buffer;
  readonly receivedAt: Date;
  readonly state: MessageState;
}

const messageTypes = {
  documentId: 'bigint',
  source: 'text',
  version: 'integer',
  resultStatus: 'text',
  generatedAt: 'timestamp',
  logicalDate: 'date',
  receivedAt: 'timestamptz',
  sizeBytes: 'integer',
  sha256: 'text',
  invalidates: 'boolean',
  state: 'text',
};

/** Writes messages with their bytes, in their order; returns their ids in the same order. */
export async function insertMessages(tx: Transaction, messages: readonly NewMessage[]): Promise<readonly bigint[]> {
  if (messages.length === 0) return [];
  const given = messages.map(({ header, ...own }) => ({ ...header, ...own, generatedAt: messageLocalTime(header) }));
  const rows = await tx.many<{ id: bigint }>(sql`
    with given as (
      select * from ${sql.rows('g', given, messageTypes, 'position')}
    )
    insert into message (document_id, source, version, result_status, generated_at, logical_date, received_at,
      size_bytes, sha256, invalidates, state)
    select document_id, source, version, result_status, generated_at, logical_date, received_at, size_bytes,
      decode(sha256, 'hex'), invalidates, state
    from given order by position
    returning id`);
  const ids = rows.map((row) => row.id).sort((a, b) => (a < b ? -1 : 1));
  const bodies = messages.map(({ body }, index) => [ids[index] as bigint, `\\x${body.toString('hex')}`]);
  await copyRows(tx, 'message_body', 'message_id, body', bodies);
  return ids;
}

/** Counts re-sends of messages that are already there; an id may occur several times. */
export async function updateResendCounts(tx: Transaction, ids: readonly bigint[]): Promise<void> {
  if (ids.length === 0) return;
  await tx.run(sql`
    update message m set received_count = m.received_count + c.count
    from (select id, count(*)::integer as count from unnest(${ids}::bigint[]) as id group by id) c
    where m.id = c.id`);
}

/** Notes the last sign of life of the systems that send. */
export async function upsertSources(
  tx: Transaction,
  sources: readonly { readonly code: string; readonly receivedAt: Date }[],
): Promise<void> {
  if (sources.length === 0) return;
  await tx.run(sql`
    insert into feed_source as s (code, last_received_at)
    select code, max(received_at) from ${sql.rows('g', sources, { code: 'text', receivedAt: 'timestamptz' })}
    group by code order by code
    on conflict (code) do update set last_received_at = greatest(s.last_received_at, excluded.last_received_at)`);
}

/** Notes that a text was refused at the endpoint. */
export async function insertRefusal(
  db: Queryable,
  refusal: { readonly code: string; readonly detail: string; readonly sizeBytes: number },
): Promise<void> {
  await db.run(sql`
    insert into refusal (code, detail, size_bytes)
    values (${refusal.code}, ${refusal.detail.slice(0, 500)}, ${refusal.sizeBytes})`);
}

export interface StoredRow {
  readonly id: bigint;
  readonly documentId: bigint;
  readonly receivedAt: Date;
  readonly body: Buffer;
}

/** Messages with their bytes, by id. */
export function selectStored(db: Queryable, ids: readonly bigint[]): Promise<readonly StoredRow[]> {
  return db.many(sql`
    select m.id, m.document_id as "documentId", m.received_at as "receivedAt", b.body
    from message m join message_body b on b.message_id = m.id
    where m.id = any(${ids})`);
}
