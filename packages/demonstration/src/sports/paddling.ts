import type { EventGender } from '../world.ts';
import { type Measure, ranked } from './format.ts';
import { type EventSpec, eventAt, type SportSpec } from './sport.ts';

const lake = eventAt('RGL', [0]);
const splits = (metres: number): string[] => [0.25, 0.5, 0.75].map((part) => `${metres * part} m`);

const race = (best: number, metres: number): Measure => ({
  kind: 'TIME',
  best,
  spread: 0.03,
  digits: 2,
  splits: splits(metres),
  lanes: true,
});

type BoatRow = readonly [type: string, name: string, men: number, women: number, members: number, rows: string];

const crews = (heat: number, final: number): string => `HEAT 2x6>2+2 @${heat}m; FNL 1x6 @${final}m`;

// biome-ignore format: one boat a row
const boats: readonly BoatRow[] = [
  ['1X', 'Single sculls', 397, 438, 1, 'HEAT 6x5>4+0 @2m; QFNL 4x6>3+0 @4m; SFNL 2x6>3+0 @6m; FNL 1x6 @8m'],
  ['2X', 'Double sculls', 372, 410, 2, crews(2, 6)],
  ['LW2X', 'Lightweight double sculls', 378, 416, 2, crews(3, 8)],
  ['PAIR', 'Pair', 383, 421, 2, crews(3, 7)],
  ['4X', 'Quadruple sculls', 341, 376, 4, 'HEAT 2x5>2+2 @2m; FNL 1x6 @5m'],
  ['FOUR', 'Four', 348, 384, 4, 'HEAT 2x5>2+2 @3m; FNL 1x6 @6m'],
  ['8', 'Eight', 322, 356, 8, 'HEAT 2x4>2+2 @4m; FNL 1x6 @8m'],
];

function rowing2000(gender: EventGender, [type, name, men, women, members, rows]: BoatRow): EventSpec {
  const format = ranked(race(gender === 'M' ? men : women, 2000), rows);
  const [first] = format.rounds;
  if (first === undefined) throw new RangeError(`${type} has no rounds`);
  return lake(gender, type, name, format, {
    entries: first.units * first.size,
    cluster: type,
    minutes: 11,
    members,
    perOrganisation: 1,
  });
}

export const rowing: SportSpec = {
  code: 'ROW',
  name: 'Rowing',
  french: 'Aviron',
  spanish: 'Remo',
  doubling: 0,
  ages: [19, 36],
  heights: [193, 181],
  starts: { m: '09:00', a: '14:00', e: '18:00' },
  events: (['M', 'W'] as const).flatMap((gender) => boats.map((boat) => rowing2000(gender, boat))),
};

type CanoeRow = readonly [
  EventGender,
  type: string,
  name: string,
  best: number,
  metres: number,
  members: number,
  heat: number,
];

// biome-ignore format: one boat a row
const canoes: readonly CanoeRow[] = [
  ['M', 'K1-1000', 'Kayak single 1000 m', 204, 1000, 1, 12],
  ['W', 'K1-500', 'Kayak single 500 m', 109, 500, 1, 12],
  ['M', 'C1-1000', 'Canoe single 1000 m', 223, 1000, 1, 13],
  ['W', 'C1-200', 'Canoe single 200 m', 45, 200, 1, 13],
  ['M', 'K2-500', 'Kayak double 500 m', 87, 500, 2, 13],
  ['W', 'K2-500', 'Kayak double 500 m', 97, 500, 2, 12],
  ['M', 'C2-500', 'Canoe double 500 m', 98, 500, 2, 12],
  ['W', 'C2-500', 'Canoe double 500 m', 113, 500, 2, 13],
  ['M', 'K4-500', 'Kayak four 500 m', 79, 500, 4, 14],
  ['W', 'K4-500', 'Kayak four 500 m', 91, 500, 4, 14],
];

function sprint([gender, type, name, best, metres, members, heat]: CanoeRow): EventSpec {
  const rows =
    members === 1
      ? `HEAT 4x7>3+4 @${heat}m; SFNL 2x8>4+0 @${heat + 2}m; FNL 1x8 @${heat + 2}m`
      : `HEAT 2x6>3+2 @${heat}m; FNL 1x8 @${heat + 2}m`;
  return lake(gender, type, name, ranked(race(best, metres), rows), {
    entries: members === 1 ? 28 : 12,
    cluster: `${type.slice(0, 1)} sprint`,
    minutes: 9,
    members,
    perOrganisation: members === 1 ? 2 : 1,
    places: [1],
  });
}

const rapids = eventAt('WWC', [0]);

function slalom(gender: EventGender, type: string, name: string, best: number, day: number): EventSpec {
  const measure: Measure = { kind: 'TIME', best, spread: 0.06, digits: 2, splits: ['Gate 8', 'Gate 16'] };
  return rapids(
    gender,
    type,
    name,
    ranked(measure, `HEAT 1x24>0+20 @${day}m; SFNL 1x20>0+12 @${day + 1}a; FNL 1x12 @${day + 1}a`),
    {
      entries: 24,
      cluster: 'slalom',
      minutes: 60,
      perOrganisation: 1,
    },
  );
}

function cross(gender: EventGender, best: number): EventSpec {
  const measure: Measure = { kind: 'TIME', best, spread: 0.05, digits: 2 };
  return rapids(
    gender,
    'KX1',
    'Kayak cross',
    ranked(measure, 'HEAT 8x4>2+0 @9m; QFNL 4x4>2+0 @10a; SFNL 2x4>2+0 @10a; FNL 1x4 @10a'),
    {
      entries: 32,
      cluster: 'slalom',
      minutes: 6,
      perOrganisation: 2,
    },
  );
}

export const canoe: SportSpec = {
  code: 'CAN',
  name: 'Canoe',
  french: 'Canoë-kayak',
  spanish: 'Piragüismo',
  doubling: 0.7,
  ages: [18, 37],
  heights: [185, 171],
  starts: { m: '09:30', a: '13:30', e: '17:00' },
  events: [
    ...canoes.map(sprint),
    slalom('W', 'K1', 'Kayak single slalom', 96.5, 2),
    slalom('M', 'K1', 'Kayak single slalom', 88.2, 4),
    slalom('M', 'C1', 'Canoe single slalom', 93.1, 6),
    slalom('W', 'C1', 'Canoe single slalom', 101.4, 7),
    cross('W', 61),
    cross('M', 57),
  ],
};
