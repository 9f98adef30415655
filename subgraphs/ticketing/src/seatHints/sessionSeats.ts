import type { Chart } from '../charts/chart.ts';
import { type AccessiblePair, indexAccessible, placeAccessible } from '../domain/seating/accessiblePlaces.ts';
import { type BenchIndex, indexBenches, longestRun, type Placement, placeOnBench } from '../domain/seating/runs.ts';

/** What a fan wishes for: a number of neighbours, or wheelchair places with companions, of one category. */
export type SeatWish =
  | {
      readonly kind: 'TOGETHER';
      readonly categoryNo: number;
      readonly quantity: number;
      readonly withRestricted: boolean;
    }
  | {
      readonly kind: 'ACCESSIBLE';
      readonly categoryNo: number;
      readonly wheelchairs: number;
      readonly companions: number;
    };

/** Codes in {@link SessionSeats.taken}. */
export const seatState = { free: 0, held: 1, gone: 2 } as const;

const unknownRun = -1;
/** At most so many rows are looked at to choose one from, while other processes sell the same rows. */
const spreadMax = 32;
const calmAfterSuccesses = 200;

interface CategoryBenches extends BenchIndex {
  /** By bench: its longest free run, or {@link unknownRun} since a seat of it has changed. */
  readonly longest: Int16Array;
  /** The bench that is being filled: neighbours are sold one after the other. */
  current: number;
}

/**
 * What this process believes of the seats of one session. It proposes; the database alone decides. It may be wrong in both
 * directions: a seat that somebody else has taken is learned from the refusal, one that came free from the next reading.
 */
export class SessionSeats {
  readonly chart: Chart;
  readonly taken: Uint8Array;
  readonly #freeAtMs: Float64Array;
  /** Held seats with the time at which they come free, in the order of becoming held. */
  #expiries: { readonly seatNo: number; readonly atMs: number }[] = [];
  readonly #benches = new Map<string, CategoryBenches>();
  readonly #accessible = new Map<number, readonly (readonly AccessiblePair[])[]>();
  #spread = 1;
  #successes = 0;

  constructor(chart: Chart) {
    this.chart = chart;
    this.taken = new Uint8Array(chart.seatsMax + 1);
    this.#freeAtMs = new Float64Array(chart.seatsMax + 1);
  }

  /** Notes a seat as held until a moment. */
  hold(seatNo: number, freeAtMs: number): void {
    this.#set(seatNo, seatState.held);
    this.#freeAtMs[seatNo] = freeAtMs;
    this.#expiries.push({ seatNo, atMs: freeAtMs });
  }

  /** Notes a seat as sold or blocked. */
  close(seatNo: number): void {
    this.#set(seatNo, seatState.gone);
  }

  /** Notes a seat as free. */
  free(seatNo: number): void {
    this.#set(seatNo, seatState.free);
  }

  /** Whether other processes have lately sold what this one proposed. */
  get isContested(): boolean {
    return this.#spread > 1;
  }

  /** A proposal was refused because others sell the same rows: spread out. */
  noteConflict(): void {
    this.#spread = Math.min(spreadMax, this.#spread * 2);
    this.#successes = 0;
    for (const benches of this.#benches.values()) benches.current = -1;
  }

  /** A proposal went through; after many the best seats are given strictly in order again. */
  noteSuccess(): void {
    this.#successes += 1;
    if (this.#successes < calmAfterSuccesses) return;
    this.#spread = Math.max(1, this.#spread >> 1);
    this.#successes = 0;
  }

  /** The best seats that fit a wish, or null when there seem to be none. */
  propose(wish: SeatWish, nowMs: number): readonly number[] | null {
    this.#expire(nowMs);
    if (wish.kind === 'ACCESSIBLE') {
      const rows = this.#accessibleOf(wish.categoryNo);
      return placeAccessible(rows, this.taken, wish.wheelchairs, wish.companions);
    }
    const benches = this.#benchesOf(wish.categoryNo, wish.withRestricted);
    return (this.#continueBench(benches, wish.quantity) ?? this.#chooseBench(benches, wish.quantity))?.seatNos ?? null;
  }

  /** Places of a category that are free, and that are held, as far as is known. */
  count(categoryNo: number, nowMs: number): { readonly free: number; readonly held: number } {
    this.#expire(nowMs);
    let free = 0;
    let held = 0;
    for (let seatNo = 1; seatNo <= this.chart.seatsMax; seatNo += 1) {
      if (this.chart.category[seatNo] !== categoryNo || this.chart.rowOf[seatNo] === -1) continue;
      if (this.taken[seatNo] === seatState.free) free += 1;
      else if (this.taken[seatNo] === seatState.held) held += 1;
    }
    return { free, held };
  }

  #set(seatNo: number, state: number): void {
    this.taken[seatNo] = state;
    for (const { benchOf, longest } of this.#benches.values()) {
      const bench = benchOf[seatNo] as number;
      if (bench !== -1) longest[bench] = unknownRun;
    }
  }

  #expire(nowMs: number): void {
    let over = 0;
    while (over < this.#expiries.length && (this.#expiries[over]?.atMs as number) <= nowMs) {
      const { seatNo, atMs } = this.#expiries[over] as { seatNo: number; atMs: number };
      // The seat may have been held anew, or sold, since.
      if (this.taken[seatNo] === seatState.held && this.#freeAtMs[seatNo] === atMs) this.free(seatNo);
      over += 1;
    }
    if (over > 0) this.#expiries = this.#expiries.slice(over);
  }

  #benchesOf(categoryNo: number, withRestricted: boolean): CategoryBenches {
    const key = `${categoryNo} ${withRestricted}`;
    let benches = this.#benches.get(key);
    if (benches === undefined) {
      const index = indexBenches(this.chart, categoryNo, withRestricted);
      benches = { ...index, longest: new Int16Array(index.benches.length).fill(unknownRun), current: -1 };
      this.#benches.set(key, benches);
    }
    return benches;
  }

  #accessibleOf(categoryNo: number): readonly (readonly AccessiblePair[])[] {
    let rows = this.#accessible.get(categoryNo);
    if (rows === undefined) {
      rows = indexAccessible(this.chart, categoryNo);
      this.#accessible.set(categoryNo, rows);
    }
    return rows;
  }

  /** With others at work, the bench that was begun is filled on, so that the same row is not fought over twice. */
  #continueBench(benches: CategoryBenches, quantity: number): Placement | null {
    if (this.#spread === 1 || benches.current === -1) return null;
    const placement = this.#placeOn(benches, benches.current, quantity);
    return placement !== null && placement.singles === 0 ? placement : null;
  }

  /** The best bench where the group leaves no single seats; where there is none, the one where it leaves the fewest. */
  #chooseBench(benches: CategoryBenches, quantity: number): Placement | null {
    const clean: { readonly bench: number; readonly placement: Placement }[] = [];
    let second: Placement | null = null;
    for (let bench = 0; bench < benches.benches.length && clean.length < this.#spread; bench += 1) {
      const placement = this.#placeOn(benches, bench, quantity);
      if (placement?.singles === 0) clean.push({ bench, placement });
      else if (placement !== null && (second === null || placement.singles < second.singles)) second = placement;
    }
    const chosen = clean[Math.floor(Math.random() * clean.length)];
    if (chosen === undefined) return second;
    benches.current = chosen.bench;
    return chosen.placement;
  }

  #placeOn(benches: CategoryBenches, at: number, quantity: number): Placement | null {
    const bench = benches.benches[at];
    if (bench === undefined) return null;
    if (benches.longest[at] === unknownRun) benches.longest[at] = longestRun(this.chart, bench, this.taken);
    return (benches.longest[at] as number) < quantity ? null : placeOnBench(this.chart, bench, this.taken, quantity);
  }
}
