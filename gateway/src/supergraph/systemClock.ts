import type { Clock } from '../contract/clock.ts';

export const systemClock: Clock = {
  nowMs: Date.now,
  every: (intervalMs, callback) => {
    const timer = setInterval(callback, intervalMs);
    timer.unref();
    return () => clearInterval(timer);
  },
};
