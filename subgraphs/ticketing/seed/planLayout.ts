import type { NumberedPlan } from '../src/domain/seating/numberPlan.ts';

/** A row as the seed sells it: its seats' numbers are consecutive. */
export interface LayoutRow {
  readonly firstSeat: number;
  readonly count: number;
  /** Seats at the start of the row that are wheelchair or companion places, or of any kind but standard: not sold here. */
  readonly skipped: ReadonlySet<number>;
}

export interface LayoutBlock {
  readonly blockNo: number;
  readonly kind: 'SEATED' | 'GENERAL_ADMISSION';
  readonly categoryNo: number;
  readonly capacity: number;
  readonly rows: readonly LayoutRow[];
}

/** What the seed remembers of a stored plan, so that the plan itself can be forgotten. */
export interface PlanLayout {
  readonly code: string;
  readonly blocks: readonly LayoutBlock[];
}

/** The layout of a plan whose blocks each have one category. */
export function layoutOf(plan: NumberedPlan): PlanLayout {
  return {
    code: plan.code,
    blocks: plan.blocks.map(({ blockNo, kind, categoryNo, capacity, rows }) => ({
      blockNo,
      kind,
      categoryNo: categoryNo as number,
      capacity,
      rows: rows.map(({ seats }) => ({
        firstSeat: seats[0]?.seatNo ?? 0,
        count: seats.length,
        skipped: new Set(seats.filter((seat) => seat.kind !== 'STANDARD').map((seat) => seat.seatNo)),
      })),
    })),
  };
}
