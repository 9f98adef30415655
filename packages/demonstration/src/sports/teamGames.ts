import type { EventGender } from '../world.ts';
import { type DuelScore, rounds } from './format.ts';
import { type EventOptions, type EventSpec, eventAt, type SportSpec } from './sport.ts';

const quarters = ['Quarter 1', 'Quarter 2', 'Quarter 3', 'Quarter 4'];
const halves = ['First half', 'Second half'];

function tournament(
  at: ReturnType<typeof eventAt>,
  gender: EventGender,
  type: string,
  name: string,
  score: DuelScore,
  rows: string,
  options: Omit<EventOptions, 'cluster'>,
): EventSpec {
  const format = { kind: 'DUEL', bronze: 'MATCH', score, rounds: rounds(rows) } as const;
  return at(gender, type, name, format, { cluster: type, ...options });
}

/** Slots on every second day from `day` to `last`, in the given parts. */
function everySecond(day: number, last: number, parts: string): string {
  const slots: string[] = [];
  for (let at = day; at <= last; at += 2) for (const part of parts) slots.push(`${at}${part}`);
  return slots.join(',');
}

const pools = (teams: string, day: number, last: number, parts: string): string =>
  `GP ${teams} @${everySecond(day, last, parts)}`;

const fullCourt = eventAt('ARN', [0]);
const basketballScore: DuelScore = { kind: 'GOALS', mean: 82, periods: quarters, unit: 1 };
const smallCourt = eventAt('UPK', [0]);

function threeOnThree(gender: EventGender): EventSpec {
  const slots = ['5a', '5e', '6a', '6e', '7a', '7e', '8a', '8e'].join(',');
  const rows = `GP 1x8>4+0 @${slots}; SFNL @9a; FNL @9e`;
  const score: DuelScore = { kind: 'GOALS', mean: 18, periods: [], unit: 1 };
  return tournament(smallCourt, gender, 'TEAM3X3', '3x3 basketball', score, rows, {
    entries: 8,
    minutes: 25,
    members: 4,
  });
}

export const basketball: SportSpec = {
  code: 'BKB',
  name: 'Basketball',
  french: 'Basketball',
  spanish: 'Baloncesto',
  doubling: 0,
  ages: [19, 37],
  heights: [199, 184],
  starts: { m: '10:00', a: '14:00', e: '19:00' },
  events: [
    tournament(
      fullCourt,
      'M',
      'TEAM5',
      'Basketball',
      basketballScore,
      `${pools('3x4>2+2', 2, 8, 'mae')}; QFNL @11a,11e; SFNL @13e; FNL @15e`,
      {
        entries: 12,
        minutes: 125,
        members: 12,
      },
    ),
    tournament(
      fullCourt,
      'W',
      'TEAM5',
      'Basketball',
      basketballScore,
      `${pools('3x4>2+2', 3, 9, 'mae')}; QFNL @12a,12e; SFNL @14e; FNL @16e`,
      {
        entries: 12,
        minutes: 125,
        members: 12,
      },
    ),
    threeOnThree('M'),
    threeOnThree('W'),
  ],
};

const bay = eventAt('BFS', [0]);
const goals: DuelScore = { kind: 'GOALS', mean: 1.4, periods: halves, unit: 1 };

/** Three stadiums share the matches. */
function football(gender: EventGender, teams: string, entries: number, day: number): EventSpec {
  const rows = `${pools(teams, day, day + 6, 'ae')}; QFNL @${day + 9}a,${day + 9}e; SFNL @${day + 12}a,${day + 12}e; FNL @${day + 14}e`;
  const event = tournament(bay, gender, 'TEAM11', 'Football', goals, rows, { entries, minutes: 150, members: 18 });
  return { ...event, alsoAt: ['NGS', 'CVS'] };
}

export const footballSport: SportSpec = {
  code: 'FBL',
  name: 'Football',
  french: 'Football',
  spanish: 'Fútbol',
  doubling: 0,
  ages: [18, 33],
  heights: [181, 168],
  starts: { m: '11:00', a: '15:00', e: '19:00' },
  events: [football('M', '4x4>2+0', 16, 1), football('W', '3x4>2+2', 12, 2)],
};

const indoor = eventAt('HBA', [0]);
const handballScore: DuelScore = { kind: 'GOALS', mean: 27, periods: halves, unit: 1 };

function handballEvent(gender: EventGender, day: number): EventSpec {
  const rows = `${pools('2x6>4+0', day, day + 8, 'mae')}; QFNL @${day + 10}m,${day + 10}e; SFNL @${day + 12}a,${day + 12}e; FNL @${day + 14}a`;
  return tournament(indoor, gender, 'TEAM7', 'Handball', handballScore, rows, {
    entries: 12,
    minutes: 110,
    members: 14,
  });
}

export const handball: SportSpec = {
  code: 'HBL',
  name: 'Handball',
  french: 'Handball',
  spanish: 'Balonmano',
  doubling: 0,
  ages: [20, 37],
  heights: [192, 177],
  starts: { m: '09:00', a: '14:00', e: '19:00' },
  events: [handballEvent('W', 2), handballEvent('M', 3)],
};

const pitch = eventAt('HCP', [0, 1]);
const hockeyScore: DuelScore = { kind: 'GOALS', mean: 2.2, periods: quarters, unit: 1 };

function hockeyEvent(gender: EventGender, day: number): EventSpec {
  const rows = `${pools('2x6>4+0', day, day + 8, 'me')}; QFNL @${day + 9}m,${day + 9}e; SFNL @${day + 11}a,${day + 11}e; FNL @${day + 13}a`;
  return tournament(pitch, gender, 'TEAM11', 'Hockey', hockeyScore, rows, { entries: 12, minutes: 105, members: 16 });
}

export const hockey: SportSpec = {
  code: 'HOC',
  name: 'Hockey',
  french: 'Hockey',
  spanish: 'Hockey',
  doubling: 0,
  ages: [19, 35],
  heights: [180, 168],
  starts: { m: '10:00', a: '14:00', e: '17:00' },
  events: [hockeyEvent('M', 2), hockeyEvent('W', 3)],
};

const hall = eventAt('VBH', [0]);
const sand = eventAt('SBS', [0, 1]);

function indoorVolleyball(gender: EventGender, day: number): EventSpec {
  const rows = `${pools('3x4>2+2', day, day + 6, 'mae')}; QFNL @${day + 9}a,${day + 9}e; SFNL @${day + 11}a; FNL @${day + 13}a`;
  const score: DuelScore = { kind: 'SETS', sets: 5, to: 25, last: 15 };
  return tournament(hall, gender, 'TEAM6', 'Volleyball', score, rows, { entries: 12, minutes: 125, members: 13 });
}

function beachVolleyball(gender: EventGender, day: number): EventSpec {
  const rows = `${pools('6x4>2+4', day, day + 5, 'mae')}; 8FNL @${day + 8}a,${day + 8}e; QFNL @${day + 10}a,${day + 10}e; SFNL @${day + 12}e; FNL @${day + 13}e`;
  const score: DuelScore = { kind: 'SETS', sets: 3, to: 21, last: 15 };
  return tournament(sand, gender, 'BEACH', 'Beach volleyball', score, rows, {
    entries: 24,
    minutes: 60,
    members: 2,
    perOrganisation: 2,
  });
}

export const volleyball: SportSpec = {
  code: 'VOL',
  name: 'Volleyball',
  french: 'Volleyball',
  spanish: 'Voleibol',
  doubling: 0,
  ages: [20, 38],
  heights: [198, 184],
  starts: { m: '10:00', a: '14:30', e: '19:00' },
  events: [indoorVolleyball('M', 2), indoorVolleyball('W', 3), beachVolleyball('M', 2), beachVolleyball('W', 3)],
};

const oval = eventAt('RSO', [0]);
const rugbyScore: DuelScore = { kind: 'GOALS', mean: 17, periods: halves, unit: 5 };

function sevens(gender: EventGender, day: number): EventSpec {
  const rows = `GP 3x4>2+2 @${day}a,${day}e,${day + 1}a; QFNL @${day + 1}e; SFNL @${day + 2}a; FNL @${day + 2}e`;
  return tournament(oval, gender, 'TEAM7', 'Rugby sevens', rugbyScore, rows, { entries: 12, minutes: 30, members: 12 });
}

export const rugby: SportSpec = {
  code: 'RUG',
  name: 'Rugby Sevens',
  french: 'Rugby à sept',
  spanish: 'Rugby a siete',
  doubling: 0,
  ages: [19, 34],
  heights: [184, 170],
  starts: { m: '10:00', a: '13:30', e: '18:30' },
  events: [sevens('M', 1), sevens('W', 4)],
};
