import type { EventGender } from '../world.ts';
import { type Measure, ranked } from './format.ts';
import { type EventSpec, eventAt, type SportSpec } from './sport.ts';

const event = eventAt('AQC', [0]);

function swim(best: number, metres: number): Measure {
  const lengths = metres / 50;
  const every = lengths > 8 ? 4 : lengths > 2 ? 2 : 1;
  const splits: string[] = [];
  for (let length = every; length < lengths; length += every) splits.push(`${length * 50} m`);
  return { kind: 'TIME', best, spread: 0.03, digits: 2, splits, reaction: true, lanes: true };
}

/** gender, type, name, champion's seconds, metres, entries, cluster, rounds. */
type Row = readonly [EventGender, string, string, number, number, number, string, string];

// biome-ignore format: one event a row
const individual: readonly Row[] = [
  ['M', '50MFR', '50 m freestyle', 21.4, 50, 72, 'free', 'HEAT 9x8>0+16 @14m; SFNL 2x8>0+8 @14e; FNL 1x8 @15e'],
  ['M', '100MFR', '100 m freestyle', 47.1, 100, 48, 'free', 'HEAT 6x8>0+16 @11m; SFNL 2x8>0+8 @11e; FNL 1x8 @12e'],
  ['M', '200MFR', '200 m freestyle', 104.6, 200, 32, 'free', 'HEAT 4x8>0+16 @9m; SFNL 2x8>0+8 @9e; FNL 1x8 @10e'],
  ['M', '400MFR', '400 m freestyle', 221.9, 400, 32, 'distance', 'HEAT 4x8>0+8 @8m; FNL 1x8 @8e'],
  ['M', '800MFR', '800 m freestyle', 459.1, 800, 32, 'distance', 'HEAT 4x8>0+8 @10m; FNL 1x8 @11e'],
  ['M', '1500MFR', '1500 m freestyle', 875.2, 1500, 24, 'distance', 'HEAT 3x8>0+8 @15m; FNL 1x8 @16e'],
  ['M', '50MBK', '50 m backstroke', 24.1, 50, 40, 'back', 'HEAT 5x8>0+16 @15m; SFNL 2x8>0+8 @15e; FNL 1x8 @16e'],
  ['M', '100MBK', '100 m backstroke', 52.0, 100, 40, 'back', 'HEAT 5x8>0+16 @9m; SFNL 2x8>0+8 @9e; FNL 1x8 @10e'],
  ['M', '200MBK', '200 m backstroke', 114.3, 200, 32, 'back', 'HEAT 4x8>0+16 @12m; SFNL 2x8>0+8 @12e; FNL 1x8 @13e'],
  ['M', '100MBR', '100 m breaststroke', 58.5, 100, 40, 'breast', 'HEAT 5x8>0+16 @8m; SFNL 2x8>0+8 @8e; FNL 1x8 @9e'],
  ['M', '200MBR', '200 m breaststroke', 126.7, 200, 32, 'breast', 'HEAT 4x8>0+16 @11m; SFNL 2x8>0+8 @11e; FNL 1x8 @12e'],
  ['M', '50MFL', '50 m butterfly', 22.7, 50, 40, 'free', 'HEAT 5x8>0+16 @10m; SFNL 2x8>0+8 @10e; FNL 1x8 @11e'],
  ['M', '100MFL', '100 m butterfly', 50.1, 100, 40, 'free', 'HEAT 5x8>0+16 @13m; SFNL 2x8>0+8 @13e; FNL 1x8 @14e'],
  ['M', '200MFL', '200 m butterfly', 111.8, 200, 32, 'free', 'HEAT 4x8>0+16 @10m; SFNL 2x8>0+8 @10e; FNL 1x8 @11e'],
  ['M', '200MIM', '200 m individual medley', 115.2, 200, 32, 'back', 'HEAT 4x8>0+16 @13m; SFNL 2x8>0+8 @13e; FNL 1x8 @14e'],
  ['M', '400MIM', '400 m individual medley', 246.5, 400, 24, 'back', 'HEAT 3x8>0+8 @9m; FNL 1x8 @9e'],
  ['W', '50MFR', '50 m freestyle', 23.9, 50, 72, 'free', 'HEAT 9x8>0+16 @14m; SFNL 2x8>0+8 @14e; FNL 1x8 @15e'],
  ['W', '100MFR', '100 m freestyle', 52.2, 100, 48, 'free', 'HEAT 6x8>0+16 @11m; SFNL 2x8>0+8 @11e; FNL 1x8 @12e'],
  ['W', '200MFR', '200 m freestyle', 113.5, 200, 32, 'free', 'HEAT 4x8>0+16 @9m; SFNL 2x8>0+8 @9e; FNL 1x8 @10e'],
  ['W', '400MFR', '400 m freestyle', 238.2, 400, 32, 'distance', 'HEAT 4x8>0+8 @8m; FNL 1x8 @8e'],
  ['W', '800MFR', '800 m freestyle', 491.3, 800, 32, 'distance', 'HEAT 4x8>0+8 @13m; FNL 1x8 @14e'],
  ['W', '1500MFR', '1500 m freestyle', 930.4, 1500, 24, 'distance', 'HEAT 3x8>0+8 @10m; FNL 1x8 @11e'],
  ['W', '50MBK', '50 m backstroke', 27.2, 50, 40, 'back', 'HEAT 5x8>0+16 @12m; SFNL 2x8>0+8 @12e; FNL 1x8 @13e'],
  ['W', '100MBK', '100 m backstroke', 57.6, 100, 40, 'back', 'HEAT 5x8>0+16 @9m; SFNL 2x8>0+8 @9e; FNL 1x8 @10e'],
  ['W', '200MBK', '200 m backstroke', 124.1, 200, 32, 'back', 'HEAT 4x8>0+16 @13m; SFNL 2x8>0+8 @13e; FNL 1x8 @14e'],
  ['W', '100MBR', '100 m breaststroke', 65.1, 100, 40, 'breast', 'HEAT 5x8>0+16 @9m; SFNL 2x8>0+8 @9e; FNL 1x8 @10e'],
  ['W', '200MBR', '200 m breaststroke', 139.6, 200, 32, 'breast', 'HEAT 4x8>0+16 @12m; SFNL 2x8>0+8 @12e; FNL 1x8 @13e'],
  ['W', '50MFL', '50 m butterfly', 25.0, 50, 40, 'free', 'HEAT 5x8>0+16 @15m; SFNL 2x8>0+8 @15e; FNL 1x8 @16e'],
  ['W', '100MFL', '100 m butterfly', 55.8, 100, 40, 'free', 'HEAT 5x8>0+16 @8m; SFNL 2x8>0+8 @8e; FNL 1x8 @9e'],
  ['W', '200MFL', '200 m butterfly', 124.8, 200, 32, 'free', 'HEAT 4x8>0+16 @11m; SFNL 2x8>0+8 @11e; FNL 1x8 @12e'],
  ['W', '200MIM', '200 m individual medley', 127.9, 200, 32, 'back', 'HEAT 4x8>0+16 @14m; SFNL 2x8>0+8 @14e; FNL 1x8 @15e'],
  ['W', '400MIM', '400 m individual medley', 270.4, 400, 24, 'back', 'HEAT 3x8>0+8 @10m; FNL 1x8 @10e'],
];

// biome-ignore format: one event a row
const relays: readonly Row[] = [
  ['M', '4X100MFR', '4 x 100 m freestyle relay', 189.3, 400, 16, 'free', 'HEAT 2x8>0+8 @8m; FNL 1x8 @8e'],
  ['M', '4X200MFR', '4 x 200 m freestyle relay', 420.9, 800, 16, 'free', 'HEAT 2x8>0+8 @12m; FNL 1x8 @12e'],
  ['M', '4X100MMD', '4 x 100 m medley relay', 208.1, 400, 16, 'back', 'HEAT 2x8>0+8 @15m; FNL 1x8 @16e'],
  ['W', '4X100MFR', '4 x 100 m freestyle relay', 209.9, 400, 16, 'free', 'HEAT 2x8>0+8 @8m; FNL 1x8 @8e'],
  ['W', '4X200MFR', '4 x 200 m freestyle relay', 458.4, 800, 16, 'free', 'HEAT 2x8>0+8 @13m; FNL 1x8 @13e'],
  ['W', '4X100MMD', '4 x 100 m medley relay', 231.2, 400, 16, 'back', 'HEAT 2x8>0+8 @15m; FNL 1x8 @16e'],
  ['X', '4X100MMD', '4 x 100 m medley relay', 217.8, 400, 16, 'back', 'HEAT 2x8>0+8 @14m; FNL 1x8 @14e'],
];

function inPool(row: Row, members: number): EventSpec {
  const [gender, type, name, best, metres, entries, cluster, rows] = row;
  return event(gender, type, name, ranked(swim(best, metres), rows), {
    entries,
    cluster,
    members,
    minutes: Math.ceil(best / 60) + 4,
    perOrganisation: members > 1 ? 1 : 2,
    universal: type === '50MFR',
  });
}

function openWater(gender: EventGender, best: number, day: number): EventSpec {
  const measure: Measure = {
    kind: 'TIME',
    best,
    spread: 0.02,
    digits: 1,
    splits: ['1.7 km', '3.3 km', '5.0 km', '6.7 km', '8.3 km'],
  };
  return event(gender, 'OW10KM', '10 km open water', ranked(measure, `FNL 1x26 @${day}m`), {
    entries: 26,
    cluster: 'open water',
    minutes: 150,
    perOrganisation: 2,
    venue: 'WFR',
    places: [0],
  });
}

export const swimming: SportSpec = {
  code: 'SWI',
  name: 'Swimming',
  french: 'Natation',
  spanish: 'Natación',
  doubling: 0.93,
  ages: [15, 33],
  heights: [188, 175],
  starts: { m: '10:00', a: '14:00', e: '19:00' },
  events: [
    ...individual.map((row) => inPool(row, 1)),
    ...relays.map((row) => inPool(row, 4)),
    openWater('M', 6580, 12),
    openWater('W', 7100, 13),
  ],
};
