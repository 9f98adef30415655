import type { DraftBlock, DraftRow, DraftSeat, PlanDraft } from './planDraft.ts';

export interface NumberedSeat extends DraftSeat {
  readonly seatNo: number;
  readonly categoryNo: number;
  readonly companionOfNo: number | null;
}
export interface NumberedRow extends Omit<DraftRow, 'seats'> {
  readonly rowNo: number;
  readonly qualityRank: number;
  readonly seats: readonly NumberedSeat[];
}
export interface NumberedBlock extends Omit<DraftBlock, 'rows'> {
  readonly blockNo: number;
  /** Where all its places share one category, else null. */
  readonly categoryNo: number | null;
  readonly rows: readonly NumberedRow[];
  /** Number of places of each category that it has. */
  readonly places: ReadonlyMap<number, number>;
}
export interface NumberedPlan extends Omit<PlanDraft, 'blocks'> {
  readonly blocks: readonly NumberedBlock[];
  readonly seatsCount: number;
  readonly standingCount: number;
}

/**
 * Gives blocks, rows and seats their numbers: from 1, in the order of the draft, so that the seats of a row are
 * consecutive; and rows their rank of quality over the plan. Throws RangeError when a category or wheelchair place that
 * is named does not exist.
 */
export function numberPlan(draft: PlanDraft): NumberedPlan {
  const categoryNos = new Map(draft.categories.map(({ code }, index) => [code, index + 1]));
  const categoryNoOf = (code: string): number => {
    const no = categoryNos.get(code);
    if (no === undefined) throw new RangeError(`The plan ${draft.code} has no category ${code}.`);
    return no;
  };
  const ranks = rankRows(draft);
  let seatNo = 0;
  let rowNo = 0;
  const numberRow = (row: DraftRow): NumberedRow => {
    const firstNo = seatNo + 1;
    const noOfPlace = new Map(row.seats.map((seat, index) => [seat.place, firstNo + index]));
    rowNo += 1;
    const seats = row.seats.map((seat) => {
      seatNo += 1;
      const companionOfNo = seat.companionOf === null ? null : noOfPlace.get(seat.companionOf);
      if (companionOfNo === undefined)
        throw new RangeError(`A companion's seat in row ${row.label} has no wheelchair place.`);
      return { ...seat, seatNo, categoryNo: categoryNoOf(seat.category), companionOfNo };
    });
    return { ...row, rowNo, qualityRank: ranks.get(row) as number, seats };
  };
  const blocks = draft.blocks.map((block, index): NumberedBlock => {
    const rows = block.rows.map(numberRow);
    const places = countPlaces(block, rows, categoryNoOf);
    const categoryNo = places.size === 1 ? ([...places.keys()][0] as number) : null;
    const capacity = [...places.values()].reduce((sum, count) => sum + count, 0);
    return { ...block, blockNo: index + 1, categoryNo, rows, places, capacity };
  });
  const capacityOf = (kind: DraftBlock['kind']): number =>
    blocks.reduce((sum, block) => (block.kind === kind ? sum + block.capacity : sum), 0);
  return { ...draft, blocks, seatsCount: seatNo, standingCount: capacityOf('GENERAL_ADMISSION') };
}

function rankRows(draft: PlanDraft): ReadonlyMap<DraftRow, number> {
  const rows = draft.blocks.flatMap((block) => block.rows);
  const order = rows.map((row, index) => ({ row, index }));
  order.sort((a, b) => a.row.quality - b.row.quality || a.index - b.index);
  return new Map(order.map(({ row }, index) => [row, index + 1]));
}

function countPlaces(
  block: DraftBlock,
  rows: readonly NumberedRow[],
  categoryNoOf: (code: string) => number,
): ReadonlyMap<number, number> {
  if (block.kind === 'GENERAL_ADMISSION') {
    return new Map([[categoryNoOf(block.category ?? ''), block.capacity]]);
  }
  const counts = new Map<number, number>();
  for (const { seats } of rows) {
    for (const { categoryNo } of seats) counts.set(categoryNo, (counts.get(categoryNo) ?? 0) + 1);
  }
  return counts;
}
