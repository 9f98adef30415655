import { createHash } from 'node:crypto';

/** SHA-256 of a text, hexadecimal: how a seed is committed to before it is shown. */
export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** SHA-256 of the closed list: its entries sorted, one a line, each line ended. */
export function hashOfEntries(entries: readonly string[]): string {
  return hashOf(
    entries
      .toSorted()
      .map((entry) => `${entry}\n`)
      .join(''),
  );
}

/**
 * The order of a draw: entries sorted by SHA-256 of `seed:beacon:entry`. It depends on the seed, the beacon and the set of
 * entries alone, not on the order of registration; nobody who does not know the seed can aim at a place, and who does
 * not know the beacon when he chose the seed can not either. `beacon` is empty where none is used.
 */
export function drawOrder(entries: readonly string[], seed: string, beacon: string): string[] {
  return entries
    .map((entry) => ({ entry, lot: hashOf(`${seed}:${beacon}:${entry}`) }))
    .sort((a, b) => (a.lot < b.lot ? -1 : a.lot > b.lot ? 1 : a.entry < b.entry ? -1 : 1))
    .map(({ entry }) => entry);
}
