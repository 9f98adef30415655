import type { Database } from '../database.ts';
import { sql } from '../sql.ts';
import type { OutboxEvent } from './outboxEvent.ts';

/** How many slots the aggregates of a queue are spread over, and so how many relays can work at once. */
const slots = 64;

/** Makes the slots of a queue where they are missing. */
export async function ensureSlots(database: Database, queue: string): Promise<void> {
  await database.run(sql`
    insert into outbox_slot (queue, slot) select ${queue}, slot from generate_series(0, ${slots - 1}) as slot
    on conflict do nothing`);
}

/**
 * Takes the slot with due events that has waited longest, for `leaseMs`. Null when nothing is due or others hold what is.
 */
export async function claimSlot(
  database: Database,
  queue: string,
  holder: string,
  leaseMs: number,
): Promise<number | null> {
  const row = await database.maybeOne<{ slot: number }>(sql`
    update outbox_slot set
      holder = ${holder}, leased_until = now() + ${leaseMs} * interval '1 millisecond', served_at = now()
    where queue = ${queue} and slot = (
      select slot from outbox_slot as free
      where queue = ${queue} and leased_until <= now() and exists (
        select from outbox_event as event
        where event.queue = ${queue} and event.slot = free.slot and event.available_at <= now()
      )
      order by served_at limit 1 for update skip locked
    )
    returning slot`);
  return row?.slot ?? null;
}

/** Releases a slot, unless another relay has taken it over since. */
export async function releaseSlot(database: Database, queue: string, slot: number, holder: string): Promise<void> {
  await database.run(sql`
    update outbox_slot set leased_until = '-infinity', holder = null
    where queue = ${queue} and slot = ${slot} and holder = ${holder}`);
}

type EventRow = {
  readonly sequence: bigint;
  readonly id: string;
  readonly queue: string;
  readonly aggregate: string;
  readonly type: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly happened_at: Date;
  readonly attempts: number;
};

export type QueuedEvent = OutboxEvent & { readonly sequence: bigint };

/**
 * The due events of a slot, oldest first. With `ordered`, an event that waits for another try holds back the later ones of
 * its aggregate.
 */
export async function readDueEvents(
  database: Database,
  queue: string,
  slot: number,
  ordered: boolean,
  limit: number,
): Promise<QueuedEvent[]> {
  const held = sql`exists (
    select from outbox_event as earlier
    where earlier.queue = event.queue and earlier.aggregate = event.aggregate
      and earlier.sequence < event.sequence and earlier.available_at > now())`;
  const rows = await database.many<EventRow>(sql`
    select sequence, id, queue, aggregate, type, payload, happened_at, attempts from outbox_event as event
    where queue = ${queue} and slot = ${slot} and available_at <= now() and not (${ordered ? held : sql`false`})
    order by sequence limit ${limit}`);
  return rows.map(({ happened_at, ...row }) => ({ ...row, happenedAt: happened_at }));
}

/** Forgets delivered events. */
export async function deleteEvents(database: Database, sequences: readonly bigint[]): Promise<void> {
  if (sequences.length === 0) return;
  await database.run(sql`delete from outbox_event where sequence = any(${sequences}::bigint[])`);
}

/** Puts an event off until its next try. */
export async function postponeEvent(database: Database, sequence: bigint, delayMs: number): Promise<void> {
  await database.run(sql`
    update outbox_event set attempts = attempts + 1, available_at = now() + ${delayMs} * interval '1 millisecond'
    where sequence = ${sequence}`);
}
