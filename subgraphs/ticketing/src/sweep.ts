import type { Log } from '@games/service';
import { refundCancelledSessions } from './commands/sessions/cancelSession.ts';
import type { Selling } from './createSelling.ts';
import { updateSomeExpiredHolds } from './sql/holds/endHolds.ts';
import { deleteOldKeys } from './sql/idempotencyKeys.ts';
import { updateExpiredOrders } from './sql/orders/orderChanges.ts';
import { updateExpiredReservations, updateOverListings } from './sql/resale/reservations.ts';
import { updateSoldSums } from './sql/sales/soldSums.ts';

export interface Sweep {
  /** Ends after what is under way. */
  close(): Promise<void>;
}

const everyMs = 2_000;
const itemsMax = 500;
const keysEveryMs = 60_000;

/**
 * The housekeeping of a process; any number of processes may do it. Nothing depends on it being in time: a hold whose time is
 * over is nobody's whether it was swept or not.
 */
export function startSweep(selling: Selling, log: Log): Sweep {
  const { database, clock, payments, hints } = selling;
  let closing = false;
  let keysAtMs = Date.now();
  let timer: NodeJS.Timeout | undefined;

  const sweepHolds = async (): Promise<void> => {
    for (;;) {
      const ended = await updateSomeExpiredHolds(database, itemsMax);
      for (const { sessionId, seatNos } of ended) hints.markFree(sessionId, seatNos ?? []);
      if (ended.length < itemsMax || closing) return;
    }
  };
  const tasks: Readonly<Record<string, () => Promise<unknown>>> = {
    'expired holds': sweepHolds,
    'expired reservations': () => updateExpiredReservations(database, itemsMax),
    'listings of sessions that are over': () => updateOverListings(database, clock.now(), itemsMax),
    'expired orders': () => updateExpiredOrders(database, itemsMax),
    'counts of sold places': () => updateSoldSums(database),
    'cancelled sessions': () => refundCancelledSessions(database, log),
    'due payments': () => payments.inquireDue({ limit: itemsMax }),
    'old keys': async () => {
      if (Date.now() - keysAtMs < keysEveryMs) return;
      keysAtMs = Date.now();
      await deleteOldKeys(database, itemsMax * 20);
    },
  };
  const sweep = async (): Promise<void> => {
    for (const [name, task] of Object.entries(tasks)) {
      if (closing) return;
      // One that fails (the database restarts, say) is done the next time; the others go on.
      await task().catch((error) => log.warn('sweeping failed', { what: name, error }));
    }
  };
  let underway = Promise.resolve();
  const schedule = (): void => {
    timer = setTimeout(() => {
      underway = sweep().then(() => {
        if (!closing) schedule();
      });
    }, everyMs);
  };
  schedule();
  return {
    close: async () => {
      closing = true;
      clearTimeout(timer);
      await underway;
    },
  };
}
