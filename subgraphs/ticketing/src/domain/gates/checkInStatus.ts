/** A scan that let somebody through. */
export interface CheckIn {
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

export interface CheckInStatus {
  readonly inside: boolean;
  readonly entries: number;
  /** Time of the last check-in. */
  readonly since: Date;
  readonly doubleEntries: readonly DoubleEntry[];
}

/**
 * Where a ticket is, from all of its check-ins: null when there are none. Check-ins are put in the order of their time, so it
 * doesn't matter in which order the gates reported them. An entry while the ticket is inside already means that two people
 * came in on it; one that staff let through knowingly explains itself.
 */
export function checkInStatusOf(checkIns: readonly CheckIn[]): CheckInStatus | null {
  const ordered = checkIns.toSorted(byTime);
  const last = ordered.at(-1);
  if (last === undefined) return null;
  const doubleEntries: DoubleEntry[] = [];
  let insideBy: CheckIn | null = null;
  let entries = 0;
  for (const checkIn of ordered) {
    if (checkIn.direction === 'EXIT') {
      insideBy = null;
      continue;
    }
    if (insideBy !== null && !checkIn.forced) {
      doubleEntries.push({ firstScanId: insideBy.scanId, secondScanId: checkIn.scanId });
    }
    insideBy = checkIn;
    entries += 1;
  }
  return { inside: insideBy !== null, entries, since: last.scannedAt, doubleEntries };
}

function byTime(a: CheckIn, b: CheckIn): number {
  return a.scannedAt.getTime() - b.scannedAt.getTime() || (a.scanId < b.scanId ? -1 : 1);
}
