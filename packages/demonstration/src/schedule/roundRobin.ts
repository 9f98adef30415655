/**
 * Every pair of a pool once, by match days (the circle method): each plays at most
 * once in a match day. Numbers are the places in the pool, from 0.
 */
export function roundRobin(size: number): (readonly [number, number])[] {
  const even = size + (size % 2);
  const ring = Array.from({ length: even }, (_, i) => i);
  const matches: (readonly [number, number])[] = [];
  for (let matchDay = 0; matchDay < even - 1; matchDay++) {
    for (let i = 0; i < even / 2; i++) {
      const one = ring[i] as number;
      const other = ring[even - 1 - i] as number;
      if (one < size && other < size) matches.push([Math.min(one, other), Math.max(one, other)]);
    }
    ring.splice(1, 0, ring.pop() as number);
  }
  return matches;
}

/** How many matches of a pool one match day has. */
export const matchesPerDay = (size: number): number => Math.floor(size / 2);
