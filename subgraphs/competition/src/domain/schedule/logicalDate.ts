import type { Moment } from '@games/odf';

/** The competition day runs until 03:00 by the venue's clock. */
const dayEndsAtMs = 3 * 3_600_000;
const sessionLongestMs = 18 * 3_600_000;
const sessionLeadMs = 3_600_000;

/** The competition day of a moment, `YYYY-MM-DD`: the night until 03:00 by the venue's clock belongs to the day before. */
export function logicalDateOf({ at, utcOffsetMinutes }: Moment): string {
  return new Date(at.getTime() + utcOffsetMinutes * 60_000 - dayEndsAtMs).toISOString().slice(0, 10);
}

/**
 * The competition day of a unit: the one that the message gives, else that of its session (a session that runs past
 * 03:00 is still one day), else that of its start. A unit that was moved far away from its session follows its own start.
 */
export function unitLogicalDate(
  unit: { readonly logicalDate: string | null; readonly start: Moment | null },
  session: { readonly logicalDate: string | null; readonly startAt: Date | null } | null,
): string | null {
  if (unit.logicalDate !== null) return unit.logicalDate;
  if (session?.logicalDate && session.startAt) {
    const sinceMs = unit.start === null ? 0 : unit.start.at.getTime() - session.startAt.getTime();
    if (sinceMs >= -sessionLeadMs && sinceMs <= sessionLongestMs) return session.logicalDate;
  }
  return unit.start === null ? null : logicalDateOf(unit.start);
}
