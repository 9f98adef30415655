import type { Database } from '@games/postgres';
import { ClientError } from '@games/service';
import { parseNotification } from '../sql/feed/notify.ts';
import { medalChannel, unitChannel } from './changes.ts';

/** Tells those who wait for changes that there were some. */
export interface ChangeFollower {
  /**
   * Follows a unit from this call on: yields after each change, at once for what came in meanwhile; ends with the signal.
   * Throws ClientError OVERLOADED when too many follow.
   */
  unit(code: string, signal: AbortSignal): AsyncIterable<void>;
  /** As `unit`, for the medal table. */
  medals(signal: AbortSignal): AsyncIterable<void>;
  close(): Promise<void>;
}

const followersMax = 10_000;

/**
 * Follows the changes of a database over one connection, however many wait for them. Changes that come faster than a
 * follower takes them are one change to it: it looks at the state, not at the steps.
 */
export async function followChanges(database: Database): Promise<ChangeFollower> {
  const waiting = new Map<string, Set<() => void>>();
  const wake = (key: string): void => {
    for (const notify of waiting.get(key) ?? []) notify();
  };
  // After a lost connection nobody knows what was missed: an empty payload wakes all.
  const stopUnits = await database.listen(unitChannel, (text) => {
    const notification = parseNotification(text);
    if (notification !== null) wake(notification.payload);
    else for (const key of waiting.keys()) wake(key);
  });
  const stopMedals = await database.listen(medalChannel, () => wake(medalChannel));

  let followers = 0;
  const follow = (key: string, signal: AbortSignal): AsyncIterable<void> => {
    if (followers >= followersMax) throw new ClientError('OVERLOADED', 'Too many subscriptions are open.');
    const changed = createBell(signal);
    const others = waiting.get(key) ?? new Set();
    waiting.set(key, others.add(changed.ring));
    followers += 1;
    const leave = (): void => {
      if (!others.delete(changed.ring)) return;
      followers -= 1;
      if (others.size === 0 && waiting.get(key) === others) waiting.delete(key);
    };
    signal.addEventListener('abort', leave, { once: true });
    return iterate(changed, leave);
  };
  return {
    unit: (code, signal) => follow(code, signal),
    medals: (signal) => follow(medalChannel, signal),
    close: async () => {
      await Promise.all([stopUnits(), stopMedals()]);
    },
  };
}

async function* iterate(changed: { next(): Promise<boolean> }, leave: () => void): AsyncIterable<void> {
  try {
    while (await changed.next()) yield;
  } finally {
    leave();
  }
}

/** Rings are kept until somebody waits for the next one; several before that are one. */
function createBell(signal: AbortSignal) {
  let rung = false;
  let waiter: ((goOn: boolean) => void) | undefined;
  const ring = (): void => {
    rung = true;
    waiter?.(true);
  };
  const stop = (): void => waiter?.(false);
  signal.addEventListener('abort', stop, { once: true });
  return {
    ring,
    /** True at the next ring; false when the signal was given. */
    next: async (): Promise<boolean> => {
      if (!rung && !signal.aborted) {
        await new Promise<boolean>((resolve) => {
          waiter = resolve;
        });
        waiter = undefined;
      }
      rung = false;
      return !signal.aborted;
    },
  };
}
