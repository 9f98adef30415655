import { type FrameRate, framesToNanoseconds } from './timecode.ts';

/**
 * Timeranges as the Time-addressable Media Store writes them (BBC TAMS 8, "Timestamps in TAMS"): seconds and
 * nanoseconds of International Atomic Time, `[` including the start, `)` not including the end.
 */

/** First days (UTC) on which TAI was ahead of UTC by 10, 11, 12 … seconds (IERS Bulletin C; none announced since). */
const leapSecondDays = [
  '1972-01-01 1972-07-01 1973-01-01 1974-01-01 1975-01-01 1976-01-01 1977-01-01 1978-01-01 1979-01-01 1980-01-01',
  '1981-07-01 1982-07-01 1983-07-01 1985-07-01 1988-01-01 1990-01-01 1991-01-01 1992-07-01 1993-07-01 1994-07-01',
  '1996-01-01 1997-07-01 1999-01-01 2006-01-01 2009-01-01 2012-07-01 2015-07-01 2017-01-01',
].flatMap((days) => days.split(' ').map((day) => Date.parse(day)));

/** Seconds by which TAI is ahead of UTC at a moment; before 1972, when there were no leap seconds, 10. */
function taiMinusUtcSeconds(moment: Date): bigint {
  const passed = leapSecondDays.findLastIndex((day) => day <= moment.getTime());
  return BigInt(10 + Math.max(0, passed));
}

const nanosecondsASecond = 1_000_000_000n;

/** `[1847932835:0_1847932845:500000000)`; without a length the range is open, as that of a growing recording. */
export function formatTimerange(start: Date, frames: number | null, rate: FrameRate): string {
  const from = BigInt(start.getTime()) * 1_000_000n + taiMinusUtcSeconds(start) * nanosecondsASecond;
  const end = frames === null ? '' : formatTimestamp(from + framesToNanoseconds(frames, rate));
  return `[${formatTimestamp(from)}_${end})`;
}

function formatTimestamp(nanoseconds: bigint): string {
  return `${nanoseconds / nanosecondsASecond}:${nanoseconds % nanosecondsASecond}`;
}
