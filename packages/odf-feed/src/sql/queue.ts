import { type Queryable, sql, type Transaction } from '@games/postgres';
import type { MessageState } from '../domain/messageState.ts';
import type { StoredRow } from './archive.ts';

/** The messages that wait longest: at most `countMax`, and no more bytes than `bytesMax` (but at least one message). */
export function selectWaiting(tx: Transaction, countMax: number, bytesMax: number): Promise<readonly StoredRow[]> {
  return tx.many(sql`
    select w.id, w.document_id as "documentId", w.received_at as "receivedAt", b.body
    from (
      select id, document_id, received_at, sum(size_bytes) over (order by id) - size_bytes as bytes_before
      from (select * from message where state = 'STORED' order by id limit ${countMax}) first
    ) w join message_body b on b.message_id = w.id
    where w.bytes_before < ${bytesMax}
    order by w.id`);
}

/** How many messages wait, counted up to `countMax`. */
export async function selectWaitingCount(db: Queryable, countMax: number): Promise<number> {
  const { count } = await db.one<{ count: number }>(sql`
    select count(*)::integer as count
    from (select from message where state = 'STORED' limit ${countMax}) waiting`);
  return count;
}

/** Writes what became of messages. */
export async function updateStates(tx: Transaction, states: ReadonlyMap<bigint, MessageState>): Promise<void> {
  if (states.size === 0) return;
  await tx.run(sql`
    update message m set state = s.state
    from unnest(${[...states.keys()]}::bigint[], ${[...states.values()]}::text[]) as s (id, state)
    where m.id = s.id`);
}

/** What became of messages. */
export async function selectStates(db: Queryable, ids: readonly bigint[]): Promise<ReadonlyMap<bigint, MessageState>> {
  const rows = await db.many<{ id: bigint; state: MessageState }>(sql`
    select id, state from message where id = any(${ids})`);
  return new Map(rows.map(({ id, state }) => [id, state]));
}

/** What is unusual about messages, each in the order in which it was found. */
export function selectIssues(db: Queryable, ids: readonly bigint[]): Promise<readonly IssueRow[]> {
  return db.many(sql`
    select message_id as "messageId", code, detail from message_issue
    where message_id = any(${ids}) order by message_id, position`);
}

export interface IssueRow {
  readonly messageId: bigint;
  readonly code: string;
  readonly detail: string;
}

/** Adds what is unusual about messages to what is known of them already. */
export async function insertIssues(tx: Transaction, issues: readonly IssueRow[]): Promise<void> {
  if (issues.length === 0) return;
  await tx.run(sql`
    insert into message_issue (message_id, position, code, detail)
    select i.message_id,
      coalesce((select max(position) from message_issue m where m.message_id = i.message_id), 0)
        + row_number() over (partition by i.message_id order by i.position),
      i.code, left(i.detail, 500)
    from unnest(
      ${issues.map(({ messageId }) => messageId)}::bigint[],
      ${issues.map(({ code }) => code)}::text[],
      ${issues.map(({ detail }) => detail)}::text[]
    ) with ordinality as i (message_id, code, detail, position)`);
}

export interface EffectiveVersion {
  readonly documentId: bigint;
  readonly version: number;
  readonly invalidates: boolean;
  readonly generatedAt: string;
}

/** The message that counts now, for each of the documents that has one. */
export function selectEffectiveVersions(
  tx: Transaction,
  documentIds: readonly bigint[],
): Promise<readonly EffectiveVersion[]> {
  return tx.many(sql`
    select d.id as "documentId", m.version, m.invalidates,
      to_char(m.generated_at, 'YYYY-MM-DD"T"HH24:MI:SS.MS') as "generatedAt"
    from document d join message m on m.id = d.effective_message_id
    where d.id = any(${documentIds})`);
}

/** Writes which message counts now. */
export async function updateEffectiveMessages(
  tx: Transaction,
  effective: readonly { readonly documentId: bigint; readonly messageId: bigint }[],
): Promise<void> {
  if (effective.length === 0) return;
  await tx.run(sql`
    update document d set effective_message_id = e.message_id
    from unnest(
      ${effective.map(({ documentId }) => documentId)}::bigint[],
      ${effective.map(({ messageId }) => messageId)}::bigint[]
    ) as e (document_id, message_id)
    where d.id = e.document_id`);
}
