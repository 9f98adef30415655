import type { EventGender } from '../world.ts';
import { type Measure, rounds } from './format.ts';
import { type EventSpec, eventAt, type SportSpec } from './sport.ts';

const water = eventAt('MAR', [0, 1, 2]);
const places: Measure = { kind: 'PLACES' };

/** Ten races of the opening series, then the medal race of the ten best. */
function fleet(
  gender: EventGender,
  type: string,
  name: string,
  entries: number,
  members: number,
  day: number,
): EventSpec {
  const slots = [0, 1, 2, 3, 4].map((offset) => `${day + offset}a`).join(',');
  return water(
    gender,
    type,
    name,
    {
      kind: 'SERIES',
      sum: 'PLACES',
      measures: [places, places],
      rounds: rounds(`OPS 10x${entries}>0+10 @${slots}; FNL 1x10 @${day + 6}a`),
    },
    { entries, cluster: type, minutes: 65, members, perOrganisation: 1 },
  );
}

export const sailing: SportSpec = {
  code: 'SAL',
  name: 'Sailing',
  french: 'Voile',
  spanish: 'Vela',
  doubling: 0,
  ages: [19, 38],
  heights: [182, 170],
  starts: { m: '10:00', a: '12:00', e: '16:00' },
  events: [
    fleet('M', 'WINDSURF', 'Windsurfing', 24, 1, 3),
    fleet('W', 'WINDSURF', 'Windsurfing', 24, 1, 3),
    fleet('M', 'SKIFF', 'Skiff', 20, 2, 3),
    fleet('W', 'SKIFF', 'Skiff', 20, 2, 4),
    fleet('M', 'DINGHY', 'Dinghy', 43, 1, 6),
    fleet('W', 'DINGHY', 'Dinghy', 43, 1, 6),
    fleet('X', 'DINGHY2', 'Two-person dinghy', 19, 2, 8),
    fleet('X', 'MULTI', 'Multihull', 19, 2, 8),
    fleet('M', 'KITE', 'Kite', 20, 1, 10),
    fleet('W', 'KITE', 'Kite', 20, 1, 10),
  ],
};
