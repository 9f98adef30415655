import type { Transaction } from '../database.ts';
import { sql } from '../sql.ts';
import { eventQueue } from './outboxEvent.ts';

export interface NewEvent {
  readonly aggregate: string;
  readonly type: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

const eventsMax = 10_000;

/**
 * Writes events down in the transaction whose effect they report; they leave after it has committed.
 * Transactions that publish about the same aggregate must exclude each other, as they do when each has locked or changed
 * the aggregate's row before: the order of publishing is then the order of committing.
 * @throws RangeError for more than 10,000 events at once.
 */
export async function publishEvents(tx: Transaction, events: readonly NewEvent[]): Promise<void> {
  if (events.length === 0) return;
  if (events.length > eventsMax) throw new RangeError(`At most ${eventsMax} events are published at once.`);
  await tx.run(sql`
    insert into outbox_event (queue, aggregate, type, payload)
    select ${eventQueue}, event.aggregate, event.type, event.payload
    from rows from (jsonb_to_recordset(${JSON.stringify(events)}::jsonb) as (aggregate text, type text, payload jsonb))
      with ordinality as event (aggregate, type, payload, position)
    order by event.position`);
}
