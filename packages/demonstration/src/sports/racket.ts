import type { EventGender } from '../world.ts';
import { type DuelScore, rounds } from './format.ts';
import { type EventOptions, type EventSpec, eventAt, type SportSpec } from './sport.ts';

function duel(
  at: ReturnType<typeof eventAt>,
  gender: EventGender,
  type: string,
  name: string,
  score: DuelScore,
  rows: string,
  options: EventOptions,
): EventSpec {
  return at(gender, type, name, { kind: 'DUEL', bronze: 'MATCH', score, rounds: rounds(rows) }, options);
}

const hall = eventAt('BMH', [0, 1, 2, 3]);
const toTwentyOne: DuelScore = { kind: 'SETS', sets: 3, to: 21 };

function badmintonDoubles(gender: EventGender, name: string, day: number): EventSpec {
  const pools = [day, day + 1, day + 2].flatMap((at) => [`${at}m`, `${at}a`]).join(',');
  const rows = `GP 4x4>2+0 @${pools}; QFNL @${day + 4}m; SFNL @${day + 6}a; FNL @${day + 7}a`;
  return duel(hall, gender, 'DOUBLES', name, toTwentyOne, rows, {
    entries: 16,
    cluster: 'doubles',
    minutes: 50,
    members: 2,
    perOrganisation: 2,
  });
}

function badmintonSingles(gender: EventGender, day: number): EventSpec {
  const pools = [day, day + 1, day + 2, day + 3].flatMap((at) => [`${at}m`, `${at}e`]).join(',');
  const rows = `GP 13x3>1+3 @${pools}; 8FNL @${day + 5}a; QFNL @${day + 6}e; SFNL @${day + 8}m; FNL @${day + 9}a`;
  return duel(hall, gender, 'SINGLES', 'Singles', toTwentyOne, rows, {
    entries: 39,
    cluster: 'singles',
    minutes: 45,
    perOrganisation: 2,
  });
}

export const badminton: SportSpec = {
  code: 'BAD',
  name: 'Badminton',
  french: 'Badminton',
  spanish: 'Bádminton',
  doubling: 0.25,
  ages: [19, 35],
  heights: [180, 169],
  starts: { m: '09:00', a: '14:00', e: '19:00' },
  events: [
    badmintonSingles('M', 2),
    badmintonSingles('W', 2),
    badmintonDoubles('M', 'Doubles', 2),
    badmintonDoubles('W', 'Doubles', 3),
    badmintonDoubles('X', 'Doubles', 2),
  ],
};

const tables = eventAt('TTH', [0, 1, 2, 3]);

function tableTennisSingles(gender: EventGender, day: number): EventSpec {
  const rows = `R64 @${day}m,${day}a,${day}e,${day + 1}m; R32 @${day + 2}m,${day + 2}a; 8FNL @${day + 4}m; QFNL @${day + 5}a; SFNL @${day + 6}m; FNL @${day + 7}a`;
  return duel(tables, gender, 'SINGLES', 'Singles', { kind: 'SETS', sets: 7, to: 11 }, rows, {
    entries: 64,
    cluster: 'player',
    minutes: 45,
    perOrganisation: 2,
  });
}

function tableTennisTeam(gender: EventGender, day: number): EventSpec {
  const rows = `8FNL @${day}m,${day}a,${day}e; QFNL @${day + 2}m,${day + 2}e; SFNL @${day + 4}a; FNL @${day + 5}m`;
  return duel(tables, gender, 'TEAM', 'Team', { kind: 'TIES', to: 3 }, rows, {
    entries: 16,
    cluster: 'player',
    minutes: 150,
    members: 3,
    places: [0, 1],
  });
}

export const tableTennis: SportSpec = {
  code: 'TTE',
  name: 'Table Tennis',
  french: 'Tennis de table',
  spanish: 'Tenis de mesa',
  doubling: 0.85,
  ages: [17, 39],
  heights: [177, 166],
  starts: { m: '10:00', a: '15:00', e: '20:00' },
  events: [
    duel(
      tables,
      'X',
      'DOUBLES',
      'Doubles',
      { kind: 'SETS', sets: 7, to: 11 },
      '8FNL @2m; QFNL @3a; SFNL @4m; FNL @5a',
      {
        entries: 16,
        cluster: 'player',
        minutes: 45,
        members: 2,
      },
    ),
    tableTennisSingles('W', 2),
    tableTennisSingles('M', 3),
    tableTennisTeam('M', 11),
    tableTennisTeam('W', 12),
  ],
};

const courts = eventAt('TNC', [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
const match: DuelScore = { kind: 'SETS', sets: 3, to: 6 };

const spread = (from: number, to: number): string =>
  Array.from({ length: to - from + 1 }, (_, i) => [`${from + i}m`, `${from + i}a`])
    .flat()
    .join(',');

function tennisDraw(
  gender: EventGender,
  type: 'SINGLES' | 'DOUBLES',
  name: string,
  entries: 64 | 32 | 16,
  day: number,
  finalSlot: string,
): EventSpec {
  const last = Number(finalSlot.slice(0, -1));
  const opening = {
    64: `R64 @${spread(day, day + 1)}; R32 @${spread(day + 2, day + 2)}; 8FNL @${spread(day + 3, day + 3)}`,
    32: `R32 @${spread(day, day + 1)}; 8FNL @${spread(day + 2, day + 2)}`,
    16: `8FNL @${spread(day, day)}`,
  }[entries];
  const rows = `${opening}; QFNL @${last - 3}e; SFNL @${last - 1}a; FNL @${finalSlot}`;
  return duel(courts, gender, type, name, match, rows, {
    entries,
    cluster: 'player',
    minutes: type === 'SINGLES' ? 105 : 90,
    members: type === 'SINGLES' ? 1 : 2,
    perOrganisation: type === 'SINGLES' ? 4 : 2,
    latePlaces: [0, 1, 2],
  });
}

export const tennis: SportSpec = {
  code: 'TEN',
  name: 'Tennis',
  french: 'Tennis',
  spanish: 'Tenis',
  doubling: 0.75,
  ages: [18, 37],
  heights: [186, 174],
  starts: { m: '11:00', a: '15:00', e: '20:15' },
  events: [
    tennisDraw('M', 'SINGLES', 'Singles', 64, 2, '10a'),
    tennisDraw('W', 'SINGLES', 'Singles', 64, 2, '9e'),
    tennisDraw('M', 'DOUBLES', 'Doubles', 32, 3, '9a'),
    tennisDraw('W', 'DOUBLES', 'Doubles', 32, 3, '10a'),
    tennisDraw('X', 'DOUBLES', 'Doubles', 16, 4, '8e'),
  ],
};
