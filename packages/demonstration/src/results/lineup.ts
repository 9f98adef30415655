import type { EntryDraft } from '../entries/entries.ts';
import type { Random } from '../random.ts';
import type { Measure } from '../sports/format.ts';

export interface Starter {
  readonly entry: EntryDraft;
  /** Lane, or place in the order of starting, from 1. */
  readonly startOrder: number;
}

/** Deals the best first into units, there and back, so that all units are equally strong. */
export function deal<Item>(bestFirst: readonly Item[], units: number): Item[][] {
  const dealt: Item[][] = Array.from({ length: units }, () => []);
  bestFirst.forEach((item, i) => {
    const turn = Math.floor(i / units);
    const at = turn % 2 === 0 ? i % units : units - 1 - (i % units);
    dealt[at]?.push(item);
  });
  return dealt;
}

/** Lanes for the best first where there are lanes; else a drawn order. In the order of starting. */
export function placeAtStart(bestFirst: readonly EntryDraft[], measure: Measure, random: Random): Starter[] {
  if (measure.kind === 'TIME' && measure.lanes === true) {
    const lanes = lanesFromMiddle(bestFirst.length);
    return bestFirst
      .map((entry, i) => ({ entry, startOrder: lanes[i] ?? i + 1 }))
      .sort((a, b) => a.startOrder - b.startOrder);
  }
  return random.shuffle(bestFirst).map((entry, i) => ({ entry, startOrder: i + 1 }));
}

/** 4, 5, 3, 6, 2, 7, 1, 8: from the middle to the sides. */
function lanesFromMiddle(count: number): number[] {
  const width = Math.max(count, 8);
  const middle = Math.floor(width / 2);
  const lanes = Array.from({ length: width }, (_, i) => i + 1);
  return lanes.sort((a, b) => Math.abs(a - middle - 0.4) - Math.abs(b - middle - 0.4)).slice(0, count);
}
