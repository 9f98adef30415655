import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { createLog, type Log } from '@games/service';
import type { Database } from '../database.ts';
import { moveToDeadLetters } from './deadLetters.ts';
import { eventQueue, type OutboxEvent } from './outboxEvent.ts';
import {
  claimSlot,
  deleteEvents,
  ensureSlots,
  postponeEvent,
  type QueuedEvent,
  readDueEvents,
  releaseSlot,
} from './slots.ts';

export interface RelayOptions {
  readonly database: Database;
  /**
   * Delivers one event; what it throws makes the relay try again later. It may see an event twice (a process died after the
   * delivery and before it was noted): consumers recognise the repetition by the id.
   * {@link UndeliverableEvent} sends the event to the dead letters at once.
   */
  readonly deliver: (event: OutboxEvent, signal: AbortSignal) => Promise<void>;
  readonly queue?: string;
  /** Default true. False lets later events of an aggregate pass an earlier one that waits for another try. */
  readonly ordered?: boolean;
  /** Events taken at once (default 100). */
  readonly batchMax?: number;
  /** Aggregates delivered to at once (default 8). */
  readonly aggregatesAtOnce?: number;
  readonly deliveryTimeoutMs?: number;
  /** How long a slot belongs to this relay. When the relay dies, others take its slots over after this. */
  readonly leaseMs?: number;
  /** How often an idle relay looks for events. */
  readonly pollMs?: number;
  readonly attemptsMax?: number;
  readonly backoffBaseMs?: number;
  readonly backoffMaxMs?: number;
  readonly log?: Log;
}

export interface Relay {
  /** Ends after the deliveries that are under way. */
  close(): Promise<void>;
}

/** Thrown by `deliver` when no further try can succeed. */
export class UndeliverableEvent extends Error {
  override readonly name = 'UndeliverableEvent';
}

type Settings = Required<RelayOptions> & { readonly holder: string; readonly closing: AbortSignal };

/**
 * Delivers the events of a queue: after commit, at least once, in order per aggregate, with exponential backoff, and to the
 * dead letters after `attemptsMax`. Any number of relays may run in any number of processes: each takes a slot of
 * aggregates at a time, so that two never deliver to the same aggregate.
 */
export function startRelay(options: RelayOptions): Relay {
  const closing = new AbortController();
  const settings: Settings = {
    queue: eventQueue,
    ordered: true,
    batchMax: 100,
    aggregatesAtOnce: 8,
    deliveryTimeoutMs: 10_000,
    leaseMs: 30_000,
    pollMs: 200,
    attemptsMax: 12,
    backoffBaseMs: 1_000,
    backoffMaxMs: 3_600_000,
    log: createLog('outbox'),
    ...options,
    holder: randomUUID(),
    closing: closing.signal,
  };
  const running = run(settings);
  return {
    close: async () => {
      closing.abort();
      await running;
    },
  };
}

async function run(settings: Settings): Promise<void> {
  const { closing, log, pollMs } = settings;
  let hasSlots = false;
  while (!closing.aborted) {
    let busy = false;
    try {
      if (!hasSlots) await ensureSlots(settings.database, settings.queue);
      hasSlots = true;
      busy = await serveSlot(settings);
    } catch (error) {
      // The database is away, or a statement failed: nothing is lost, the next round tries again.
      log.warn('the outbox could not be relayed', { queue: settings.queue, error });
    }
    if (!busy) await delay(pollMs, undefined, { signal: closing }).catch(() => {});
  }
}

/** Serves one slot. Returns false when there was nothing to do. */
async function serveSlot(settings: Settings): Promise<boolean> {
  const { database, queue, holder, leaseMs } = settings;
  const slot = await claimSlot(database, queue, holder, leaseMs);
  if (slot === null) return false;
  const leaseEndsMs = Date.now() + leaseMs;
  try {
    const events = await readDueEvents(database, queue, slot, settings.ordered, settings.batchMax);
    await deliverAll(settings, aggregatesOf(events, settings.ordered), leaseEndsMs);
    return events.length > 0;
  } finally {
    await releaseSlot(database, queue, slot, holder);
  }
}

/** Events that have to leave one after the other: those of one aggregate, or each alone where order doesn't matter. */
function aggregatesOf(events: readonly QueuedEvent[], ordered: boolean): QueuedEvent[][] {
  if (!ordered) return events.map((event) => [event]);
  return [...Map.groupBy(events, (event) => event.aggregate).values()];
}

async function deliverAll(settings: Settings, groups: QueuedEvent[][], leaseEndsMs: number): Promise<void> {
  const queue = groups.values();
  const worker = async (): Promise<void> => {
    for (const group of queue) await deliverGroup(settings, group, leaseEndsMs);
  };
  await Promise.all(Array.from({ length: Math.min(settings.aggregatesAtOnce, groups.length) }, worker));
}

/** Delivers one aggregate's events until one fails, time is up, or the relay closes. */
async function deliverGroup(settings: Settings, group: readonly QueuedEvent[], leaseEndsMs: number): Promise<void> {
  const delivered: bigint[] = [];
  try {
    for (const event of group) {
      // A delivery that might outlast the lease is not started: the slot's next holder must never overlap with it.
      if (settings.closing.aborted || Date.now() + settings.deliveryTimeoutMs > leaseEndsMs) return;
      if (!(await deliver(settings, event))) return;
      delivered.push(event.sequence);
    }
  } finally {
    await deleteEvents(settings.database, delivered);
  }
}

/** Tries to deliver one event. Returns whether the aggregate's next event may follow. */
async function deliver(settings: Settings, event: QueuedEvent): Promise<boolean> {
  const { database, log, attemptsMax } = settings;
  try {
    await settings.deliver(event, AbortSignal.timeout(settings.deliveryTimeoutMs));
    return true;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    if (error instanceof UndeliverableEvent || event.attempts + 1 >= attemptsMax) {
      log.warn('an event could not be delivered and is a dead letter now', {
        event: event.id,
        type: event.type,
        reason,
      });
      await moveToDeadLetters(database, event.sequence, reason);
    } else {
      await postponeEvent(database, event.sequence, backoffMs(settings, event.attempts));
    }
    return false;
  }
}

/** Exponential, with up to a quarter of jitter so that those who failed together don't return together. */
function backoffMs({ backoffBaseMs, backoffMaxMs }: Settings, attempts: number): number {
  const full = Math.min(backoffBaseMs * 2 ** attempts, backoffMaxMs);
  return full - full * Math.random() * 0.25;
}
