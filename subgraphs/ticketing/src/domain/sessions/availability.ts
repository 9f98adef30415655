/** Places taken of a number of places; `free` follows. */
export interface PlaceCounts {
  readonly total: number;
  readonly sold: number;
  readonly held: number;
  readonly notForSale: number;
}

export type AvailabilityState = 'AVAILABLE' | 'FEW_LEFT' | 'ALL_HELD' | 'SOLD_OUT' | 'CANCELLED';

export interface Availability extends PlaceCounts {
  readonly free: number;
  readonly state: AvailabilityState;
}

/** Less than one place in this many free is "few left". */
const fewLeftShare = 20;

/**
 * Counts in a word. HELD and SOLD are different answers: what is held may come back.
 * Counts are read without a lock, so that a seat between two states may be counted twice; nothing free is never negative.
 */
export function describeAvailability(counts: PlaceCounts, cancelled: boolean): Availability {
  const { total, sold, held, notForSale } = counts;
  const free = cancelled ? 0 : Math.max(0, total - sold - held - notForSale);
  const state = cancelled
    ? 'CANCELLED'
    : free > 0
      ? free * fewLeftShare < total
        ? 'FEW_LEFT'
        : 'AVAILABLE'
      : held > 0
        ? 'ALL_HELD'
        : 'SOLD_OUT';
  return { total, sold, held, notForSale, free, state };
}

/** The counts of several categories together. */
export function sumCounts(counts: readonly PlaceCounts[]): PlaceCounts {
  return counts.reduce<PlaceCounts>(
    (sum, one) => ({
      total: sum.total + one.total,
      sold: sum.sold + one.sold,
      held: sum.held + one.held,
      notForSale: sum.notForSale + one.notForSale,
    }),
    { total: 0, sold: 0, held: 0, notForSale: 0 },
  );
}
