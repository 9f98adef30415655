import type { EventGender } from '../world.ts';
import { type Measure, numbered, points, ranked, rounds } from './format.ts';
import { type EventSpec, eventAt, type SportSpec } from './sport.ts';

/** Series of ten shots or of twenty-five targets. */
const series = (best: number, spread: number, digits: 0 | 1, count: number): Measure =>
  points(best, spread, digits, numbered('Series', count), count === 5 ? 25 : digits === 1 ? 106.5 : 100);

type ShootingRow = readonly [
  EventGender,
  type: string,
  name: string,
  measure: Measure,
  entries: number,
  day: number,
  place: number,
];

// biome-ignore format: one event a row
const shootingRows: readonly ShootingRow[] = [
  ['M', 'AR10', '10 m air rifle', series(632.5, 0.015, 1, 6), 48, 3, 0],
  ['W', 'AR10', '10 m air rifle', series(634, 0.015, 1, 6), 48, 4, 0],
  ['M', 'AP10', '10 m air pistol', series(586, 0.02, 0, 6), 33, 2, 0],
  ['W', 'AP10', '10 m air pistol', series(582, 0.02, 0, 6), 44, 3, 0],
  ['M', '3P50', '50 m rifle three positions', series(593, 0.015, 0, 6), 44, 6, 1],
  ['W', '3P50', '50 m rifle three positions', series(592, 0.015, 0, 6), 33, 7, 1],
  ['M', 'RFP25', '25 m rapid fire pistol', series(590, 0.02, 0, 6), 29, 9, 2],
  ['W', 'P25', '25 m pistol', series(590, 0.02, 0, 6), 40, 8, 2],
  ['M', 'TRAP', 'Trap', series(123, 0.04, 0, 5), 30, 4, 3],
  ['W', 'TRAP', 'Trap', series(121, 0.05, 0, 5), 30, 5, 3],
  ['M', 'SKEET', 'Skeet', series(124, 0.04, 0, 5), 30, 7, 3],
  ['W', 'SKEET', 'Skeet', series(122, 0.05, 0, 5), 29, 8, 3],
];

const range = eventAt('SHR', [0]);

function shoot([gender, type, name, measure, entries, day, place]: ShootingRow): EventSpec {
  return range(gender, type, name, ranked(measure, `QUAL 1x${entries}>0+8 @${day}m; FNL 1x8 @${day}a`), {
    entries,
    cluster: type.slice(0, 2),
    minutes: 80,
    perOrganisation: 2,
    places: [place],
  });
}

const pairSeries = (best: number, digits: 0 | 1): Measure =>
  points(best, 0.015, digits, numbered('Series', 3), best < 200 ? 50 : digits === 1 ? 212.5 : 200);

function mixedPair(
  type: string,
  name: string,
  best: number,
  digits: 0 | 1,
  entries: number,
  day: number,
  place: number,
): EventSpec {
  return range('X', type, name, ranked(pairSeries(best, digits), `QUAL 1x${entries}>0+8 @${day}m; FNL 1x8 @${day}a`), {
    entries,
    cluster: type.slice(0, 2),
    minutes: 60,
    members: 2,
    places: [place],
  });
}

export const shooting: SportSpec = {
  code: 'SHO',
  name: 'Shooting',
  french: 'Tir',
  spanish: 'Tiro',
  doubling: 0.8,
  ages: [17, 46],
  heights: [177, 165],
  starts: { m: '09:00', a: '12:30', e: '16:00' },
  events: [
    ...shootingRows.map(shoot),
    mixedPair('AR10', '10 m air rifle team', 632, 1, 24, 2, 1),
    mixedPair('AP10', '10 m air pistol team', 582, 0, 17, 5, 0),
    mixedPair('SKEET', 'Skeet team', 146, 0, 15, 10, 3),
  ],
};

const field = eventAt('ARF', [0, 1]);

function archeryEvent(
  gender: EventGender,
  type: string,
  name: string,
  members: number,
  entries: number,
  rows: string,
): EventSpec {
  return field(
    gender,
    type,
    name,
    {
      kind: 'DUEL',
      bronze: 'MATCH',
      ranking: points(690 * members, 0.045, 0, ['First half', 'Second half'], 360 * members),
      score: { kind: 'SETS', sets: members === 1 ? 5 : 3, to: members === 1 ? 29 : 57 },
      rounds: rounds(rows),
    },
    {
      entries,
      cluster: type === 'COMPOUND' ? 'compound' : 'recurve',
      minutes: members === 1 ? 20 : 28,
      members,
      perOrganisation: members === 1 ? 3 : 1,
    },
  );
}

export const archery: SportSpec = {
  code: 'ARC',
  name: 'Archery',
  french: "Tir à l'arc",
  spanish: 'Tiro con arco',
  doubling: 0.8,
  ages: [17, 42],
  heights: [179, 167],
  starts: { m: '09:30', a: '14:15', e: '18:00' },
  events: [
    archeryEvent('W', 'TEAM', 'Team', 3, 12, 'RANK 1x12>0+8 @1m; QFNL @4a; SFNL @4a; FNL @4a'),
    archeryEvent('M', 'TEAM', 'Team', 3, 12, 'RANK 1x12>0+8 @1a; QFNL @5a; SFNL @5a; FNL @5a'),
    archeryEvent('X', 'TEAM', 'Team', 2, 20, 'RANK 1x20>0+16 @1a; 8FNL @8m; QFNL @8a; SFNL @8a; FNL @8a'),
    archeryEvent(
      'W',
      'IND',
      'Individual',
      1,
      64,
      'RANK 1x64>0+64 @1m; R64 @6m,6a,7m; R32 @7a; 8FNL @9m; QFNL @9a; SFNL @9a; FNL @9a',
    ),
    archeryEvent(
      'M',
      'IND',
      'Individual',
      1,
      64,
      'RANK 1x64>0+64 @1a; R64 @6a,7m,7a; R32 @8m; 8FNL @10m; QFNL @10a; SFNL @10a; FNL @10a',
    ),
    archeryEvent('X', 'COMPOUND', 'Compound team', 2, 12, 'RANK 1x12>0+8 @2m; QFNL @3a; SFNL @3a; FNL @3a'),
  ],
};
