import { jest } from '@jest/globals';

/** Sets the clock of everything that runs in the test's own process. Timers go on as before. */
export function setClock(atMs: number): void {
  jest.useFakeTimers({
    now: atMs,
    doNotFake: [
      'hrtime',
      'nextTick',
      'performance',
      'queueMicrotask',
      'setImmediate',
      'clearImmediate',
      'setInterval',
      'clearInterval',
      'setTimeout',
      'clearTimeout',
    ],
  });
}

/** Lets the clock be that of the machine again. */
export function restoreClock(): void {
  jest.useRealTimers();
}
