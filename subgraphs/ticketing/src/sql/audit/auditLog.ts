import { type Queryable, sql } from '@games/postgres';
import { keyset, type Page } from '@games/subgraph';

/** Who did something: a fan, staff, a partner, a device at a gate, or the service itself. */
export interface Actor {
  readonly kind: 'FAN' | 'STAFF' | 'PARTNER' | 'DEVICE' | 'SYSTEM';
  readonly id: string | null;
}

export const system: Actor = { kind: 'SYSTEM', id: null };
export const staff = (id: string): Actor => ({ kind: 'STAFF', id });
export const fan = (id: string): Actor => ({ kind: 'FAN', id });

/** An entry to be inserted. */
export interface NewAuditLogEntry {
  readonly actor: Actor;
  /** In the form noun.verb, for example `order.paid`. */
  readonly action: string;
  /** Global id of what it was done to. */
  readonly subject: string;
  readonly detail?: Readonly<Record<string, unknown>>;
}

/** Inserts entries into the audit log, in the transaction of what they record. */
export async function insertAuditLogEntries(db: Queryable, entries: readonly NewAuditLogEntry[]): Promise<void> {
  if (entries.length === 0) return;
  await db.run(sql`
    insert into audit_log (actor_kind, actor_id, action, subject, detail)
    select * from unnest(
      ${entries.map(({ actor }) => actor.kind)}::text[], ${entries.map(({ actor }) => actor.id)}::text[],
      ${entries.map(({ action }) => action)}::text[], ${entries.map(({ subject }) => subject)}::text[],
      ${entries.map(({ detail }) => JSON.stringify(detail ?? {}))}::jsonb[])`);
}

/** Inserts one entry: see {@link NewAuditLogEntry}. */
export function insertAuditLogEntry(
  db: Queryable,
  actor: Actor,
  action: string,
  subject: string,
  detail: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  return insertAuditLogEntries(db, [{ actor, action, subject, detail }]);
}

/** An entry as it is stored. */
export interface AuditLogEntryRow {
  readonly id: bigint;
  readonly at: Date;
  readonly actorKind: Actor['kind'];
  readonly actor: string | null;
  readonly action: string;
  readonly subject: string;
  readonly detail: unknown;
}

/** One page of entries, the latest first, one more than the page holds. */
export function selectAuditLogEntries(
  db: Queryable,
  filter: { readonly subject: string | null; readonly actor: string | null },
  page: Page,
): Promise<AuditLogEntryRow[]> {
  const { where, orderBy, limit } = keyset(page, [{ expression: sql`id`, type: sql`bigint`, descending: true }]);
  const ofSubject = filter.subject === null ? sql`true` : sql`subject = ${filter.subject}`;
  const ofActor = filter.actor === null ? sql`true` : sql`actor_id = ${filter.actor}`;
  return db.many(sql`
    select id, at, actor_kind as "actorKind", actor_id as actor, action, subject, detail from audit_log
    where ${ofSubject} and ${ofActor} and ${where} order by ${orderBy} limit ${limit}`);
}
