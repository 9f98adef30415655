import { type Chart, kindNo } from './chart.ts';

/** Seats of one row and one category that may be sold to anybody, in the order in which they stand. */
export interface Bench {
  readonly seatNos: Int32Array;
  /** Twice the middle of the row's places, so that it is whole. */
  readonly centre2: number;
}

/** The benches of a category, the best first, and where to find each seat's bench. */
export interface BenchIndex {
  readonly benches: readonly Bench[];
  /** By seat number: the seat's bench in {@link benches}, or -1. */
  readonly benchOf: Int32Array;
}

/**
 * Groups the standard seats of a category into benches, by the quality of their rows. Seats with a bad view are only in
 * when asked for: between others they end a run of neighbours like an aisle does.
 */
export function indexBenches(chart: Chart, categoryNo: number, withRestricted: boolean): BenchIndex {
  const benchOf = new Int32Array(chart.seatsMax + 1).fill(-1);
  const rows = chart.rows.toSorted((a, b) => a.qualityRank - b.qualityRank);
  const benches: Bench[] = [];
  for (const { firstSeat, lastSeat } of rows) {
    const seatNos: number[] = [];
    for (let seatNo = firstSeat; seatNo <= lastSeat; seatNo += 1) {
      if (chart.category[seatNo] !== categoryNo || chart.kind[seatNo] !== kindNo.STANDARD) continue;
      if (chart.restricted[seatNo] === 1 && !withRestricted) continue;
      seatNos.push(seatNo);
      benchOf[seatNo] = benches.length;
    }
    if (seatNos.length === 0) continue;
    const centre2 = (chart.place[firstSeat] as number) + (chart.place[lastSeat] as number);
    benches.push({ seatNos: Int32Array.from(seatNos), centre2 });
  }
  return { benches, benchOf };
}

/** Where a group would sit on a bench. */
export interface Placement {
  readonly seatNos: readonly number[];
  /** Single seats that it would leave between itself and the next taken seat or aisle: 0, 1 or 2. */
  readonly singles: number;
}

/**
 * The best place for a group on a bench: all together, leaving the fewest single seats, then nearest to the middle of
 * the row. Null when the bench has no run of so many free neighbours.
 */
export function placeOnBench(chart: Chart, bench: Bench, taken: Uint8Array, quantity: number): Placement | null {
  let best: { readonly from: number; readonly singles: number; readonly distance: number } | null = null;
  for (const { from, length } of freeRuns(chart, bench, taken)) {
    for (const offset of offsetsIn(chart, bench, from, length, quantity)) {
      const singles = Number(offset === 1) + Number(length - quantity - offset === 1);
      const distance = distanceOf(chart, bench, from + offset, quantity);
      if (best === null || singles < best.singles || (singles === best.singles && distance < best.distance)) {
        best = { from: from + offset, singles, distance };
      }
    }
  }
  return best === null
    ? null
    : { seatNos: [...bench.seatNos.subarray(best.from, best.from + quantity)], singles: best.singles };
}

/** The longest run of free neighbours on a bench. */
export function longestRun(chart: Chart, bench: Bench, taken: Uint8Array): number {
  let longest = 0;
  for (const { length } of freeRuns(chart, bench, taken)) longest = Math.max(longest, length);
  return longest;
}

function* freeRuns(
  { place }: Chart,
  { seatNos }: Bench,
  taken: Uint8Array,
): Generator<{ readonly from: number; readonly length: number }> {
  let from = 0;
  let length = 0;
  for (let at = 0; at < seatNos.length; at += 1) {
    const seatNo = seatNos[at] as number;
    const isFree = taken[seatNo] === 0;
    const isNeighbour = length > 0 && place[seatNo] === (place[seatNos[at - 1] as number] as number) + 1;
    if (isFree && isNeighbour) length += 1;
    else {
      if (length > 0) yield { from, length };
      from = at;
      length = isFree ? 1 : 0;
    }
  }
  if (length > 0) yield { from, length };
}

/** Both ends of a run, and the offsets around the middle of the row: one of them is the best. */
function offsetsIn(chart: Chart, bench: Bench, from: number, length: number, quantity: number): number[] {
  const last = length - quantity;
  if (last < 0) return [];
  const first2 = 2 * (chart.place[bench.seatNos[from] as number] as number);
  const ideal = Math.round((bench.centre2 - first2 - (quantity - 1)) / 2);
  const middle = Math.min(last, Math.max(0, ideal));
  return [0, middle - 1, middle, middle + 1, 2, last - 2, last].filter((offset) => offset >= 0 && offset <= last);
}

/** Twice how far the middle of the group is from the middle of the row. */
function distanceOf({ place }: Chart, { seatNos, centre2 }: Bench, from: number, quantity: number): number {
  const first = place[seatNos[from] as number] as number;
  return Math.abs(2 * first + quantity - 1 - centre2);
}
