import { createRandom } from '../random.ts';
import type { Unit, World } from '../world.ts';
import { isCancelled, type Postponement, postponementOf } from './incidents.ts';

/** When a unit is really held. Milliseconds since 1970. */
export interface Happening {
  readonly unit: Unit;
  readonly plannedStartMs: number;
  readonly plannedEndMs: number;
  readonly startMs: number;
  readonly endMs: number;
  readonly postponement: Postponement | null;
  readonly isCancelled: boolean;
}

const minuteMs = 60_000;
/** Nobody starts to the second. */
const lateMinutesMax = 3;

/** The real times of all units, by code. */
export function createHappenings(world: World): ReadonlyMap<string, Happening> {
  const random = createRandom(`${world.seed} happenings`);
  return new Map(
    world.units.map((unit) => {
      const plannedStartMs = Date.parse(unit.start);
      const plannedEndMs = Date.parse(unit.end);
      const postponement = postponementOf(unit.code);
      const lateMs = random.whole(0, lateMinutesMax * 60) * 1000;
      const startMs = plannedStartMs + (postponement?.delay ?? 0) * minuteMs + lateMs;
      const endMs = startMs + Math.max(minuteMs, plannedEndMs - plannedStartMs - random.whole(0, 60) * 1000);
      return [
        unit.code,
        { unit, plannedStartMs, plannedEndMs, startMs, endMs, postponement, isCancelled: isCancelled(unit.code) },
      ] as const;
    }),
  );
}
