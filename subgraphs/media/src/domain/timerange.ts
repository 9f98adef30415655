import { type FrameRate, framesToNanoseconds } from './timecode.ts';

/**
 * Timeranges as the Time-addressable Media Store writes them (BBC TAMS 8, "Timestamps in TAMS"): seconds and
 * nanoseconds of International Atomic Time, `[` including the start, `)` not including the end.
 */

/** TAI is ahead of UTC by this much since 2017; no leap second has been announced since. */
const taiMinusUtcSeconds = 37n;
const nanosecondsASecond = 1_000_000_000n;

/** `[1847932835:0_1847932845:500000000)`; without a length the range is open, as that of a growing recording. */
export function formatTimerange(start: Date, frames: number | null, rate: FrameRate): string {
  const from = BigInt(start.getTime()) * 1_000_000n + taiMinusUtcSeconds * nanosecondsASecond;
  const end = frames === null ? '' : formatTimestamp(from + framesToNanoseconds(frames, rate));
  return `[${formatTimestamp(from)}_${end})`;
}

function formatTimestamp(nanoseconds: bigint): string {
  return `${nanoseconds / nanosecondsASecond}:${nanoseconds % nanosecondsASecond}`;
}
