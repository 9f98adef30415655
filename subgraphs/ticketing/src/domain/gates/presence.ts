/** A scan that let somebody through. */
export interface Passage {
  readonly scanId: string;
  readonly direction: 'ENTRY' | 'EXIT';
  readonly scannedAt: Date;
  /** Staff let it through although the gate had refused. */
  readonly forced: boolean;
}

/** Two entries of one ticket without an exit between them. */
export interface DoubleEntry {
  readonly firstScanId: string;
  readonly secondScanId: string;
}

export interface Presence {
  readonly inside: boolean;
  readonly entries: number;
  /** Time of the last passage. */
  readonly since: Date;
  readonly doubleEntries: readonly DoubleEntry[];
}

/**
 * Where a ticket is, from all of its passages: null when there are none. Passages are put in the order of their time, so it
 * doesn't matter in which order the gates told of them. An entry while the ticket is inside already means that two people
 * came in on it; one that staff let through knowingly explains itself.
 */
export function presenceOf(passages: readonly Passage[]): Presence | null {
  const ordered = passages.toSorted(byTime);
  const last = ordered.at(-1);
  if (last === undefined) return null;
  const doubleEntries: DoubleEntry[] = [];
  let insideBy: Passage | null = null;
  let entries = 0;
  for (const passage of ordered) {
    if (passage.direction === 'EXIT') {
      insideBy = null;
      continue;
    }
    if (insideBy !== null && !passage.forced) {
      doubleEntries.push({ firstScanId: insideBy.scanId, secondScanId: passage.scanId });
    }
    insideBy = passage;
    entries += 1;
  }
  return { inside: insideBy !== null, entries, since: last.scannedAt, doubleEntries };
}

function byTime(a: Passage, b: Passage): number {
  return a.scannedAt.getTime() - b.scannedAt.getTime() || (a.scanId < b.scanId ? -1 : 1);
}
