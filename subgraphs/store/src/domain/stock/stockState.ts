export type StockState = 'IN_STOCK' | 'LOW' | 'HELD' | 'SOLD_OUT' | 'NOT_SOLD';

/** From this many down, buyers see that few are left. */
const lowStockMax = 5;

/** What lies in the locations that serve a market: `available` is what is not held. */
export interface StockCount {
  readonly onHand: number;
  readonly available: number;
}

/** Held is not sold out: what others hold while they pay may come back. */
export function stockState({ onHand, available }: StockCount): StockState {
  if (available > lowStockMax) return 'IN_STOCK';
  if (available > 0) return 'LOW';
  return onHand > 0 ? 'HELD' : 'SOLD_OUT';
}
