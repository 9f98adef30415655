/** A scan that let somebody through. */
export interface CheckIn {
  readonly scanId: string;
  readonly direction: 'ENTRY' | 'EXIT';
  readonly scannedAt: Date;
  /** Staff let it through although the gate had refused. */
  readonly forced: boolean;
  /** False for an entry that a gate let in by itself when the ticket was not good any more. */
  readonly wasValid: boolean;
}

/** Why somebody has to look into entries that stay as they are. */
export type EntryConflictKind = 'DOUBLE_ENTRY' | 'TICKET_NOT_VALID' | 'SEAT_ENTERED_TWICE';

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
  /** Scans by which a ticket came in that was not good at that moment. */
  readonly invalidEntries: readonly string[];
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
  const invalid = ordered.filter(({ direction, forced, wasValid }) => direction === 'ENTRY' && !forced && !wasValid);
  const invalidEntries = invalid.map(({ scanId }) => scanId);
  return { inside: insideBy !== null, entries, since: last.scannedAt, doubleEntries, invalidEntries };
}

function byTime(a: CheckIn, b: CheckIn): number {
  return a.scannedAt.getTime() - b.scannedAt.getTime() || (a.scanId < b.scanId ? -1 : 1);
}
