import type { EventGender } from '../world.ts';
import { type DuelFormat, type DuelScore, rounds } from './format.ts';
import { type EventSpec, eventAt, type SportSpec } from './sport.ts';

type Bronze = DuelFormat['bronze'];

/** All bouts on one day: the preliminaries in the morning, the last four in the evening. */
function inOneDay(draw: 16 | 32, bronze: Bronze, score: DuelScore, day: number, late: 'a' | 'e'): DuelFormat {
  const first = draw === 32 ? `R32 @${day}m; 8FNL @${day}m` : `8FNL @${day}m`;
  const repechage = bronze === 'REPECHAGE' ? `; REP @${day}${late}` : '';
  return {
    kind: 'DUEL',
    bronze,
    score,
    rounds: rounds(`${first}; QFNL @${day}m${repechage}; SFNL @${day}${late}; FNL @${day}${late}`),
  };
}

const piste = eventAt('CBB', [0, 1, 2, 3]);

function fence(gender: EventGender, type: string, name: string, day: number, teamDay: number): EventSpec[] {
  return [
    piste(gender, type, `${name} individual`, inOneDay(32, 'MATCH', { kind: 'TOUCHES', to: 15 }, day, 'e'), {
      entries: 32,
      cluster: type,
      minutes: 25,
    }),
    piste(
      gender,
      `${type.slice(0, 4)}TEAM`,
      `${name} team`,
      {
        kind: 'DUEL',
        bronze: 'MATCH',
        score: { kind: 'TOUCHES', to: 45 },
        rounds: rounds(`QFNL @${teamDay}m; SFNL @${teamDay}a; FNL @${teamDay}e`),
      },
      { entries: 8, cluster: type, minutes: 60, members: 3 },
    ),
  ];
}

export const fencing: SportSpec = {
  code: 'FEN',
  name: 'Fencing',
  french: 'Escrime',
  spanish: 'Esgrima',
  doubling: 0.9,
  ages: [18, 38],
  heights: [184, 172],
  starts: { m: '09:30', a: '14:00', e: '19:00' },
  events: [
    ...fence('W', 'EPEE', 'Epee', 2, 5),
    ...fence('M', 'SABRE', 'Sabre', 2, 6),
    ...fence('M', 'EPEE', 'Epee', 3, 7),
    ...fence('W', 'FOIL', 'Foil', 3, 8),
    ...fence('M', 'FOIL', 'Foil', 4, 9),
    ...fence('W', 'SABRE', 'Sabre', 4, 10),
  ],
};

const mats = eventAt('CBA', [0, 1]);
const judoBout: DuelScore = { kind: 'BOUT', top: 11, win: ['Ippon', 'Waza-ari', 'Golden score', 'Hansoku-make'] };

const judoClasses = {
  M: ['60', '66', '73', '81', '90', '100', 'O100'],
  W: ['48', '52', '57', '63', '70', '78', 'O78'],
} as const;

const className = (kilograms: string): string =>
  kilograms.startsWith('O') ? `over ${kilograms.slice(1)} kg` : `${kilograms} kg`;

function judoClass(gender: 'M' | 'W'): EventSpec[] {
  return judoClasses[gender].map((kilograms, i) =>
    mats(gender, `${kilograms}KG`, className(kilograms), inOneDay(32, 'REPECHAGE', judoBout, i + 2, 'e'), {
      entries: gender === 'M' ? 27 : 24,
      cluster: kilograms,
      minutes: 9,
      perOrganisation: 1,
    }),
  );
}

export const judo: SportSpec = {
  code: 'JUD',
  name: 'Judo',
  french: 'Judo',
  spanish: 'Judo',
  doubling: 0,
  ages: [19, 36],
  heights: [178, 165],
  starts: { m: '10:00', a: '13:00', e: '16:00' },
  events: [
    ...judoClass('M'),
    ...judoClass('W'),
    mats('X', 'TEAM', 'Team', inOneDay(16, 'REPECHAGE', { kind: 'TIES', to: 4 }, 9, 'e'), {
      entries: 16,
      cluster: '*',
      minutes: 35,
      members: 6,
    }),
  ],
};

const wrestlingClasses = {
  FR: { M: ['57', '65', '74', '86', '97', '125'], W: ['50', '53', '57', '62', '68', '76'] },
  GR: { M: ['60', '67', '77', '87', '97', '130'] },
} as const;

const wrestlingBout: DuelScore = {
  kind: 'BOUT',
  top: 10,
  win: ['Points', 'Points', 'Superiority', 'Fall'],
};

function wrestlingClass(
  gender: 'M' | 'W',
  style: string,
  name: string,
  classes: readonly string[],
  day: number,
): EventSpec[] {
  return classes.map((kilograms, i) => {
    const event = mats(
      gender,
      `${style}${kilograms}KG`,
      `${name} ${kilograms} kg`,
      inOneDay(16, 'REPECHAGE', wrestlingBout, day + Math.floor(i / 1.2), 'e'),
      {
        entries: 16,
        cluster: `${style}${kilograms}`,
        minutes: 12,
        perOrganisation: 1,
      },
    );
    return { ...event, places: [2, 3] };
  });
}

export const wrestling: SportSpec = {
  code: 'WRE',
  name: 'Wrestling',
  french: 'Lutte',
  spanish: 'Lucha',
  doubling: 0,
  ages: [19, 36],
  heights: [175, 164],
  starts: { m: '11:00', a: '14:00', e: '18:15' },
  events: [
    ...wrestlingClass('M', 'GR', 'Greco-Roman', wrestlingClasses.GR.M, 11),
    ...wrestlingClass('W', 'FR', 'Freestyle', wrestlingClasses.FR.W, 12),
    ...wrestlingClass('M', 'FR', 'Freestyle', wrestlingClasses.FR.M, 13),
  ],
};

const ring = eventAt('BXA', [0]);
const boxingClasses = {
  M: ['51', '57', '63', '71', '80', '92', 'O92'],
  W: ['48', '51', '54', '57', '60', '65', '75'],
} as const;

function boxingClass(gender: 'M' | 'W'): EventSpec[] {
  return boxingClasses[gender].map((kilograms, i) => {
    const day = 2 + (i % 4);
    return ring(
      gender,
      `${kilograms}KG`,
      className(kilograms),
      {
        kind: 'DUEL',
        bronze: 'SEMIFINALISTS',
        score: { kind: 'JUDGES' },
        rounds: rounds(
          `R32 @${day}m,${day}a; 8FNL @${day + 4}a,${day + 4}e; QFNL @${day + 7}e; SFNL @${day + 9}a; FNL @${Math.min(day + 12, 17)}e`,
        ),
      },
      { entries: 19, cluster: kilograms, minutes: 16, perOrganisation: 1 },
    );
  });
}

export const boxing: SportSpec = {
  code: 'BOX',
  name: 'Boxing',
  french: 'Boxe',
  spanish: 'Boxeo',
  doubling: 0,
  ages: [19, 35],
  heights: [179, 168],
  starts: { m: '11:00', a: '15:00', e: '20:00' },
  events: [...boxingClass('M'), ...boxingClass('W')],
};

const octagon = eventAt('CBB', [4, 5]);
const taekwondoClasses = { M: ['58', '68', '80', 'O80'], W: ['49', '57', '67', 'O67'] } as const;

export const taekwondo: SportSpec = {
  code: 'TKD',
  name: 'Taekwondo',
  french: 'Taekwondo',
  spanish: 'Taekwondo',
  doubling: 0,
  ages: [18, 33],
  heights: [184, 172],
  starts: { m: '09:00', a: '14:30', e: '19:30' },
  events: (['M', 'W'] as const).flatMap((gender) =>
    taekwondoClasses[gender].map((kilograms, i) =>
      octagon(
        gender,
        `${kilograms}KG`,
        className(kilograms),
        inOneDay(
          16,
          'REPECHAGE',
          { kind: 'BOUT', top: 24, win: ['Points', 'Points', 'Point gap', 'Withdrawal'] },
          12 + i,
          'e',
        ),
        { entries: 16, cluster: kilograms, minutes: 15, perOrganisation: 1 },
      ),
    ),
  ),
};

const platform = eventAt('WLH', [0]);

type LiftRow = readonly [EventGender, kilograms: string, total: number, day: number, part: 'm' | 'a' | 'e'];

// biome-ignore format: one class a row
const lifts: readonly LiftRow[] = [
  ['W', '49', 206, 12, 'a'], ['M', '61', 312, 12, 'e'], ['W', '59', 238, 13, 'a'], ['M', '73', 358, 13, 'e'],
  ['W', '71', 264, 14, 'e'], ['M', '89', 396, 14, 'a'], ['W', '81', 272, 15, 'e'], ['M', '102', 406, 15, 'a'],
  ['M', 'O102', 470, 16, 'e'], ['W', 'O81', 312, 17, 'm'],
];

export const weightlifting: SportSpec = {
  code: 'WLF',
  name: 'Weightlifting',
  french: 'Haltérophilie',
  spanish: 'Halterofilia',
  doubling: 0,
  ages: [18, 34],
  heights: [171, 160],
  starts: { m: '11:00', a: '15:00', e: '19:30' },
  events: lifts.map(([gender, kilograms, total, day, part]) =>
    platform(
      gender,
      `${kilograms}KG`,
      className(kilograms),
      {
        kind: 'RANKED',
        measure: { kind: 'LIFT', best: total, spread: 0.13 },
        rounds: rounds(`FNL 1x12 @${day}${part}`),
      },
      { entries: 12, cluster: kilograms, minutes: 130, perOrganisation: 1 },
    ),
  ),
};
