import type { World } from '@games/demonstration';

const minuteMs = 60_000;
const dayMs = 86_400_000;

/** Milliseconds since 1970 of an ISO moment, moved by minutes. */
export function at(iso: string, minutes = 0): number {
  return Date.parse(iso) + minutes * minuteMs;
}

export const toDate = (ms: number): Date => new Date(ms);

/** Milliseconds after midnight by the clocks of the venues. */
export function timeOfDayMs({ games }: World, ms: number): number {
  const sign = games.offset.startsWith('-') ? -1 : 1;
  const [hours = 0, minutes = 0] = games.offset.slice(1).split(':').map(Number);
  return (((ms + sign * (hours * 60 + minutes) * minuteMs) % dayMs) + dayMs) % dayMs;
}
