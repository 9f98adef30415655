import type { EventGender } from '../world.ts';
import { type Measure, points, ranked } from './format.ts';
import { type EventSpec, eventAt, type SportSpec } from './sport.ts';

const artistic = eventAt('GAR', [0]);
const exercise = (best: number): Measure => points(best, 0.09, 3, ['Difficulty', 'Execution']);

const men = ['Floor', 'Pommel horse', 'Rings', 'Vault', 'Parallel bars', 'Horizontal bar'];
const women = ['Vault', 'Uneven bars', 'Balance beam', 'Floor'];

/** Qualification in three subdivisions on the sport's first days, ranked together. */
function apparatus(gender: EventGender, type: string, name: string, best: number, finalDay: number): EventSpec {
  const day = gender === 'M' ? 2 : 3;
  const rows = `QUAL 3x20>0+8 @${day}m,${day}a,${day}e; FNL 1x8 @${finalDay}e`;
  return artistic(gender, type, name, ranked(exercise(best), rows), {
    entries: 60,
    cluster: 'artistic',
    minutes: 35,
    sharedQualification: 150,
    perOrganisation: 3,
  });
}

function allAround(gender: EventGender, parts: readonly string[], best: number, finalDay: number): EventSpec {
  const day = gender === 'M' ? 2 : 3;
  const rows = `QUAL 3x16>0+24 @${day}m,${day}a,${day}e; FNL 1x24 @${finalDay}e`;
  return artistic(gender, 'AA', 'All-around', ranked(points(best, 0.06, 3, parts), rows), {
    entries: 48,
    cluster: 'artistic',
    minutes: 110,
    sharedQualification: 150,
    perOrganisation: 3,
  });
}

function team(gender: EventGender, parts: readonly string[], best: number, members: number, rows: string): EventSpec {
  return artistic(gender, 'TEAM', 'Team', ranked(points(best, 0.04, 3, parts), rows), {
    entries: 12,
    cluster: 'artistic',
    minutes: 90,
    members,
    sharedQualification: 150,
  });
}

const hall = eventAt('GAR', [1]);

function trampoline(gender: EventGender, best: number, day: number): EventSpec {
  const measure = points(best, 0.1, 2, ['Execution', 'Difficulty', 'Time of flight', 'Displacement']);
  return hall(gender, 'TRAMP', 'Trampoline', ranked(measure, `QUAL 1x16>0+8 @${day}m; FNL 1x8 @${day}a`), {
    entries: 16,
    cluster: 'trampoline',
    minutes: 70,
    perOrganisation: 2,
  });
}

export const gymnastics: SportSpec = {
  code: 'GYM',
  name: 'Gymnastics',
  french: 'Gymnastique',
  spanish: 'Gimnasia',
  doubling: 0.95,
  ages: [16, 32],
  heights: [167, 156],
  starts: { m: '09:30', a: '13:30', e: '17:30' },
  events: [
    team('M', men, 259.6, 5, 'QUAL 3x4>0+8 @2m,2a,2e; FNL 1x8 @4e'),
    team('W', women, 171.3, 5, 'QUAL 3x4>0+8 @3m,3a,3e; FNL 1x8 @5e'),
    allAround('M', men, 86.8, 6),
    allAround('W', women, 59.1, 7),
    apparatus('M', 'FX', 'Floor', 15.1, 8),
    apparatus('M', 'PH', 'Pommel horse', 15.5, 8),
    apparatus('M', 'SR', 'Rings', 15.3, 9),
    apparatus('M', 'VT', 'Vault', 15.1, 9),
    apparatus('M', 'PB', 'Parallel bars', 16.1, 10),
    apparatus('M', 'HB', 'Horizontal bar', 15.0, 10),
    apparatus('W', 'VT', 'Vault', 15.2, 8),
    apparatus('W', 'UB', 'Uneven bars', 15.6, 9),
    apparatus('W', 'BB', 'Balance beam', 14.6, 10),
    apparatus('W', 'FX', 'Floor', 14.2, 10),
    team('X', ['Floor', 'Vault', 'Bars'], 168.4, 4, 'FNL 1x12 @11e'),
    hall(
      'W',
      'RHYTHM',
      'Rhythmic all-around',
      ranked(points(143, 0.1, 3, ['Hoop', 'Ball', 'Clubs', 'Ribbon']), 'QUAL 1x24>0+10 @14m; FNL 1x10 @15a'),
      { entries: 24, cluster: 'rhythmic', minutes: 150, perOrganisation: 2 },
    ),
    hall(
      'W',
      'RHYTHMGR',
      'Rhythmic group all-around',
      ranked(points(70.8, 0.1, 3, ['Hoops', 'Ribbons and balls']), 'QUAL 1x14>0+8 @14a; FNL 1x8 @16a'),
      { entries: 14, cluster: 'rhythmic group', minutes: 100, members: 5 },
    ),
    trampoline('W', 56.5, 12),
    trampoline('M', 62.1, 13),
  ],
};
