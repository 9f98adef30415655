/** What time makes of feeds and recordings. Nothing of it is stored: it follows from their times and the clock. */

import { type FrameRate, framesInMilliseconds } from './timecode.ts';

export type SignalState = 'SCHEDULED' | 'LIVE' | 'ENDED';
export type AssetState = 'GROWING' | 'READY' | 'WITHDRAWN';

export function signalState(signal: { readonly startsAt: Date; readonly endsAt: Date }, now: Date): SignalState {
  if (now < signal.startsAt) return 'SCHEDULED';
  return now < signal.endsAt ? 'LIVE' : 'ENDED';
}

export function assetState(
  asset: { readonly recordedTo: Date | null; readonly withdrawnAt: Date | null },
  now: Date,
): AssetState {
  if (asset.withdrawnAt !== null && asset.withdrawnAt <= now) return 'WITHDRAWN';
  return asset.recordedTo !== null && now < asset.recordedTo ? 'GROWING' : 'READY';
}

/** Frames that a recording has by now. */
export function recordedFrames(
  recording: { readonly createdAt: Date; readonly durationFrames: number; readonly rate: FrameRate },
  now: Date,
): number {
  const soFar = framesInMilliseconds(Math.max(0, now.getTime() - recording.createdAt.getTime()), recording.rate);
  return Math.min(soFar, recording.durationFrames);
}
