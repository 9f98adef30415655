/**
 * Calls each of many functions once in an interval, a part of them at a time: ten thousand open streams show their life
 * without a burst.
 */
export interface Heartbeats {
  /** Returns the way to stop. */
  readonly add: (beat: () => void) => () => void;
  readonly close: () => void;
}

const slots = 20;

export function createHeartbeats(intervalMs: number): Heartbeats {
  const wheel: Set<() => void>[] = Array.from({ length: slots }, () => new Set());
  let next = 0;
  let turn = 0;
  const timer = setInterval(
    () => {
      for (const beat of [...(wheel[turn] as Set<() => void>)]) beat();
      turn = (turn + 1) % slots;
    },
    Math.max(1, Math.floor(intervalMs / slots)),
  ).unref();
  return {
    add: (beat) => {
      const slot = wheel[next] as Set<() => void>;
      next = (next + 1) % slots;
      slot.add(beat);
      return () => slot.delete(beat);
    },
    close: () => clearInterval(timer),
  };
}
