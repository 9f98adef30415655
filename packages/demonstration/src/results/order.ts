import type { Irm, Line, ListLine, Performance } from './story.ts';

/** Who has a result comes first; the others by how far they came. */
const irmOrder: Readonly<Record<Irm, number>> = { NM: 1, DNF: 2, DSQ: 3, DNS: 4 };

type Comparable = Pick<Performance, 'key' | 'irm'>;

export function compare(a: Comparable, b: Comparable): number {
  if (a.key !== null && b.key !== null) return a.key - b.key;
  if (a.key !== null) return -1;
  if (b.key !== null) return 1;
  return (a.irm === null ? 0 : irmOrder[a.irm]) - (b.irm === null ? 0 : irmOrder[b.irm]);
}

export interface Place {
  readonly rank: number | null;
  readonly rankEqual: boolean;
  readonly sortOrder: number;
}

/** Sorts by key and gives ranks; equal keys share theirs, and the ranks after them are left out. */
export function rankByKey<Item extends Comparable>(items: readonly Item[]): (Item & Place)[] {
  const sorted = items.toSorted(compare);
  const counts = new Map<number, number>();
  for (const { key } of sorted) if (key !== null) counts.set(key, (counts.get(key) ?? 0) + 1);
  let rank = 0;
  return sorted.map((item, i) => {
    if (item.key === null) return { ...item, rank: null, rankEqual: false, sortOrder: i + 1 };
    if (i === 0 || sorted[i - 1]?.key !== item.key) rank = i + 1;
    return { ...item, rank, rankEqual: (counts.get(item.key) ?? 0) > 1, sortOrder: i + 1 };
  });
}

/** A line of a list over several units from a line of one. */
export function asListLine(line: Line, place: Place): ListLine {
  return {
    entry: line.entry,
    mark: line.mark,
    irm: line.irm,
    qualified: line.qualified,
    difference: null,
    rank: place.rank,
    rankEqual: place.rankEqual,
    sortOrder: place.sortOrder,
  };
}
