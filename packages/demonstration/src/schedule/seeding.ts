/**
 * The seeds (from 1) that meet in a match (from 0) of a draw's first round, so that
 * the best meet as late as can be: 1 and 2 in the final, 1 to 4 in the semi-finals.
 * @param draw a power of two.
 */
export function seedsOf(draw: number, match: number): readonly [number, number] {
  const order = drawOrder(draw);
  return [order[match * 2] as number, order[match * 2 + 1] as number];
}

const orders = new Map<number, readonly number[]>();

/** Seeds from the top of the draw to its bottom. */
export function drawOrder(draw: number): readonly number[] {
  const known = orders.get(draw);
  if (known !== undefined) return known;
  let order = [1];
  while (order.length < draw) {
    const sum = order.length * 2 + 1;
    order = order.flatMap((seed) => [seed, sum - seed]);
  }
  orders.set(draw, order);
  return order;
}
