import type { World } from '@games/demonstration';
import { broadcasters } from './broadcasters.ts';
import { at } from './clock.ts';
import type { Signal } from './recordings.ts';
import { workIds } from './works.ts';

export interface Delivery {
  readonly id: string;
  readonly asset: string;
  readonly rendition: string;
  readonly holder: string;
  readonly destination: string;
  readonly state: 'QUEUED' | 'SENDING' | 'DELIVERED' | 'FAILED';
  readonly requestedMs: number;
  readonly finishedMs: number | null;
  readonly bytesSent: number;
  readonly failure: string | null;
}

const hdBytesASecond = 1_875_000;
const hourMs = 3_600_000;

/** What the broadcasters ordered of the medal units that are over: old orders are done, the latest are on their way. */
export function createDeliveries(world: World, recordings: ReadonlyMap<string, Signal>): readonly Delivery[] {
  const stream = world.random('media.deliveries');
  const now = at(world.now);
  const over = world.units.filter(({ medal, end }) => medal !== 'NONE' && at(end, 15) < now);
  return broadcasters.slice(0, 8).flatMap(({ code: holder }) =>
    over
      .filter(() => stream.chance(0.3))
      .flatMap((unit): Delivery[] => {
        const recording = recordings.get(unit.code);
        if (!recording) return [];
        const requestedMs = recording.endMs + stream.whole(1, 600) * 1_000;
        const bytes = Math.round(((recording.endMs - recording.startMs) / 1_000) * hdBytesASecond);
        return [
          {
            id: `${holder}.${unit.code}`,
            asset: workIds.recording(recording),
            rendition: 'hd',
            holder,
            destination: `s3://${holder}-ingest/xg2028/`,
            ...progressOf(now, requestedMs, bytes, stream.chance(0.03)),
          },
        ];
      }),
  );
}

function progressOf(now: number, requestedMs: number, bytes: number, fails: boolean) {
  const age = now - requestedMs;
  if (age < hourMs / 4) return { state: 'QUEUED', requestedMs, finishedMs: null, bytesSent: 0, failure: null } as const;
  if (age < hourMs) {
    const bytesSent = Math.floor((bytes * age) / hourMs);
    return { state: 'SENDING', requestedMs, finishedMs: null, bytesSent, failure: null } as const;
  }
  const finishedMs = requestedMs + hourMs;
  if (fails) {
    const failure = 'The destination refused the connection three times.';
    return { state: 'FAILED', requestedMs, finishedMs, bytesSent: 0, failure } as const;
  }
  return { state: 'DELIVERED', requestedMs, finishedMs, bytesSent: bytes, failure: null } as const;
}
