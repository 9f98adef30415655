import { type Queryable, sql } from '@games/postgres';
import { keyset, type Page } from '@games/subgraph';

/** Who did something: a fan, staff, a partner, a device at a gate, or the service itself. */
export interface Actor {
  readonly kind: 'FAN' | 'STAFF' | 'PARTNER' | 'DEVICE' | 'SYSTEM';
  readonly id: string | null;
}

export const system: Actor = { kind: 'SYSTEM', id: null };

/** A deed to be written down. */
export interface Deed {
  readonly actor: Actor;
  /** In the form noun.verb, for example `order.paid`. */
  readonly action: string;
  /** Global id of what it was done to. */
  readonly subject: string;
  readonly detail?: Readonly<Record<string, unknown>>;
}

/** Writes deeds into the audit trail, in the transaction of the deeds themselves. */
export async function recordDeeds(db: Queryable, deeds: readonly Deed[]): Promise<void> {
  if (deeds.length === 0) return;
  await db.run(sql`
    insert into audit_trail (actor_kind, actor_id, action, subject, detail)
    select * from unnest(
      ${deeds.map(({ actor }) => actor.kind)}::text[], ${deeds.map(({ actor }) => actor.id)}::text[],
      ${deeds.map(({ action }) => action)}::text[], ${deeds.map(({ subject }) => subject)}::text[],
      ${deeds.map(({ detail }) => JSON.stringify(detail ?? {}))}::jsonb[])`);
}

/** A deed as it was written down. */
export interface DeedRow {
  readonly id: bigint;
  readonly at: Date;
  readonly actorKind: Actor['kind'];
  readonly actor: string | null;
  readonly action: string;
  readonly subject: string;
  readonly detail: unknown;
}

/** One page of deeds, the latest first, one more than the page holds. */
export function listDeeds(
  db: Queryable,
  filter: { readonly subject: string | null; readonly actor: string | null },
  page: Page,
): Promise<DeedRow[]> {
  const { where, orderBy, limit } = keyset(page, [{ expression: sql`id`, type: sql`bigint`, descending: true }]);
  const ofSubject = filter.subject === null ? sql`true` : sql`subject = ${filter.subject}`;
  const ofActor = filter.actor === null ? sql`true` : sql`actor_id = ${filter.actor}`;
  return db.many(sql`
    select id, at, actor_kind as "actorKind", actor_id as actor, action, subject, detail from audit_trail
    where ${ofSubject} and ${ofActor} and ${where} order by ${orderBy} limit ${limit}`);
}
