import type { Database } from '@games/postgres';
import { createLog } from '@games/service';
import type { Feed } from '../feed.ts';
import { applyWaiting } from './applyWaiting.ts';

/** How often the archive is looked at for messages that another process stored and did not live to apply. */
const lookEveryMs = 2_000;

/** Applies stored messages in the background. */
export interface ApplyQueue {
  /** Says that something was stored. */
  wake(): void;
  /** Stops looking, and waits for what is being applied. What still waits is applied at the next start. */
  close(): Promise<void>;
}

/**
 * The queue is the archive itself: what is stored and not applied waits there, through restarts. This only looks: at
 * once, whenever somebody stored something, and from time to time.
 */
export function startApplyQueue(feed: Feed, database: Database): ApplyQueue {
  const log = createLog(`${feed.name}.odf`);
  let running: Promise<void> | undefined;
  let again = false;
  let closed = false;

  const run = async (): Promise<void> => {
    do {
      again = false;
      try {
        await applyWaiting(feed, database);
      } catch (error) {
        log.error('waiting messages could not be applied; trying again', { error });
        return;
      }
    } while (again && !closed);
  };
  const wake = (): void => {
    again = true;
    if (closed || running) return;
    running = run().finally(() => {
      running = undefined;
    });
  };
  const timer = setInterval(wake, lookEveryMs);
  timer.unref();
  wake();
  return {
    wake,
    close: async () => {
      closed = true;
      clearInterval(timer);
      await running;
    },
  };
}
