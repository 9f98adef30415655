import { type Queryable, sql, type Transaction } from '@games/postgres';
import type { MessageState } from '../domain/messageState.ts';

export interface WaitingMessage {
  readonly id: bigint;
  readonly documentId: bigint;
  readonly receivedAt: Date;
  readonly gzip: Buffer;
}

/** The messages that wait longest: at most `countMax`, and no more bytes than `bytesMax` (but at least one message). */
export function readWaiting(tx: Transaction, countMax: number, bytesMax: number): Promise<readonly WaitingMessage[]> {
  return tx.many(sql`
    select w.id, w.document_id as "documentId", w.received_at as "receivedAt", b.gzip
    from (
      select id, document_id, received_at, sum(size_bytes) over (order by id) - size_bytes as bytes_before
      from (select * from message where state = 'STORED' order by id limit ${countMax}) first
    ) w join message_body b on b.message_id = w.id
    where w.bytes_before < ${bytesMax}
    order by w.id`);
}

/** How many messages wait, counted up to `countMax`. */
export async function countWaiting(db: Queryable, countMax: number): Promise<number> {
  const { count } = await db.one<{ count: number }>(sql`
    select count(*)::integer as count
    from (select from message where state = 'STORED' limit ${countMax}) waiting`);
  return count;
}

/** Writes what became of messages. */
export async function writeStates(
  tx: Transaction,
  states: readonly { readonly id: bigint; readonly state: MessageState }[],
): Promise<void> {
  if (states.length === 0) return;
  await tx.run(sql`
    update message m set state = s.state
    from unnest(${states.map(({ id }) => id)}::bigint[], ${states.map(({ state }) => state)}::text[]) as s (id, state)
    where m.id = s.id`);
}

/** What became of one message. */
export async function readState(db: Queryable, id: bigint): Promise<MessageState> {
  const { state } = await db.one<{ state: MessageState }>(sql`select state from message where id = ${id}`);
  return state;
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
        + row_number() over (partition by i.message_id order by i.place),
      i.code, left(i.detail, 500)
    from unnest(
      ${issues.map(({ messageId }) => messageId)}::bigint[],
      ${issues.map(({ code }) => code)}::text[],
      ${issues.map(({ detail }) => detail)}::text[]
    ) with ordinality as i (message_id, code, detail, place)`);
}

export interface EffectiveVersion {
  readonly documentId: bigint;
  readonly version: number;
  readonly invalidates: boolean;
  readonly generatedAt: string;
}

/** The message that counts now, for each of the documents that has one. */
export function readEffectiveVersions(
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
export async function writeEffectiveMessages(
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
