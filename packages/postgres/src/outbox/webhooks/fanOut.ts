import { setTimeout as delay } from 'node:timers/promises';
import { createLog, type Log } from '@games/service';
import type { Database } from '../../database.ts';
import { sql } from '../../sql.ts';
import { eventQueue } from '../outboxEvent.ts';
import type { Relay } from '../relay.ts';

/** The queue of deliveries to partners: an aggregate of it is one endpoint's view of one of our aggregates. */
export const webhookQueue = 'webhooks';

const eventsMax = 1_000;

/**
 * Turns events into deliveries, one for each enabled endpoint that listens to their type, and forgets the events: all in one
 * statement, so that each event is turned exactly once. One process at a time does it, else two portions could pass each
 * other and the order of an aggregate be lost. Returns how many events there were.
 */
export async function fanOutEvents(database: Database): Promise<number> {
  return database.transaction(async (tx) => {
    const { mine } = await tx.one<{ mine: boolean }>(
      sql`select pg_try_advisory_xact_lock(hashtext('games.outbox.fan-out')) as mine`,
    );
    if (!mine) return 0;
    const { count } = await tx.one<{ count: bigint }>(sql`
      with due as (
        delete from outbox_event where sequence in (
          select sequence from outbox_event where queue = ${eventQueue} order by sequence limit ${eventsMax}
        )
        returning *
      ), queued as (
        insert into outbox_event (id, queue, aggregate, type, payload, happened_at)
        select due.id, ${webhookQueue}, endpoint.id || ' ' || due.aggregate, due.type, due.payload, due.happened_at
        from due join webhook_endpoint as endpoint on endpoint.disabled is null and exists (
          select from unnest(endpoint.event_types) as wanted
          where wanted = due.type or (wanted like '%.*' and starts_with(due.type, left(wanted, -1)))
        )
        order by due.sequence
      )
      select count(*) from due`);
    return Number(count);
  });
}

/** Keeps fanning out until it is closed. Any number of processes may do so. */
export function startFanOut(database: Database, options: { pollMs?: number; log?: Log } = {}): Relay {
  const { pollMs = 500, log = createLog('outbox') } = options;
  const closing = new AbortController();
  const run = async (): Promise<void> => {
    while (!closing.signal.aborted) {
      const count = await fanOutEvents(database).catch((error: unknown) => {
        log.warn('events could not be fanned out', { error });
        return 0;
      });
      if (count < eventsMax) await delay(pollMs, undefined, { signal: closing.signal }).catch(() => {});
    }
  };
  const running = run();
  return {
    close: async () => {
      closing.abort();
      await running;
    },
  };
}
