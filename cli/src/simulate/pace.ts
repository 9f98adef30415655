import { setTimeout as delay } from 'node:timers/promises';

/** Holds messages back until their time comes, on a clock that runs faster than the real one. */
export interface Pace {
  /** Starts the clock at a moment of the Games. */
  start(at: Date): void;
  isStarted(): boolean;
  /** Waits until the clock shows `at`; not at all before it was started. Rejects when the signal aborts. */
  waitFor(at: Date): Promise<void>;
  /** Milliseconds of real time by which the clock is ahead of `at`. */
  behindMs(at: Date): number;
}

/** @param speed how many seconds of the Games pass in a real one; Infinity holds nothing back. */
export function createPace(speed: number, signal?: AbortSignal): Pace {
  let startedAtMs: number | null = null;
  let startedReal = 0;
  const dueMs = (at: Date): number =>
    startedAtMs === null ? 0 : startedReal + (at.getTime() - startedAtMs) / speed - performance.now();
  return {
    start: (at) => {
      startedAtMs = at.getTime();
      startedReal = performance.now();
    },
    isStarted: () => startedAtMs !== null,
    waitFor: async (at) => {
      signal?.throwIfAborted();
      const ms = dueMs(at);
      if (ms > 0) await delay(ms, undefined, signal ? { signal } : {});
    },
    behindMs: (at) => Math.max(0, -dueMs(at)),
  };
}
