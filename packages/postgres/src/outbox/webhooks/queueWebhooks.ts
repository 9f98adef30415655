import type { Queryable } from '../../database.ts';
import { sql } from '../../sql.ts';
import type { OutboxEvent } from '../outboxEvent.ts';

/** The queue of deliveries to partners: an aggregate of it is one endpoint's view of one of our aggregates. */
export const webhookQueue = 'webhooks';

/**
 * Queues an event for every enabled endpoint that listens to its type. Doing it again (the relay may) queues nothing twice
 * as long as the first is still there.
 */
export async function queueWebhooks(db: Queryable, event: OutboxEvent): Promise<void> {
  await db.run(sql`
    insert into outbox_event (id, queue, aggregate, type, payload, happened_at)
    select ${event.id}, ${webhookQueue}, endpoint.id || ' ' || ${event.aggregate}::text, ${event.type},
           ${JSON.stringify(event.payload)}::jsonb, ${event.happenedAt}
    from webhook_endpoint as endpoint
    where endpoint.disabled is null and exists (
      select from unnest(endpoint.event_types) as wanted
      where wanted = ${event.type} or (wanted like '%.*' and starts_with(${event.type}, left(wanted, -1)))
    )
    on conflict (queue, aggregate, id) do nothing`);
}
