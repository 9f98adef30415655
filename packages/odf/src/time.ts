/** A moment with the offset it was written with. */
export interface Moment {
  readonly at: Date;
  readonly utcOffsetMinutes: number;
}

const offsetMinutesMax = 14 * 60;
const isoTime = /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,9})?)?(Z|[+-]\d{2}(?::?\d{2})?)?$/;

/** Whether `YYYY-MM-DD` is a day of the calendar, of a year in which there may be Games. */
export function isCalendarDate(text: string): boolean {
  if (!/^(?:19|20|21)\d{2}-\d{2}-\d{2}$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

/**
 * An ISO 8601 time of the calendar and the clock (no 30 February, no 24:00), with its offset or, where it carries none,
 * with the given one in minutes. Null for anything else.
 */
export function readMoment(text: string, utcOffsetMinutes: number): Moment | null {
  const [, date, , zone] = isoTime.exec(text) ?? [];
  const offset = zone === undefined ? utcOffsetMinutes : readOffset(zone);
  if (date === undefined || offset === null || !isCalendarDate(date)) return null;
  const local = zone === undefined ? text : text.slice(0, -zone.length);
  return { at: new Date(Date.parse(`${local}Z`) - offset * 60_000), utcOffsetMinutes: offset };
}

/** Minutes of `Z`, `+02:00`, `-0700`, `+09`, within ±14:00; null for anything else. */
export function readOffset(zone: string): number | null {
  if (zone === 'Z') return 0;
  const match = /^([+-])(\d{2})(?::?([0-5]\d))?$/.exec(zone);
  if (match === null) return null;
  const minutes = Number(match[2]) * 60 + Number(match[3] ?? 0);
  if (minutes > offsetMinutesMax) return null;
  return match[1] === '-' ? -minutes : minutes;
}
