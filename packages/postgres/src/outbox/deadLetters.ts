import type { Database, Queryable } from '../database.ts';
import { sql } from '../sql.ts';
import type { OutboxEvent } from './outboxEvent.ts';

/** An event that could not be delivered, with the reason of its last failure. */
export interface DeadLetter extends OutboxEvent {
  readonly sequence: bigint;
  readonly reason: string;
  readonly diedAt: Date;
}

const reasonLengthMax = 500;

/** Takes an event out of its queue for good, so that it no longer holds back what came after it. */
export async function moveToDeadLetters(database: Database, sequence: bigint, reason: string): Promise<void> {
  await database.run(sql`
    with dead as (delete from outbox_event where sequence = ${sequence} returning *)
    insert into outbox_dead_letter (sequence, id, queue, aggregate, type, payload, happened_at, attempts, reason)
    select sequence, id, queue, aggregate, type, payload, happened_at, attempts + 1, ${reason.slice(0, reasonLengthMax)}
    from dead`);
}

/** Dead letters of a queue after the given one, oldest first, 100 at most. */
export async function selectDeadLetters(db: Queryable, queue: string, after = 0n): Promise<readonly DeadLetter[]> {
  return db.many<DeadLetter>(sql`
    select sequence, id, queue, aggregate, type, payload, happened_at as "happenedAt", attempts, reason, died_at as "diedAt"
    from outbox_dead_letter where queue = ${queue} and sequence > ${after} order by sequence limit 100`);
}

/**
 * Puts a dead letter back at the end of its queue, with its old id and no attempts. Later events of its aggregate may have
 * left already. Returns false when the letter does not exist.
 */
export async function redriveDeadLetter(db: Queryable, sequence: bigint): Promise<boolean> {
  const redriven = await db.run(sql`
    with letter as (delete from outbox_dead_letter where sequence = ${sequence} returning *)
    insert into outbox_event (id, queue, aggregate, type, payload, happened_at)
    select id, queue, aggregate, type, payload, happened_at from letter`);
  return redriven === 1;
}
