import { type AccessiblePair, indexAccessible, placeAccessible } from '../../domain/seating/accessiblePlaces.ts';
import type { Chart } from '../../domain/seating/chart.ts';
import { type BenchIndex, indexBenches, longestRun, type Placement, placeOnBench } from '../../domain/seating/runs.ts';
import type { Share } from './shareOfRows.ts';

/** What a fan asks for: a number of neighbours, or wheelchair places with companions, of one category. */
export type SeatCriteria =
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

/** Codes of the states of seats. */
const seatState = { free: 0, held: 1, gone: 2 } as const;
const unknownRun = -1;
const everything: Share = { rank: 0, of: 1 };

interface CategoryBenches extends BenchIndex {
  /** By bench: its longest free run, or {@link unknownRun} since a seat of it has changed. */
  readonly longest: Int16Array;
}

/**
 * What this process believes of the seats of one session. It proposes; the database alone decides. It may be wrong in both
 * directions: a seat that somebody else has taken is learned from the refusal, one that came free from the next reading.
 */
export class SessionSeats {
  readonly chart: Chart;
  readonly #taken: Uint8Array;
  readonly #freeAtMs: Float64Array;
  /** Places by category and state. */
  readonly #counts: readonly Int32Array[];
  /** Held seats with the time at which they come free, in the order of becoming held. */
  #expiries: { readonly seatNo: number; readonly atMs: number }[] = [];
  readonly #benches = new Map<string, CategoryBenches>();
  readonly #accessible = new Map<number, readonly (readonly AccessiblePair[])[]>();

  constructor(chart: Chart) {
    this.chart = chart;
    this.#taken = new Uint8Array(chart.seatsMax + 1);
    this.#freeAtMs = new Float64Array(chart.seatsMax + 1);
    this.#counts = Array.from({ length: 256 }, () => new Int32Array(3));
    for (let seatNo = 1; seatNo <= chart.seatsMax; seatNo += 1) {
      if (chart.rowOf[seatNo] !== -1) this.#countsOf(seatNo)[seatState.free]! += 1;
    }
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

  /**
   * Takes the best seats that fit the criteria, or null when there seem to be none: from now on they are proposed to nobody else,
   * until `freeAtMs`. With a share only rows of it are looked at, and only where no single seats are left over.
   */
  take(criteria: SeatCriteria, freeAtMs: number, share: Share | null): readonly number[] | null {
    this.#expire(Date.now());
    const seatNos =
      criteria.kind === 'ACCESSIBLE' ? this.#findAccessible(criteria) : this.#findTogether(criteria, share);
    for (const seatNo of seatNos ?? []) this.hold(seatNo, freeAtMs);
    return seatNos;
  }

  #findAccessible({
    categoryNo,
    wheelchairs,
    companions,
  }: SeatCriteria & { kind: 'ACCESSIBLE' }): readonly number[] | null {
    return placeAccessible(this.#accessibleOf(categoryNo), this.#taken, wheelchairs, companions);
  }

  #findTogether(criteria: SeatCriteria & { kind: 'TOGETHER' }, share: Share | null): readonly number[] | null {
    const { categoryNo, quantity, withRestricted } = criteria;
    if (this.#counts[categoryNo]![seatState.free]! < quantity) return null;
    const placement = this.#choose(this.#benchesOf(categoryNo, withRestricted), quantity, share ?? everything);
    return placement === null || (share !== null && placement.singles > 0) ? null : placement.seatNos;
  }

  /** Places of a category that are free, and that are held, as far as is known. */
  count(categoryNo: number): { readonly free: number; readonly held: number } {
    this.#expire(Date.now());
    const counts = this.#counts[categoryNo] as Int32Array;
    return { free: counts[seatState.free] as number, held: counts[seatState.held] as number };
  }

  #countsOf(seatNo: number): Int32Array {
    return this.#counts[this.chart.category[seatNo] as number] as Int32Array;
  }

  #set(seatNo: number, state: number): void {
    const counts = this.#countsOf(seatNo);
    counts[this.#taken[seatNo] as number]! -= 1;
    counts[state]! += 1;
    this.#taken[seatNo] = state;
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
      if (this.#taken[seatNo] === seatState.held && this.#freeAtMs[seatNo] === atMs) this.free(seatNo);
      over += 1;
    }
    if (over > 0) this.#expiries = this.#expiries.slice(over);
  }

  #benchesOf(categoryNo: number, withRestricted: boolean): CategoryBenches {
    const key = `${categoryNo} ${withRestricted}`;
    let benches = this.#benches.get(key);
    if (benches === undefined) {
      const index = indexBenches(this.chart, categoryNo, withRestricted);
      benches = { ...index, longest: new Int16Array(index.benches.length).fill(unknownRun) };
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

  /** The best bench where the group leaves no single seats; where there is none, the one where it leaves the fewest. */
  #choose(benches: CategoryBenches, quantity: number, { rank, of }: Share): Placement | null {
    let second: Placement | null = null;
    for (let at = rank; at < benches.benches.length; at += of) {
      const placement = this.#placeOn(benches, at, quantity);
      if (placement?.singles === 0) return placement;
      if (placement !== null && (second === null || placement.singles < second.singles)) second = placement;
    }
    return second;
  }

  #placeOn(benches: CategoryBenches, at: number, quantity: number): Placement | null {
    const bench = benches.benches[at] as BenchIndex['benches'][number];
    if (benches.longest[at] === unknownRun) benches.longest[at] = longestRun(this.chart, bench, this.#taken);
    return (benches.longest[at] as number) < quantity ? null : placeOnBench(this.chart, bench, this.#taken, quantity);
  }
}
