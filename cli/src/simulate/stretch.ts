import { games } from '@games/demonstration';
import { CommandError } from '../output.ts';

/** The part of the Games that is played. */
export interface Stretch {
  readonly from: Date;
  readonly until: Date;
}

export interface StretchOptions {
  /** Competition day, `YYYY-MM-DD`. */
  readonly day: string;
  /** Clock times at the venues, `HH:MM`; what is before four in the morning belongs to the night after the day. */
  readonly from?: string | undefined;
  readonly until?: string | undefined;
}

/** The hour at which one competition day ends and the next begins. */
const dayBreakHour = 4;

/**
 * The moments between which a day is played: where nothing is said from `reportedUntil` when it lies in the day, else from
 * its beginning, to its end. Throws CommandError for a day that is none of the Games, or times that are none.
 */
export function readStretch({ day, from, until }: StretchOptions, reportedUntil: Date): Stretch {
  if (!games.days.includes(day)) {
    throw new CommandError(`${day} is not a day of the Games: they last from ${games.start} to ${games.end}.`);
  }
  const opening = moment(day, `${String(dayBreakHour).padStart(2, '0')}:00`);
  const closing = new Date(opening.getTime() + 24 * 3_600_000);
  const isToday = reportedUntil >= opening && reportedUntil < closing;
  const stretch = {
    from: from === undefined ? (isToday ? reportedUntil : opening) : moment(day, from),
    until: until === undefined ? closing : moment(day, until),
  };
  if (stretch.from >= stretch.until) throw new CommandError('Nothing lies between the two times.');
  return stretch;
}

function moment(day: string, clock: string): Date {
  const match = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(clock);
  if (match === null) throw new CommandError(`${clock} is not a clock time HH:MM.`);
  const sameDay = new Date(`${day}T${clock}:00${games.offset}`);
  return Number(match[1]) < dayBreakHour ? new Date(sameDay.getTime() + 24 * 3_600_000) : sameDay;
}
