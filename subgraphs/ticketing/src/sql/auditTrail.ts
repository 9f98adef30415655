import { type Queryable, sql } from '@games/postgres';

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
