import type { BlockRow, CategoryRow, PlanRow } from '../../sql/seating/seatingPlans.ts';

/** A row of a chart. Its seats have consecutive numbers, in the order in which they stand. */
export interface ChartRow {
  readonly rowNo: number;
  readonly blockNo: number;
  readonly label: string;
  /** 1 is the best row of the plan. */
  readonly qualityRank: number;
  readonly firstSeat: number;
  readonly lastSeat: number;
}

export const seatKinds = ['STANDARD', 'WHEELCHAIR', 'COMPANION'] as const;
export type SeatKind = (typeof seatKinds)[number];
/** Codes of {@link seatKinds} in {@link Chart.kind}. */
export const kindNo = { STANDARD: 0, WHEELCHAIR: 1, COMPANION: 2 } as const;

/**
 * A seating plan in memory: what never changes, packed so that a plan of 70,000 seats takes a few megabytes and is
 * searched in microseconds. Arrays are indexed by seat number, which begins at 1; index 0 is unused.
 */
export interface Chart {
  readonly plan: PlanRow;
  readonly categories: readonly CategoryRow[];
  /** By block number. */
  readonly blocks: ReadonlyMap<number, BlockRow>;
  readonly rows: readonly ChartRow[];
  readonly seatsMax: number;
  /** Index into {@link rows}, or -1 where the plan has no seat of that number. */
  readonly rowOf: Int32Array;
  readonly place: Int32Array;
  readonly category: Uint8Array;
  readonly kind: Uint8Array;
  /** Of a companion's seat: the wheelchair place's number; else 0. */
  readonly companionOf: Int32Array;
  /** 1 where something is wrong with the view. */
  readonly restricted: Uint8Array;
  /** Centimetres. */
  readonly x: Int32Array;
  readonly y: Int32Array;
}

/** Whether the chart has a seat of this number. */
export function hasSeat(chart: Chart, seatNo: number): boolean {
  return seatNo > 0 && seatNo <= chart.seatsMax && chart.rowOf[seatNo] !== -1;
}

/** The row of a seat that the chart has. */
export function rowOfSeat(chart: Chart, seatNo: number): ChartRow {
  return chart.rows[chart.rowOf[seatNo] as number] as ChartRow;
}
