import type { Resolvers } from '@games/schema/generated/media.ts';
import { type FrameRate, formatTimecode, framesToNanoseconds } from '../../domain/assets/timecode.ts';
import type { FramePositionParent } from '../parents.ts';

/** The columns that count the frames of a recording. */
interface CountedRow {
  readonly rateNumerator: number | null;
  readonly rateDenominator: number | null;
  readonly dropFrame: boolean | null;
}

/** The rate of a recording; null for what does not move. */
export function toFrameRate({ rateNumerator, rateDenominator, dropFrame }: CountedRow): FrameRate | null {
  if (rateNumerator === null || rateDenominator === null) return null;
  return { numerator: rateNumerator, denominator: rateDenominator, dropFrame: dropFrame ?? false };
}

/** A frame of the recording that a clip or moment lies in; null where there is none. */
export function toFramePosition(
  frame: number | null,
  row: CountedRow & { readonly startFrame: number | null; readonly recordingStart: Date | null },
): FramePositionParent | null {
  const rate = toFrameRate(row);
  const { startFrame, recordingStart } = row;
  if (frame === null || rate === null || startFrame === null || recordingStart === null) return null;
  return { frame, rate, startFrame, recordingStart };
}

export const frameResolvers: Resolvers = {
  FramePosition: {
    timecode: ({ frame, rate, startFrame }) => formatTimecode(startFrame + frame, rate),
    at: ({ frame, rate, recordingStart }) =>
      new Date(recordingStart.getTime() + Number(framesToNanoseconds(frame, rate) / 1_000_000n)),
  },
};
