/** A counter of an area's places. */
export interface Pool {
  readonly poolNo: number;
  readonly capacity: number;
  /** Held, sold, or sold elsewhere. */
  readonly taken: number;
}

/**
 * Moves free capacity between the pools of an area until one pool has `quantity` free places; the sum stays the same. Returns
 * the new capacities of the pools that change and the pool to take from, or null when the whole area has too few.
 */
export function gatherPlaces(
  pools: readonly Pool[],
  quantity: number,
): { readonly poolNo: number; readonly capacities: ReadonlyMap<number, number> } | null {
  const free = (pool: Pool): number => pool.capacity - pool.taken;
  const [target, ...others] = pools.toSorted((a, b) => free(b) - free(a) || a.poolNo - b.poolNo);
  if (target === undefined || pools.reduce((sum, pool) => sum + free(pool), 0) < quantity) return null;
  const capacities = new Map<number, number>();
  let missing = quantity - free(target);
  for (const pool of others) {
    if (missing <= 0) break;
    const moved = Math.min(missing, free(pool));
    capacities.set(pool.poolNo, pool.capacity - moved);
    missing -= moved;
  }
  capacities.set(target.poolNo, target.capacity + Math.max(0, quantity - free(target)));
  return { poolNo: target.poolNo, capacities };
}
