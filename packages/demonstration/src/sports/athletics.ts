import { distance, type Measure, ranked, rounds } from './format.ts';
import { type EventSpec, eventAt, type SportSpec } from './sport.ts';

const event = eventAt('MST', [0]);

function run(best: number, spread: number, splits?: readonly string[], wind = false): Measure {
  return {
    kind: 'TIME',
    best,
    spread,
    digits: best > 4000 ? 0 : 2,
    ...(splits ? { splits } : {}),
    wind,
    reaction: best < 60,
    lanes: best < 115,
  };
}

const laps = (count: number, metres: number): string[] =>
  Array.from({ length: count }, (_, i) => `${(i + 1) * metres} m`);

// biome-ignore format: one event a row
const men: EventSpec[] = [
  event('M', '100M', '100 m', ranked(run(9.81, 0.045, undefined, true), 'HEAT 10x8>2+4 @2m; SFNL 3x8>2+2 @3e; FNL 1x8 @3e'), { entries: 80, cluster: 'sprint', minutes: 8, universal: true }),
  event('M', '200M', '200 m', ranked(run(19.6, 0.03, undefined, true), 'HEAT 6x8>3+6 @5m; SFNL 3x8>2+2 @6e; FNL 1x8 @7e'), { entries: 48, cluster: 'sprint', minutes: 8 }),
  event('M', '400M', '400 m', ranked(run(43.6, 0.03), 'HEAT 6x8>3+6 @6m; SFNL 3x8>2+2 @7e; FNL 1x8 @8e'), { entries: 48, cluster: 'long sprint', minutes: 8 }),
  event('M', '800M', '800 m', ranked(run(102.4, 0.022, ['400 m']), 'HEAT 6x8>3+6 @7m; SFNL 3x8>2+2 @8e; FNL 1x8 @9e'), { entries: 48, cluster: 'middle', minutes: 9 }),
  event('M', '1500M', '1500 m', ranked(run(208.4, 0.02, ['400 m', '800 m', '1200 m']), 'HEAT 3x15>6+6 @4m; SFNL 2x12>5+2 @5e; FNL 1x12 @7e'), { entries: 45, cluster: 'middle', minutes: 12 }),
  event('M', '5000M', '5000 m', ranked(run(785, 0.02, laps(4, 1000)), 'HEAT 2x20>8+0 @8m; FNL 1x16 @10e'), { entries: 40, cluster: 'distance', minutes: 24 }),
  event('M', '10000M', '10,000 m', ranked(run(1605, 0.022, laps(4, 2000)), 'FNL 1x25 @2e'), { entries: 25, cluster: 'distance', minutes: 40 }),
  event('M', 'MARATHON', 'Marathon', ranked(run(7590, 0.05, ['10 km', '20 km', 'Half', '30 km', '40 km']), 'FNL 1x80 @9m'), { entries: 80, cluster: 'road', minutes: 180, venue: 'ESP' }),
  event('M', '110MH', '110 m hurdles', ranked(run(12.98, 0.03, undefined, true), 'HEAT 5x8>4+4 @4m; SFNL 3x8>2+2 @6e; FNL 1x8 @7e'), { entries: 40, cluster: 'hurdles', minutes: 9 }),
  event('M', '400MH', '400 m hurdles', ranked(run(46.6, 0.03), 'HEAT 5x8>4+4 @5m; SFNL 3x8>2+2 @7e; FNL 1x8 @9e'), { entries: 40, cluster: 'long hurdles', minutes: 9 }),
  event('M', '3000MSC', '3000 m steeplechase', ranked(run(488, 0.022, laps(2, 1000)), 'HEAT 3x12>5+0 @3m; FNL 1x15 @5e'), { entries: 36, cluster: 'steeple', minutes: 18 }),
  event('M', '20KMW', '20 km race walk', ranked(run(4735, 0.035, ['5 km', '10 km', '15 km']), 'FNL 1x49 @4m'), { entries: 49, cluster: 'walk', minutes: 110, venue: 'ESP' }),
  event('M', 'HJ', 'High jump', ranked({ kind: 'HEIGHT', best: 2.36, spread: 0.045, step: 0.03 }, 'QUAL 2x16>0+12 @7m; FNL 1x12 @9e'), { entries: 32, cluster: 'high jump', minutes: 100, places: [1, 2] }),
  event('M', 'PV', 'Pole vault', ranked({ kind: 'HEIGHT', best: 6.05, spread: 0.055, step: 0.1 }, 'QUAL 2x16>0+12 @2m; FNL 1x12 @4e'), { entries: 32, cluster: 'pole vault', minutes: 120, places: [1, 2] }),
  event('M', 'LJ', 'Long jump', ranked(distance(8.45, 0.045, true), 'QUAL 2x16>0+12 @3m; FNL 1x12 @5e'), { entries: 32, cluster: 'long jump', minutes: 75, places: [1, 2] }),
  event('M', 'TJ', 'Triple jump', ranked(distance(17.85, 0.045, true), 'QUAL 2x16>0+12 @6m; FNL 1x12 @8e'), { entries: 32, cluster: 'triple jump', minutes: 75, places: [1, 2] }),
  event('M', 'SP', 'Shot put', ranked(distance(22.6, 0.06), 'QUAL 2x16>0+12 @2m; FNL 1x12 @3e'), { entries: 32, cluster: 'shot', minutes: 70, places: [3] }),
  event('M', 'DT', 'Discus throw', ranked(distance(69.8, 0.06), 'QUAL 2x16>0+12 @4m; FNL 1x12 @6e'), { entries: 32, cluster: 'discus', minutes: 75, places: [3] }),
  event('M', 'HT', 'Hammer throw', ranked(distance(82.5, 0.05), 'QUAL 2x16>0+12 @3m; FNL 1x12 @5e'), { entries: 32, cluster: 'hammer', minutes: 75, places: [3] }),
  event('M', 'JT', 'Javelin throw', ranked(distance(90.2, 0.06), 'QUAL 2x16>0+12 @7m; FNL 1x12 @9e'), { entries: 32, cluster: 'javelin', minutes: 75, places: [3] }),
  event('M', '4X100M', '4 x 100 m relay', ranked(run(37.4, 0.02), 'HEAT 2x8>3+2 @8m; FNL 1x8 @9e'), { entries: 16, cluster: 'sprint', minutes: 12, members: 4 }),
  event('M', '4X400M', '4 x 400 m relay', ranked(run(175.2, 0.018, laps(3, 400)), 'HEAT 2x8>3+2 @9m; FNL 1x8 @10e'), { entries: 16, cluster: 'long sprint', minutes: 14, members: 4 }),
];

// biome-ignore format: one event a row
const women: EventSpec[] = [
  event('W', '100M', '100 m', ranked(run(10.76, 0.045, undefined, true), 'HEAT 10x8>2+4 @2m; SFNL 3x8>2+2 @2e; FNL 1x8 @2e'), { entries: 80, cluster: 'sprint', minutes: 8, universal: true }),
  event('W', '200M', '200 m', ranked(run(21.8, 0.03, undefined, true), 'HEAT 6x8>3+6 @4m; SFNL 3x8>2+2 @5e; FNL 1x8 @6e'), { entries: 48, cluster: 'sprint', minutes: 8 }),
  event('W', '400M', '400 m', ranked(run(48.9, 0.03), 'HEAT 6x8>3+6 @7m; SFNL 3x8>2+2 @9e; FNL 1x8 @10e'), { entries: 48, cluster: 'long sprint', minutes: 8 }),
  event('W', '800M', '800 m', ranked(run(116.5, 0.022, ['400 m']), 'HEAT 6x8>3+6 @3m; SFNL 3x8>2+2 @4e; FNL 1x8 @6e'), { entries: 48, cluster: 'middle', minutes: 9 }),
  event('W', '1500M', '1500 m', ranked(run(233.5, 0.02, ['400 m', '800 m', '1200 m']), 'HEAT 3x15>6+6 @7m; SFNL 2x12>5+2 @8e; FNL 1x12 @10e'), { entries: 45, cluster: 'middle', minutes: 12 }),
  event('W', '5000M', '5000 m', ranked(run(862, 0.02, laps(4, 1000)), 'HEAT 2x20>8+0 @2m; FNL 1x16 @4e'), { entries: 40, cluster: 'distance', minutes: 24 }),
  event('W', '10000M', '10,000 m', ranked(run(1808, 0.022, laps(4, 2000)), 'FNL 1x25 @8e'), { entries: 25, cluster: 'distance', minutes: 40 }),
  event('W', 'MARATHON', 'Marathon', ranked(run(8570, 0.05, ['10 km', '20 km', 'Half', '30 km', '40 km']), 'FNL 1x80 @10m'), { entries: 80, cluster: 'road', minutes: 190, venue: 'ESP' }),
  event('W', '100MH', '100 m hurdles', ranked(run(12.33, 0.03, undefined, true), 'HEAT 5x8>4+4 @6m; SFNL 3x8>2+2 @8e; FNL 1x8 @9e'), { entries: 40, cluster: 'hurdles', minutes: 9 }),
  event('W', '400MH', '400 m hurdles', ranked(run(50.9, 0.03), 'HEAT 5x8>4+4 @3m; SFNL 3x8>2+2 @5e; FNL 1x8 @7e'), { entries: 40, cluster: 'long hurdles', minutes: 9 }),
  event('W', '3000MSC', '3000 m steeplechase', ranked(run(532, 0.022, laps(2, 1000)), 'HEAT 3x12>5+0 @5m; FNL 1x15 @7e'), { entries: 36, cluster: 'steeple', minutes: 18 }),
  event('W', '20KMW', '20 km race walk', ranked(run(5230, 0.035, ['5 km', '10 km', '15 km']), 'FNL 1x45 @5m'), { entries: 45, cluster: 'walk', minutes: 115, venue: 'ESP' }),
  event('W', 'HJ', 'High jump', ranked({ kind: 'HEIGHT', best: 2.03, spread: 0.045, step: 0.03 }, 'QUAL 2x16>0+12 @4m; FNL 1x12 @6e'), { entries: 32, cluster: 'high jump', minutes: 100, places: [1, 2] }),
  event('W', 'PV', 'Pole vault', ranked({ kind: 'HEIGHT', best: 4.92, spread: 0.055, step: 0.1 }, 'QUAL 2x16>0+12 @8m; FNL 1x12 @10e'), { entries: 32, cluster: 'pole vault', minutes: 120, places: [1, 2] }),
  event('W', 'LJ', 'Long jump', ranked(distance(7.08, 0.045, true), 'QUAL 2x16>0+12 @5m; FNL 1x12 @7e'), { entries: 32, cluster: 'long jump', minutes: 75, places: [1, 2] }),
  event('W', 'TJ', 'Triple jump', ranked(distance(14.98, 0.045, true), 'QUAL 2x16>0+12 @2m; FNL 1x12 @3e'), { entries: 32, cluster: 'triple jump', minutes: 75, places: [1, 2] }),
  event('W', 'SP', 'Shot put', ranked(distance(20.4, 0.06), 'QUAL 2x16>0+12 @6m; FNL 1x12 @8e'), { entries: 32, cluster: 'shot', minutes: 70, places: [3] }),
  event('W', 'DT', 'Discus throw', ranked(distance(68.9, 0.06), 'QUAL 2x16>0+12 @2e; FNL 1x12 @4e'), { entries: 32, cluster: 'discus', minutes: 75, places: [3] }),
  event('W', 'HT', 'Hammer throw', ranked(distance(76.8, 0.05), 'QUAL 2x16>0+12 @5m; FNL 1x12 @7e'), { entries: 32, cluster: 'hammer', minutes: 75, places: [3] }),
  event('W', 'JT', 'Javelin throw', ranked(distance(66.4, 0.06), 'QUAL 2x16>0+12 @8m; FNL 1x12 @10e'), { entries: 32, cluster: 'javelin', minutes: 75, places: [3] }),
  event('W', '4X100M', '4 x 100 m relay', ranked(run(41.5, 0.02), 'HEAT 2x8>3+2 @8m; FNL 1x8 @9e'), { entries: 16, cluster: 'sprint', minutes: 12, members: 4 }),
  event('W', '4X400M', '4 x 400 m relay', ranked(run(196.4, 0.018, laps(3, 400)), 'HEAT 2x8>3+2 @9m; FNL 1x8 @10e'), { entries: 16, cluster: 'long sprint', minutes: 14, members: 4 }),
];

// biome-ignore format: one event a row
const mixed: EventSpec[] = [
  event('X', '4X100M', '4 x 100 m relay', ranked(run(40.1, 0.02), 'HEAT 2x8>3+2 @6m; FNL 1x8 @7e'), { entries: 16, cluster: 'sprint', minutes: 12, members: 4 }),
  event('X', '4X400M', '4 x 400 m relay', ranked(run(187.6, 0.018, laps(3, 400)), 'HEAT 2x8>3+2 @2m; FNL 1x8 @3e'), { entries: 16, cluster: 'long sprint', minutes: 14, members: 4 }),
  event('X', 'RWRELAY', 'Race walk relay', ranked(run(10300, 0.03, ['Leg 1', 'Leg 2', 'Leg 3']), 'FNL 1x20 @8m'), { entries: 20, cluster: 'walk', minutes: 200, members: 2, venue: 'ESP' }),
];

const time = (best: number, spread: number): Measure => run(best, spread);

const combined: EventSpec[] = [
  event(
    'M',
    'DECATH',
    'Decathlon',
    {
      kind: 'SERIES',
      sum: 'TABLE',
      rounds: rounds(
        '100 1x24 @8m; LJ 1x24 @8m; SP 1x24 @8m; HJ 1x24 @8e; 400 1x24 @8e; 110H 1x24 @9m; DT 1x24 @9m; PV 1x24 @9a; JT 1x24 @9a; 1500 1x24 @9e',
      ),
      measures: [
        time(10.5, 0.04),
        distance(7.9, 0.06),
        distance(15.6, 0.1),
        { kind: 'HEIGHT', best: 2.11, spread: 0.06, step: 0.03 },
        time(46.9, 0.04),
        time(13.8, 0.05),
        distance(48, 0.1),
        { kind: 'HEIGHT', best: 5.3, spread: 0.09, step: 0.1 },
        distance(64, 0.12),
        time(262, 0.05),
      ],
    },
    { entries: 24, cluster: 'combined', minutes: 55, places: [3, 2, 1, 0] },
  ),
  event(
    'W',
    'HEPTATH',
    'Heptathlon',
    {
      kind: 'SERIES',
      sum: 'TABLE',
      rounds: rounds('100H 1x24 @5m; HJ 1x24 @5m; SP 1x24 @5e; 200 1x24 @5e; LJ 1x24 @6m; JT 1x24 @6m; 800 1x24 @6e'),
      measures: [
        time(12.9, 0.05),
        { kind: 'HEIGHT', best: 1.92, spread: 0.06, step: 0.03 },
        distance(15.4, 0.1),
        time(23.4, 0.04),
        distance(6.75, 0.06),
        distance(52, 0.12),
        time(127, 0.04),
      ],
    },
    { entries: 24, cluster: 'combined', minutes: 55, places: [3, 2, 1, 0] },
  ),
];

export const athletics: SportSpec = {
  code: 'ATH',
  name: 'Athletics',
  french: 'Athlétisme',
  spanish: 'Atletismo',
  doubling: 0.85,
  ages: [18, 37],
  heights: [181, 169],
  starts: { m: '09:30', a: '14:00', e: '18:40' },
  events: [...men, ...women, ...mixed, ...combined],
};
