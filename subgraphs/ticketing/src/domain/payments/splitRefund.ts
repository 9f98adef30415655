/** Something that money can be taken from, in the order of preference. */
export interface Source {
  readonly availableMinor: bigint;
}

/**
 * Splits an amount over sources, the first as far as it reaches, then the next. Returns the part of each source (by index)
 * that has one. What no source covers is not in the answer.
 */
export function splitRefund(
  amountMinor: bigint,
  sources: readonly Source[],
): readonly { readonly index: number; readonly amountMinor: bigint }[] {
  const parts: { index: number; amountMinor: bigint }[] = [];
  let missing = amountMinor;
  for (const [index, { availableMinor }] of sources.entries()) {
    const part = lesser(missing, availableMinor);
    if (part <= 0n) continue;
    parts.push({ index, amountMinor: part });
    missing -= part;
  }
  return parts;
}

/** The lesser of two amounts. */
export function lesser(a: bigint, b: bigint): bigint {
  if (a < b) return a;
  return b;
}
