import type { Queryable } from '@games/postgres';
import type { Chart, ChartRow } from '../../domain/seating/chart.ts';
import { type ChartRowRow, selectChartRows } from '../../sql/seating/charts.ts';
import { selectBlocksOfPlans, selectCategoriesOfPlans, selectPlansByIds } from '../../sql/seating/seatingPlans.ts';

/** Reads a plan into memory; null when there is none of this number. */
export async function loadChart(db: Queryable, planId: number): Promise<Chart | null> {
  const [[plan], categories, blocks, rows] = await Promise.all([
    selectPlansByIds(db, [planId]),
    selectCategoriesOfPlans(db, [planId]),
    selectBlocksOfPlans(db, [planId]),
    selectChartRows(db, planId),
  ]);
  if (plan === undefined) return null;
  const seatsMax = rows.reduce((most, row) => Math.max(most, ...numbers(row.seatNos)), 0);
  const chart = {
    plan,
    categories,
    blocks: new Map(blocks.map((block) => [block.blockNo, block])),
    rows: rows.map(toChartRow),
    seatsMax,
    rowOf: new Int32Array(seatsMax + 1).fill(-1),
    place: new Int32Array(seatsMax + 1),
    category: new Uint8Array(seatsMax + 1),
    kind: new Uint8Array(seatsMax + 1),
    companionOf: new Int32Array(seatsMax + 1),
    restricted: new Uint8Array(seatsMax + 1),
    x: new Int32Array(seatsMax + 1),
    y: new Int32Array(seatsMax + 1),
  };
  rows.forEach((row, index) => {
    fillRow(chart, row, index);
  });
  return chart;
}

const numbers = (list: string): number[] => list.split(',').map(Number);

function toChartRow({ rowNo, blockNo, label, qualityRank, seatNos }: ChartRowRow): ChartRow {
  const seats = numbers(seatNos);
  return { rowNo, blockNo, label, qualityRank, firstSeat: seats[0] as number, lastSeat: seats.at(-1) as number };
}

function fillRow(chart: Chart, row: ChartRowRow, index: number): void {
  const columns = [
    [chart.place, numbers(row.places)],
    [chart.category, numbers(row.categories)],
    [chart.kind, numbers(row.kinds)],
    [chart.companionOf, numbers(row.companionsOf)],
    [chart.restricted, numbers(row.restricted)],
    [chart.x, numbers(row.xs)],
    [chart.y, numbers(row.ys)],
  ] as const;
  numbers(row.seatNos).forEach((seatNo, at) => {
    chart.rowOf[seatNo] = index;
    for (const [target, source] of columns) target[seatNo] = source[at] as number;
  });
}
