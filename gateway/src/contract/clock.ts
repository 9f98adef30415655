/** The time by which the engine keeps deadlines, circuits and what it remembers for a while. Tests bring their own. */
export interface Clock {
  readonly nowMs: () => number;
  /** Calls back again and again until the returned function is called; never keeps the process alive. */
  readonly every: (intervalMs: number, callback: () => void) => () => void;
}
