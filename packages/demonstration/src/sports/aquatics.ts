import type { EventGender } from '../world.ts';
import { numbered, points, ranked, rounds } from './format.ts';
import { type EventSpec, eventAt, type SportSpec } from './sport.ts';

const dive = eventAt('DVC', [0]);

function board(
  gender: EventGender,
  type: string,
  name: string,
  best: number,
  days: readonly [number, number],
): EventSpec {
  const dives = gender === 'M' ? 6 : 5;
  const measure = points(best, 0.2, 2, numbered('Dive', dives));
  const [first, last] = days;
  const rows = `PREL 1x26>0+18 @${first}m; SFNL 1x18>0+12 @${first}a; FNL 1x12 @${last}a`;
  return dive(gender, type, name, ranked(measure, rows), {
    entries: 26,
    cluster: 'board',
    minutes: 110,
    perOrganisation: 2,
  });
}

function synchronised(gender: EventGender, type: string, name: string, best: number, day: number): EventSpec {
  const measure = points(best, 0.14, 2, numbered('Dive', gender === 'M' ? 6 : 5));
  return dive(gender, type, name, ranked(measure, `FNL 1x8 @${day}m`), {
    entries: 8,
    cluster: 'board',
    minutes: 75,
    members: 2,
  });
}

export const diving: SportSpec = {
  code: 'DIV',
  name: 'Diving',
  french: 'Plongeon',
  spanish: 'Saltos',
  doubling: 0.4,
  ages: [15, 32],
  heights: [172, 161],
  starts: { m: '11:00', a: '15:00', e: '19:00' },
  events: [
    synchronised('W', 'SY3M', 'Synchronised 3 m springboard', 335, 2),
    synchronised('M', 'SY10M', 'Synchronised 10 m platform', 490, 4),
    synchronised('W', 'SY10M', 'Synchronised 10 m platform', 355, 6),
    synchronised('M', 'SY3M', 'Synchronised 3 m springboard', 460, 8),
    board('W', '10M', '10 m platform', 430, [9, 10]),
    board('M', '3M', '3 m springboard', 540, [11, 12]),
    board('W', '3M', '3 m springboard', 385, [13, 14]),
    board('M', '10M', '10 m platform', 545, [15, 16]),
  ],
};

const polo = eventAt('WPA', [0]);
const quarters = ['Quarter 1', 'Quarter 2', 'Quarter 3', 'Quarter 4'];

export const waterPolo: SportSpec = {
  code: 'WPO',
  name: 'Water Polo',
  french: 'Water-polo',
  spanish: 'Waterpolo',
  doubling: 0,
  ages: [19, 37],
  heights: [191, 176],
  starts: { m: '09:00', a: '13:30', e: '18:00' },
  events: [
    polo(
      'M',
      'TEAM12',
      'Tournament',
      {
        kind: 'DUEL',
        bronze: 'MATCH',
        score: { kind: 'GOALS', mean: 11, periods: quarters, unit: 1 },
        rounds: rounds('GP 2x6>4+0 @3m,3a,5m,5a,7m,7a,9m,9a,11m,11a; QFNL @13a; SFNL @15e; FNL @17m'),
      },
      { entries: 12, cluster: 'team', minutes: 90, members: 13 },
    ),
    polo(
      'W',
      'TEAM10',
      'Tournament',
      {
        kind: 'DUEL',
        bronze: 'MATCH',
        score: { kind: 'GOALS', mean: 10, periods: quarters, unit: 1 },
        rounds: rounds('GP 2x5>4+0 @2m,4m,4a,6m,6a,8m,8a,10m; QFNL @12a; SFNL @14e; FNL @16m'),
      },
      { entries: 10, cluster: 'team', minutes: 90, members: 13 },
    ),
  ],
};

const artistic = eventAt('AQC', [1]);

export const artisticSwimming: SportSpec = {
  code: 'ASW',
  name: 'Artistic Swimming',
  french: 'Natation artistique',
  spanish: 'Natación artística',
  doubling: 0.5,
  ages: [17, 30],
  heights: [182, 170],
  starts: { m: '10:00', a: '14:30', e: '19:00' },
  events: [
    artistic(
      'W',
      'DUET',
      'Duet',
      {
        kind: 'SERIES',
        sum: 'HIGH',
        rounds: rounds('TECH 1x18 @5a; FREE 1x18 @6a'),
        measures: [points(285, 0.12, 3, ['Elements', 'Impression']), points(330, 0.12, 3, ['Elements', 'Impression'])],
      },
      { entries: 18, cluster: 'artistic', minutes: 120, members: 2 },
    ),
    artistic(
      'W',
      'TEAM',
      'Team',
      {
        kind: 'SERIES',
        sum: 'HIGH',
        rounds: rounds('TECH 1x10 @2a; FREE 1x10 @3a; ACRO 1x10 @4a'),
        measures: [
          points(310, 0.1, 3, ['Elements', 'Impression']),
          points(375, 0.1, 3, ['Elements', 'Impression']),
          points(260, 0.1, 3, ['Elements', 'Impression']),
        ],
      },
      { entries: 10, cluster: 'artistic', minutes: 100, members: 8 },
    ),
  ],
};
