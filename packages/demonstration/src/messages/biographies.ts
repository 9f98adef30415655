import { element, type OdfElement } from '@games/odf';
import { createRandom } from '../random.ts';
import type { Athlete, World } from '../world.ts';

/** Part of the athletes of whom something is told, the best known ones. */
const describedFrom = 0.88;
/** And of the very best also in French. */
const describedInFrenchFrom = 0.97;

export interface Biography {
  readonly athlete: Athlete;
  readonly language: 'ENG' | 'FRA';
  body(): OdfElement;
}

/** Who has a biography, in which languages. Everything in it is invented. */
export function biographies(world: World): Biography[] {
  const sports = new Map(world.disciplines.map((discipline) => [discipline.code, discipline.names]));
  return world.athletes
    .filter((athlete) => athlete.prominence >= describedFrom)
    .flatMap((athlete): Biography[] => {
      const english = {
        athlete,
        language: 'ENG',
        body: () => bodyOf(athlete, describeInEnglish(athlete, sports.get(athlete.discipline)?.en ?? '', world.seed)),
      } as const;
      if (athlete.prominence < describedInFrenchFrom) return [english];
      const french = {
        athlete,
        language: 'FRA',
        body: () => bodyOf(athlete, describeInFrench(athlete, sports.get(athlete.discipline)?.fr ?? '', world.seed)),
      } as const;
      return [english, french];
    });
}

type Topics = Readonly<Record<string, string>>;

function bodyOf(athlete: Athlete, topics: Topics): OdfElement {
  const parts = Object.entries(topics).map(([topic, text]) => element('Biography', { Topic: topic }, [], text));
  return element('Competition', {}, [
    element('Participant', { Code: athlete.code, Portrait: `ast_portrait-${athlete.code}` }, parts),
  ]);
}

interface Life {
  readonly startedAt: number;
  readonly through: number;
  readonly work: number;
  readonly ambition: number;
  readonly hobby: number;
}

const openings = 5;

function lifeOf(athlete: Athlete, seed: string): Life {
  const random = createRandom(`${seed} life ${athlete.code}`);
  const draw = (): number => random.whole(0, openings - 1);
  return { startedAt: random.whole(5, 14), through: draw(), work: draw(), ambition: draw(), hobby: draw() };
}

const through = {
  en: [
    'an elder sister',
    'a teacher at school',
    'a club round the corner',
    'a holiday camp',
    'a neighbour who coached',
  ],
  fr: [
    'une grande sœur',
    'un professeur à l’école',
    'un club du quartier',
    'un camp de vacances',
    'un voisin entraîneur',
  ],
} as const;
const work = {
  en: [
    'studies physiotherapy',
    'trains full time',
    'works as a firefighter',
    'studies engineering by distance',
    'teaches at a primary school',
  ],
  fr: [
    'étudie la kinésithérapie',
    's’entraîne à plein temps',
    'travaille comme sapeur-pompier',
    'étudie l’ingénierie à distance',
    'enseigne dans une école primaire',
  ],
} as const;
const ambition = {
  en: [
    'To stand in a final once',
    'To enjoy every start',
    'A personal best on the day it counts',
    'A medal with the team',
    'To make the sport known at home',
  ],
  fr: [
    'Atteindre une finale',
    'Savourer chaque départ',
    'Un record personnel le jour qui compte',
    'Une médaille avec l’équipe',
    'Faire connaître le sport au pays',
  ],
} as const;
const hobby = {
  en: ['Baking bread', 'Chess', 'Repairing old radios', 'Bird watching', 'Playing the trumpet'],
  fr: ['Faire du pain', 'Les échecs', 'Réparer de vieilles radios', 'Observer les oiseaux', 'Jouer de la trompette'],
} as const;

function describeInEnglish(athlete: Athlete, sport: string, seed: string): Topics {
  const life = lifeOf(athlete, seed);
  const { givenName, birthCity, residenceCity } = athlete;
  return {
    GENERAL: `${givenName} grew up in ${birthCity} and came to ${sport.toLowerCase()} at the age of ${life.startedAt} through ${through.en[life.through]}. Today ${givenName} lives in ${residenceCity} and ${work.en[life.work]}.`,
    AMBITION: `${ambition.en[life.ambition]}.`,
    HOBBIES: `${hobby.en[life.hobby]}.`,
  };
}

function describeInFrench(athlete: Athlete, sport: string, seed: string): Topics {
  const life = lifeOf(athlete, seed);
  const { givenName, birthCity, residenceCity } = athlete;
  return {
    GENERAL: `${givenName} a grandi à ${birthCity} et a découvert la discipline (${sport.toLowerCase()}) à ${life.startedAt} ans grâce à ${through.fr[life.through]}. Aujourd’hui, ${givenName} habite à ${residenceCity} et ${work.fr[life.work]}.`,
    AMBITION: `${ambition.fr[life.ambition]}.`,
    HOBBIES: `${hobby.fr[life.hobby]}.`,
  };
}
