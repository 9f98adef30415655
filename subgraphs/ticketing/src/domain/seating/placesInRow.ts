/** Where a seat stands; any unit. */
export interface Position {
  readonly x: number;
  readonly y: number;
}

/** Seats farther apart than this many times their usual distance have an aisle between them. */
const aisleFactor = 1.6;

/**
 * The adjacency index of each seat of a row, from the geometry alone: seats are ordered along the row, neighbours get
 * consecutive places, and an aisle leaves a place out. Printed numbers may run odd, even, backwards or anyhow.
 * Returns the indices of the seats in the order in which they stand, each with its place (from 0).
 */
export function placesInRow(seats: readonly Position[]): readonly { readonly index: number; readonly place: number }[] {
  const along = directionOf(seats);
  const order = seats
    .map((seat, index) => ({ index, at: seat.x * along.x + seat.y * along.y }))
    .sort((a, b) => a.at - b.at || a.index - b.index);
  const gaps = order.slice(1).map(({ at }, index) => at - (order[index]?.at as number));
  const usual = median(gaps.filter((gap) => gap > 0));
  let place = 0;
  return order.map(({ index }, position) => {
    if (position > 0) place += (gaps[position - 1] as number) > usual * aisleFactor ? 2 : 1;
    return { index, place };
  });
}

/** The direction in which positions spread most (first principal axis), pointing to the right, or down. */
function directionOf(seats: readonly Position[]): Position {
  const count = Math.max(1, seats.length);
  const meanX = seats.reduce((sum, { x }) => sum + x, 0) / count;
  const meanY = seats.reduce((sum, { y }) => sum + y, 0) / count;
  let [xx, xy, yy] = [0, 0, 0];
  for (const { x, y } of seats) {
    xx += (x - meanX) ** 2;
    xy += (x - meanX) * (y - meanY);
    yy += (y - meanY) ** 2;
  }
  const angle = Math.atan2(2 * xy, xx - yy) / 2;
  const [x, y] = [Math.cos(angle), Math.sin(angle)];
  return x > 1e-9 || (Math.abs(x) <= 1e-9 && y > 0) ? { x, y } : { x: -x, y: -y };
}

/** The middle value; infinite for none, so that nothing counts as an aisle. */
export function median(values: readonly number[]): number {
  if (values.length === 0) return Number.POSITIVE_INFINITY;
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] as number;
}
