import type { EventGender } from '../world.ts';
import { type Format, type Measure, numbered, points, ranked, rounds } from './format.ts';
import { type EventSpec, eventAt, type SportSpec } from './sport.ts';

const road = eventAt('RDC', [0]);
const hills = eventAt('RBP', [0]);
const park = eventAt('UPK', [1]);

const long = (best: number, spread: number, digits: 0 | 2, splits: readonly string[]): Measure => ({
  kind: 'TIME',
  best,
  spread,
  digits,
  splits,
});

function roadRace(gender: EventGender, best: number, entries: number, day: number): EventSpec {
  const measure = long(best, 0.012, 0, ['50 km', '100 km', '150 km']);
  return road(gender, 'ROADRACE', 'Road race', ranked(measure, `FNL 1x${entries} @${day}m`), {
    entries,
    cluster: 'road',
    minutes: gender === 'M' ? 400 : 260,
    perOrganisation: 4,
  });
}

function timeTrial(gender: EventGender, best: number, day: number): EventSpec {
  const measure = long(best, 0.045, 2, ['13.0 km', '22.1 km']);
  return road(gender, 'ITT', 'Individual time trial', ranked(measure, `FNL 1x34 @${day}a`), {
    entries: 34,
    cluster: 'road',
    minutes: 100,
    perOrganisation: 2,
  });
}

function crossCountry(gender: EventGender, best: number, day: number): EventSpec {
  return hills(
    gender,
    'MTB',
    'Mountain bike cross-country',
    ranked(long(best, 0.05, 0, numbered('Lap', 6)), `FNL 1x36 @${day}a`),
    {
      entries: 36,
      cluster: 'mountain bike',
      minutes: 120,
      perOrganisation: 2,
    },
  );
}

function bmxRace(gender: EventGender, best: number): EventSpec {
  const measure: Measure = { kind: 'TIME', best, spread: 0.06, digits: 3 };
  return hills(gender, 'BMXRACE', 'BMX racing', ranked(measure, 'QFNL 4x6>4+0 @7e; SFNL 2x8>4+0 @8e; FNL 1x8 @8e'), {
    entries: 24,
    cluster: 'bmx racing',
    minutes: 12,
    perOrganisation: 3,
    places: [1],
  });
}

function bmxFreestyle(gender: EventGender, best: number): EventSpec {
  const measure = points(best, 0.15, 2, ['Run 1', 'Run 2']);
  return park(gender, 'BMXPARK', 'BMX freestyle park', ranked(measure, 'QUAL 1x12>0+9 @5a; FNL 1x9 @6a'), {
    entries: 12,
    cluster: 'bmx freestyle',
    minutes: 75,
    perOrganisation: 2,
  });
}

export const roadCycling: SportSpec = {
  code: 'CYR',
  name: 'Road and Off-road Cycling',
  french: 'Cyclisme sur route et tout-terrain',
  spanish: 'Ciclismo en ruta y todo terreno',
  doubling: 0.6,
  ages: [18, 38],
  heights: [180, 168],
  starts: { m: '10:00', a: '14:00', e: '19:30' },
  events: [
    timeTrial('W', 2380, 2),
    timeTrial('M', 2170, 2),
    roadRace('M', 22780, 90, 9),
    roadRace('W', 14363, 90, 10),
    crossCountry('W', 5162, 15),
    crossCountry('M', 5182, 16),
    bmxRace('M', 31.2),
    bmxRace('W', 34.4),
    bmxFreestyle('W', 92.5),
    bmxFreestyle('M', 94.8),
  ],
};

const track = eventAt('VEL', [0]);

const lap = (best: number, spread: number, splits?: readonly string[]): Measure => ({
  kind: 'TIME',
  best,
  spread,
  digits: 3,
  ...(splits ? { splits } : {}),
});

function sprint(gender: EventGender, best: number, day: number): EventSpec {
  const format: Format = {
    kind: 'DUEL',
    bronze: 'MATCH',
    ranking: lap(best, 0.03),
    score: { kind: 'TIME', best: best * 1.08, digits: 3 },
    rounds: rounds(`RANK 1x30>0+16 @${day}m; 8FNL @${day}a; QFNL @${day + 1}a; SFNL @${day + 2}a; FNL @${day + 2}e`),
  };
  return track(gender, 'SPRINT', 'Sprint', format, { entries: 30, cluster: 'sprint', minutes: 7, perOrganisation: 2 });
}

function both(
  type: string,
  name: string,
  of: (gender: EventGender) => readonly [Format, entries: number, cluster: string, minutes: number, members?: number],
): EventSpec[] {
  return (['M', 'W'] as const).map((gender) => {
    const [format, entries, cluster, minutes, members = 1] = of(gender);
    return track(gender, type, name, format, {
      entries,
      cluster,
      minutes,
      members,
      perOrganisation: members > 1 ? 1 : 2,
    });
  });
}

export const trackCycling: SportSpec = {
  code: 'CYT',
  name: 'Track Cycling',
  french: 'Cyclisme sur piste',
  spanish: 'Ciclismo en pista',
  doubling: 0.75,
  ages: [19, 36],
  heights: [182, 169],
  starts: { m: '10:30', a: '15:00', e: '18:30' },
  events: [
    ...both('TEAMSPR', 'Team sprint', (gender) => [
      ranked(
        lap(gender === 'M' ? 40.9 : 45.2, 0.02, ['Lap 1', 'Lap 2']),
        gender === 'M' ? 'QUAL 1x9>0+8 @11a; FNL 1x8 @12e' : 'QUAL 1x9>0+8 @10a; FNL 1x8 @11e',
      ),
      9,
      'sprint',
      40,
      3,
    ]),
    ...both('TEAMPURS', 'Team pursuit', (gender) => [
      ranked(
        lap(gender === 'M' ? 222 : 244, 0.015, ['1000 m', '2000 m', '3000 m']),
        gender === 'M' ? 'QUAL 1x10>0+8 @10a; FNL 1x8 @12e' : 'QUAL 1x10>0+8 @11a; FNL 1x8 @13e',
      ),
      10,
      'endurance',
      50,
      4,
    ]),
    sprint('M', 9.1, 12),
    sprint('W', 10.0, 14),
    ...both('KEIRIN', 'Keirin', (gender) => [
      ranked(
        { kind: 'PLACES' },
        gender === 'M'
          ? 'HEAT 4x6>3+0 @15m; SFNL 2x6>3+0 @16a; FNL 1x6 @16a'
          : 'HEAT 4x6>3+0 @12m; SFNL 2x6>3+0 @13e; FNL 1x6 @13e',
      ),
      24,
      'sprint',
      10,
    ]),
    ...both('OMNIUM', 'Omnium', (gender) => {
      const day = gender === 'M' ? 13 : 16;
      return [
        {
          kind: 'SERIES',
          sum: 'HIGH',
          rounds: rounds(`SCR 1x22 @${day}m; TMP 1x22 @${day}m; ELI 1x22 @${day}e; PTS 1x22 @${day}e`),
          measures: [
            points(40, 0.9, 0, ['Points']),
            points(40, 0.9, 0, ['Points']),
            points(40, 0.9, 0, ['Points']),
            points(70, 1.1, 0, ['Points']),
          ],
        },
        22,
        'endurance',
        25,
      ];
    }),
    ...both('MADISON', 'Madison', (gender) => [
      ranked(points(55, 0.9, 0, ['First half', 'Second half']), gender === 'M' ? 'FNL 1x15 @15e' : 'FNL 1x15 @14e'),
      15,
      'endurance',
      60,
      2,
    ]),
  ],
};
