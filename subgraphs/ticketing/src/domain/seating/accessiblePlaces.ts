import { type Chart, kindNo } from './chart.ts';

/** A wheelchair place with its companion's seat (0 where it has none). */
export interface AccessiblePair {
  readonly wheelchair: number;
  readonly companion: number;
}

/** The wheelchair places of a category row by row, the best row first. */
export function indexAccessible(chart: Chart, categoryNo: number): readonly (readonly AccessiblePair[])[] {
  const companions = new Map<number, number>();
  for (let seatNo = 1; seatNo <= chart.seatsMax; seatNo += 1) {
    if (chart.kind[seatNo] === kindNo.COMPANION) companions.set(chart.companionOf[seatNo] as number, seatNo);
  }
  const rows = chart.rows.toSorted((a, b) => a.qualityRank - b.qualityRank);
  return rows.flatMap(({ firstSeat, lastSeat }) => {
    const pairs: AccessiblePair[] = [];
    for (let seatNo = firstSeat; seatNo <= lastSeat; seatNo += 1) {
      if (chart.kind[seatNo] !== kindNo.WHEELCHAIR || chart.category[seatNo] !== categoryNo) continue;
      pairs.push({ wheelchair: seatNo, companion: companions.get(seatNo) ?? 0 });
    }
    return pairs.length === 0 ? [] : [pairs];
  });
}

/**
 * Wheelchair places in one row, as close together as can be, the first `companions` of them with their companions' seats.
 * Null when no row has so many.
 */
export function placeAccessible(
  rows: readonly (readonly AccessiblePair[])[],
  taken: Uint8Array,
  wheelchairs: number,
  companions: number,
): readonly number[] | null {
  for (const row of rows) {
    const free = row.filter(({ wheelchair }) => taken[wheelchair] === 0);
    const withCompanion = free.filter(({ companion }) => companion !== 0 && taken[companion] === 0);
    if (free.length < wheelchairs || withCompanion.length < companions) continue;
    const accompanied = withCompanion.slice(0, companions);
    const alone = free.filter((pair) => !accompanied.includes(pair)).slice(0, wheelchairs - companions);
    const seatNos = [...accompanied.flatMap(({ wheelchair, companion }) => [wheelchair, companion])];
    return [...seatNos, ...alone.map(({ wheelchair }) => wheelchair)].sort((a, b) => a - b);
  }
  return null;
}
