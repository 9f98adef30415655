import type { EventStory } from '../results/story.ts';
import type { World } from '../world.ts';
import { biographies } from './biographies.ts';
import { bracketsBody } from './brackets.ts';
import { codeSets } from './codes.ts';
import type { Competitors, Misprint } from './competitor.ts';
import { centralSource, disciplineCode, ms, type PlannedMessage, wholeGames } from './message.ts';
import { entriesBody, participantsBody, participantUpdateBody, teamsBody } from './people.ts';
import { type Pairings, scheduleBody } from './schedule.ts';

/** When the lists that precede the Games are sent, and what they follow on each other by. */
const times = {
  codes: Date.parse('2028-04-03T09:00:00-07:00'),
  participants: Date.parse('2028-06-26T09:00:00-07:00'),
  biographies: Date.parse('2028-06-28T09:00:00-07:00'),
  schedule: Date.parse('2028-07-03T09:00:00-07:00'),
  entries: Date.parse('2028-07-06T09:00:00-07:00'),
  brackets: Date.parse('2028-07-12T15:00:00-07:00'),
} as const;
const step = ms.ofSeconds(7);

interface Prelude {
  readonly world: World;
  readonly stories: readonly EventStory[];
  readonly pairings: Pairings;
  readonly misprint: Misprint | null;
  readonly competitors: Competitors;
}

/** Everything that is sent before the first start: codes, people, biographies, the schedule, entries, draws. */
export function planPrelude(prelude: Prelude): PlannedMessage[] {
  return [
    ...codes(prelude),
    ...people(prelude),
    ...lives(prelude),
    ...schedules(prelude),
    ...entries(prelude),
    ...draws(prelude),
  ];
}

const common = { source: centralSource, inShort: 'ALWAYS' } as const;

const codes = ({ world }: Prelude): PlannedMessage[] =>
  codeSets(world).map(([documentSubtype, body], i) => ({
    ...common,
    atMs: times.codes + i * step,
    documentType: 'DT_CODES',
    documentCode: wholeGames,
    documentSubtype,
    body,
  }));

function people({ world, misprint }: Prelude): PlannedMessage[] {
  const lists = world.disciplines.flatMap(({ code }, i): PlannedMessage[] => {
    const of = { ...common, documentCode: disciplineCode(code) };
    const atMs = times.participants + i * step;
    const people = { ...of, atMs, documentType: 'DT_PARTIC', body: () => participantsBody(world, code, misprint) };
    if (!world.teams.some((team) => team.discipline === code)) return [people];
    return [people, { ...of, atMs: atMs + 1000, documentType: 'DT_PARTIC_TEAMS', body: () => teamsBody(world, code) }];
  });
  const athlete = world.athletes.find(({ code }) => code === misprint?.athlete);
  if (misprint === null || athlete === undefined) return lists;
  const correction: PlannedMessage = {
    ...common,
    atMs: misprint.until,
    documentType: 'DT_PARTIC_UPDATE',
    documentCode: disciplineCode(athlete.discipline),
    body: () => participantUpdateBody(world, athlete.code),
  };
  return [...lists, correction];
}

const lives = ({ world }: Prelude): PlannedMessage[] =>
  biographies(world).map(({ athlete, language, body }, i) => ({
    ...common,
    atMs: times.biographies + i * 1000,
    documentType: 'DT_BIO_PAR',
    documentCode: athlete.code,
    language,
    body,
  }));

const schedules = ({ world, pairings, competitors }: Prelude): PlannedMessage[] =>
  world.disciplines.map(({ code }, i) => {
    const atMs = times.schedule + i * step;
    return {
      ...common,
      atMs,
      documentType: 'DT_SCHEDULE',
      documentCode: disciplineCode(code),
      body: () => scheduleBody(world, code, pairings, atMs, competitors),
    };
  });

const entries = ({ world, stories, competitors }: Prelude): PlannedMessage[] =>
  stories.map(({ event }, i) => {
    const atMs = times.entries + i * step;
    return {
      ...common,
      atMs,
      documentType: 'DT_ENTRIES',
      documentCode: event.code,
      body: () => entriesBody(world, event, atMs, competitors),
    };
  });

/** Brackets are sent when they are drawn; their first round has names where no pools or ranking round come before. */
const draws = ({ stories, competitors }: Prelude): PlannedMessage[] =>
  stories
    .filter((story) => story.bracket.length > 0)
    .map((story, i) => {
      const atMs = times.brackets + i * step;
      return {
        ...common,
        inShort: 'LAST',
        atMs,
        documentType: 'DT_BRACKETS',
        documentCode: story.event.code,
        body: () => bracketsBody(story, new Set(), isSeededByEntry(story), atMs, competitors),
      };
    });

/** Whether the entries alone make the first round of the bracket. */
export const isSeededByEntry = (story: EventStory): boolean => {
  const first = story.event.phases[0];
  return first !== undefined && first.pool === null && first.round.code !== 'RANK';
};
