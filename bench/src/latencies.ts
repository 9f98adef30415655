/** Times in milliseconds, and what they say. */
export interface Latencies {
  add(milliseconds: number): void;
  readonly count: number;
  /** The time below which this share (0 to 1) of all lie; 0 where there are none. */
  quantile(share: number): number;
}

/** Keeps every time: benchmarks are bounded, and a histogram would hide the tail. */
export function createLatencies(): Latencies {
  const times: number[] = [];
  let isSorted = true;
  return {
    add: (milliseconds) => {
      times.push(milliseconds);
      isSorted = false;
    },
    get count() {
      return times.length;
    },
    quantile: (share) => {
      if (!isSorted) times.sort((a, b) => a - b);
      isSorted = true;
      return times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
    },
  };
}
