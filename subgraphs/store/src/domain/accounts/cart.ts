/** What a cart comes to today, and what stands in the way of buying it. */

export interface PricedLine {
  readonly sku: string;
  readonly quantity: number;
  /** Minor units; null when the variant is not sold in the cart's market. */
  readonly unitMinor: bigint | null;
  /** Pieces that can be had now. */
  readonly available: number;
}

export type CartWarningCode = 'NOT_ENOUGH_STOCK' | 'NOT_SOLD';

export interface CartWarning {
  readonly code: CartWarningCode;
  readonly sku: string;
  readonly available: number;
}

export function lineTotal({ unitMinor, quantity }: Pick<PricedLine, 'unitMinor' | 'quantity'>): bigint | null {
  return unitMinor === null ? null : unitMinor * BigInt(quantity);
}

/** The sum of the lines that are sold; what is short of stock is counted, since the fan means to buy it. */
export function subtotalOf(lines: readonly PricedLine[]): bigint {
  return lines.reduce((sum, line) => sum + (lineTotal(line) ?? 0n), 0n);
}

export function warningsOf(lines: readonly PricedLine[]): readonly CartWarning[] {
  return lines.flatMap(({ sku, quantity, unitMinor, available }): CartWarning[] => {
    if (unitMinor === null) return [{ code: 'NOT_SOLD', sku, available }];
    return available < quantity ? [{ code: 'NOT_ENOUGH_STOCK', sku, available }] : [];
  });
}
