import { games } from '../games.ts';

/** Minutes since midnight of the first day, by the clock of the venues: what the schedule counts in. */
export type Minutes = number;

const minuteMs = 60_000;
const offsetMs = -7 * 60 * minuteMs;
const firstMidnightMs = Date.parse(`${games.start}T00:00:00Z`) - offsetMs;

export const minutesPerDay = 24 * 60;

/** @param day competition day from 1; @param clock `HH:MM`. */
export function minutesAt(day: number, clock: string): Minutes {
  return (day - 1) * minutesPerDay + Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5));
}

export const toMs = (minutes: Minutes): number => firstMidnightMs + minutes * minuteMs;

/** `2028-07-16T21:45:00-07:00`. */
export function isoOfMs(ms: number): string {
  return `${new Date(ms + offsetMs).toISOString().slice(0, 19)}${games.offset}`;
}

export const iso = (minutes: Minutes): string => isoOfMs(toMs(minutes));

/** The competition day's date. */
export const dateOfDay = (day: number): string => {
  const date = games.days[day - 1];
  if (date === undefined) throw new RangeError(`the Games have no day ${day}`);
  return date;
};

/** Date and time of day at the venues, as an ODF header has them: `2028-07-16`, `214512345`. */
export function localDateAndTime(ms: number): { readonly date: string; readonly time: string } {
  const text = new Date(ms + offsetMs).toISOString();
  return { date: text.slice(0, 10), time: text.slice(11, 23).replace(/[:.]/g, '') };
}

/**
 * The competition day that a moment belongs to: it lasts until four in the morning.
 * Before and after the Games it is the calendar's day.
 */
export function logicalDateOf(ms: number): string {
  return new Date(ms + offsetMs - 4 * 60 * minuteMs).toISOString().slice(0, 10);
}
