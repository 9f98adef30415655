import type { EventGender } from '../world.ts';
import { type Measure, numbered, points, ranked, rounds } from './format.ts';
import { type EventSpec, eventAt, type SportSpec } from './sport.ts';

const arena = eventAt('EQP', [0]);
const percent = (best: number, parts: readonly string[]): Measure => points(best, 0.09, 3, parts);
const faults: Measure = { kind: 'PENALTIES', best: 0, spread: 9, digits: 0 };
const judges = ['Judge E', 'Judge H', 'Judge C', 'Judge M', 'Judge B'];

function eventing(type: string, name: string, entries: number, members: number): EventSpec {
  const penalties = (best: number, spread: number): Measure => ({
    kind: 'PENALTIES',
    best: best * members,
    spread: spread * members,
    digits: 2,
  });
  return arena(
    'O',
    type,
    name,
    {
      kind: 'SERIES',
      sum: 'LOW',
      rounds: rounds(`DRES 1x${entries} @2m; XC 1x${entries} @3m; JUMP 1x${entries} @4a`),
      measures: [penalties(21, 12), penalties(0, 12), penalties(0, 6)],
    },
    {
      entries,
      cluster: 'eventing',
      minutes: 200,
      members,
      perOrganisation: members > 1 ? 1 : 3,
      places: members > 1 ? [0] : [1],
    },
  );
}

export const equestrian: SportSpec = {
  code: 'EQU',
  name: 'Equestrian',
  french: 'Équitation',
  spanish: 'Hípica',
  doubling: 0.85,
  ages: [20, 58],
  heights: [178, 168],
  starts: { m: '09:30', a: '14:00', e: '18:00' },
  events: [
    eventing('EVENTEAM', 'Eventing team', 16, 3),
    eventing('EVENTING', 'Eventing individual', 60, 1),
    arena('O', 'DRESTEAM', 'Dressage team', ranked(percent(235, judges), 'QUAL 1x15>0+10 @6m; FNL 1x10 @8m'), {
      entries: 15,
      cluster: 'dressage',
      minutes: 200,
      members: 3,
    }),
    arena('O', 'DRESSAGE', 'Dressage individual', ranked(percent(89, judges), 'QUAL 1x58>0+18 @7m; FNL 1x18 @9m'), {
      entries: 58,
      cluster: 'dressage',
      minutes: 220,
    }),
    arena('O', 'JUMPTEAM', 'Jumping team', ranked({ ...faults, spread: 20 }, 'QUAL 1x20>0+10 @11a; FNL 1x10 @12a'), {
      entries: 20,
      cluster: 'jumping',
      minutes: 160,
      members: 3,
    }),
    arena('O', 'JUMPING', 'Jumping individual', ranked(faults, 'QUAL 1x74>0+30 @14a; FNL 1x30 @15a'), {
      entries: 74,
      cluster: 'jumping',
      minutes: 180,
    }),
  ],
};

const waterfront = eventAt('WFR', [1]);

function triathlonEvent(gender: EventGender, best: number, day: number): EventSpec {
  const measure: Measure = {
    kind: 'TIME',
    best,
    spread: 0.035,
    digits: 0,
    splits: ['Swim', 'Transition 1', 'Bike', 'Transition 2'],
  };
  return waterfront(gender, 'IND', 'Individual', ranked(measure, `FNL 1x55 @${day}m`), {
    entries: 55,
    cluster: 'triathlon',
    minutes: 130,
  });
}

export const triathlon: SportSpec = {
  code: 'TRI',
  name: 'Triathlon',
  french: 'Triathlon',
  spanish: 'Triatlón',
  doubling: 0.9,
  ages: [20, 36],
  heights: [180, 168],
  starts: { m: '08:00', a: '14:00', e: '18:00' },
  events: [
    triathlonEvent('M', 6220, 5),
    triathlonEvent('W', 6895, 6),
    waterfront(
      'X',
      'RELAY',
      'Relay',
      ranked(
        { kind: 'TIME', best: 5139, spread: 0.03, digits: 0, splits: ['Leg 1', 'Leg 2', 'Leg 3'] },
        'FNL 1x16 @9m',
      ),
      { entries: 16, cluster: 'triathlon', minutes: 100, members: 4 },
    ),
  ],
};

const links = eventAt('GLF', [0]);

function strokePlay(gender: EventGender, day: number): EventSpec {
  const slots = [0, 1, 2, 3].map((offset) => `RND${offset + 1} 1x60 @${day + offset}m`).join('; ');
  return links(
    gender,
    'STROKE',
    'Individual stroke play',
    { kind: 'SERIES', sum: 'LOW', measures: [{ kind: 'STROKES', par: 71 }], rounds: rounds(slots) },
    { entries: 60, cluster: 'golf', minutes: 560, perOrganisation: 4 },
  );
}

export const golf: SportSpec = {
  code: 'GLF',
  name: 'Golf',
  french: 'Golf',
  spanish: 'Golf',
  doubling: 0,
  ages: [19, 44],
  heights: [181, 169],
  starts: { m: '08:00', a: '14:00', e: '18:00' },
  events: [strokePlay('M', 7), strokePlay('W', 12)],
};

const wall = eventAt('CLW', [0]);

function climb(gender: EventGender, type: string, name: string, parts: readonly string[], day: number): EventSpec {
  return wall(
    gender,
    type,
    name,
    ranked(points(94, 0.5, 1, parts, 100 / parts.length), `SFNL 1x20>0+8 @${day}m; FNL 1x8 @${day + 2}a`),
    {
      entries: 20,
      cluster: 'boulder and lead',
      minutes: 110,
      perOrganisation: 2,
    },
  );
}

function speed(gender: EventGender, best: number, day: number): EventSpec {
  return wall(
    gender,
    'SPEED',
    'Speed',
    {
      kind: 'DUEL',
      bronze: 'MATCH',
      ranking: { kind: 'TIME', best, spread: 0.08, digits: 2 },
      score: { kind: 'TIME', best, digits: 2 },
      rounds: rounds(`RANK 1x16>0+8 @${day}m; QFNL @${day + 2}e; SFNL @${day + 2}e; FNL @${day + 2}e`),
    },
    { entries: 16, cluster: 'speed', minutes: 5, perOrganisation: 2 },
  );
}

export const climbing: SportSpec = {
  code: 'SPC',
  name: 'Sport Climbing',
  french: 'Escalade',
  spanish: 'Escalada',
  doubling: 0.6,
  ages: [16, 34],
  heights: [175, 163],
  starts: { m: '10:00', a: '14:30', e: '19:00' },
  events: [
    climb('M', 'BOULDER', 'Boulder', numbered('Boulder', 4), 11),
    climb('W', 'BOULDER', 'Boulder', numbered('Boulder', 4), 12),
    speed('W', 6.2, 8),
    speed('M', 4.8, 7),
    climb('M', 'LEAD', 'Lead', ['Lead'], 14),
    climb('W', 'LEAD', 'Lead', ['Lead'], 15),
  ],
};
