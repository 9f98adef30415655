import type { Database } from '@games/postgres';
import type { Log } from '@games/service';
import { type CategoryAvailabilityRow, selectAvailabilityOfSessions } from '../../sql/sessions/availability.ts';

/** How the availability of a session stood at a moment. */
export interface CountedAvailability {
  readonly sessionId: number;
  readonly at: Date;
  readonly categories: readonly CategoryAvailabilityRow[];
}

export interface AvailabilityFeed {
  /** The session's availability at once, and then whenever it has changed. Ends when the reader returns or the feed closes. */
  follow(sessionId: number): AsyncIterableIterator<CountedAvailability>;
  close(): void;
}

const everyMs = 1_000;

interface Reader {
  /** What was published last. */
  print: string | null;
  /** What the reader has not fetched yet: only the latest, as older counts are of no use to anybody. */
  latest: CountedAvailability | null;
  wake: (() => void) | null;
  closed: boolean;
}

/**
 * Counts the sessions that anybody follows once a second, all in one statement however many follow, and notifies those whose
 * numbers have changed. What is counted is the truth of the database, so that it doesn't matter which process has sold.
 */
export function createAvailabilityFeed(database: Database, log: Log): AvailabilityFeed {
  const readers = new Map<number, Set<Reader>>();
  let timer: NodeJS.Timeout | null = null;

  const publish = (state: CountedAvailability, reader: Reader): void => {
    const print = printOf(state);
    if (reader.print === print) return;
    reader.print = print;
    reader.latest = state;
    reader.wake?.();
  };
  const count = async (sessionIds: readonly number[]): Promise<CountedAvailability[]> => {
    const rows = Map.groupBy(await selectAvailabilityOfSessions(database, sessionIds), (row) => row.sessionId);
    const at = new Date();
    return sessionIds.map((sessionId) => ({ sessionId, at, categories: rows.get(sessionId) ?? [] }));
  };
  const look = async (): Promise<void> => {
    for (const state of await count([...readers.keys()])) {
      for (const reader of readers.get(state.sessionId) ?? []) publish(state, reader);
    }
  };
  const schedule = (): void => {
    if (timer !== null || readers.size === 0) return;
    timer = setTimeout(() => {
      look()
        .catch((error) => log.warn('availability could not be counted', { error }))
        .finally(() => {
          timer = null;
          schedule();
        });
    }, everyMs);
  };
  const leave = (sessionId: number, reader: Reader): void => {
    reader.closed = true;
    reader.wake?.();
    const others = readers.get(sessionId);
    others?.delete(reader);
    if (others?.size === 0) readers.delete(sessionId);
  };

  return {
    follow(sessionId) {
      const reader: Reader = { print: null, latest: null, wake: null, closed: false };
      readers.set(sessionId, (readers.get(sessionId) ?? new Set()).add(reader));
      schedule();
      // Should the first count fail, the next one comes within a second.
      count([sessionId])
        .then(([state]) => {
          if (reader.print === null && state !== undefined) publish(state, reader);
        })
        .catch((error) => log.warn('availability could not be counted', { error }));
      return {
        async next() {
          while (reader.latest === null && !reader.closed) {
            await new Promise<void>((wake) => {
              reader.wake = wake;
            });
          }
          const value = reader.latest;
          reader.latest = null;
          if (value === null || reader.closed) return { done: true, value: undefined };
          return { done: false, value };
        },
        async return() {
          leave(sessionId, reader);
          return { done: true, value: undefined };
        },
        [Symbol.asyncIterator]() {
          return this;
        },
      };
    },
    close() {
      if (timer !== null) clearTimeout(timer);
      for (const [sessionId, all] of readers) for (const reader of all) leave(sessionId, reader);
    },
  };
}

const printOf = ({ categories }: CountedAvailability): string =>
  categories
    .map(({ code, sessionState, sold, held, notForSale }) => `${code} ${sessionState} ${sold} ${held} ${notForSale}`)
    .join();
