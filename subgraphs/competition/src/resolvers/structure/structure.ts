import type { Resolvers } from '@games/schema/generated/competition.ts';
import { encodeId, type PageArguments, toConnection } from '@games/subgraph';
import type { CompetitionContext } from '../../context.ts';
import { logicalDateOf } from '../../domain/schedule/logicalDate.ts';
import { offsetText } from '../../domain/schedule/offsetTime.ts';
import { chooseName } from '../../domain/structure/chooseName.ts';
import { stageStatus } from '../../domain/structure/stageStatus.ts';
import { listKey } from '../../loaders.ts';
import { cursorInEvent } from '../../sql/participants/entries.ts';
import { cursorOfSession } from '../../sql/schedule/sessions.ts';
import { cursorOfUnit, type UnitOwner } from '../../sql/schedule/units.ts';
import { selectCompetitionDays } from '../../sql/structure/games.ts';
import { selectDisciplinePage } from '../../sql/structure/structure.ts';
import {
  codeCursor,
  genderLetter,
  genderOf,
  readCode,
  readListPage,
  readRsc,
  sessionCursor,
  unitCursor,
} from '../arguments.ts';
import { bracketsOf } from '../brackets/bracket.ts';
import { found } from '../found.ts';

const wholeGames = JSON.stringify({ discipline: null, gender: null });

/** A page of all disciplines. */
export async function disciplinesPage(args: PageArguments, { database }: CompetitionContext) {
  const page = readListPage(args, 'disciplines', codeCursor);
  return toConnection(await selectDisciplinePage(database, page), page, ({ code }) => [code]);
}

/** A page of the units of an owner. */
export async function unitsPage(
  owner: UnitOwner,
  key: string,
  args: PageArguments & { readonly date?: string | null },
  { loaders }: CompetitionContext,
) {
  const page = readListPage(args, `${owner}.units`, unitCursor);
  const rows = await loaders.unitsOf({ owner, date: args.date ?? null, page }).load(key);
  return toConnection(rows, page, cursorOfUnit);
}

/** A page of the competition sessions of an owner. */
export async function sessionsPage(
  owner: 'discipline' | 'venue',
  key: string,
  args: PageArguments & { readonly date?: string | null },
  { loaders }: CompetitionContext,
) {
  const page = readListPage(args, `${owner}.sessions`, sessionCursor);
  const rows = await loaders.sessionsOf({ owner, date: args.date ?? null, page }).load(key);
  return toConnection(rows, page, cursorOfSession);
}

export const structureResolvers: Resolvers = {
  Games: {
    id: ({ code }) => encodeId('gam', code),
    name: ({ code, names }, _, { languages }) => chooseName(names, languages) ?? code,
    today: ({ utcOffsetMinutes }, _, { clock }) =>
      logicalDateOf({ at: clock.now(), utcOffsetMinutes: utcOffsetMinutes ?? 0 }),
    utcOffset: ({ utcOffsetMinutes }) => offsetText(utcOffsetMinutes ?? 0),
    eventCount: async (_games, _, { loaders }) => (await loaders.eventCounts.load(wholeGames)).eventCount,
    decidedEventCount: async (_games, _, { loaders }) => (await loaders.eventCounts.load(wholeGames)).decidedEventCount,
    disciplines: (_, args, context) => disciplinesPage(args, context),
    days: (_games, _, { database }) => selectCompetitionDays(database),
  },
  CompetitionDay: {
    disciplines: async ({ disciplineCodes }, _, { loaders }) =>
      (await Promise.all(disciplineCodes.map((code) => loaders.discipline.load(code)))).map((row) =>
        found(row, 'discipline'),
      ),
  },
  Discipline: {
    __resolveReference: ({ code }, { loaders }) => loaders.discipline.load(readCode(code, 'code')),
    id: ({ code }) => encodeId('dis', code),
    name: ({ code, names }, _, { languages }) => chooseName(names, languages) ?? code,
    events: async ({ code }, args, { loaders }) => {
      const page = readListPage(args, 'discipline.events', codeCursor);
      const rows = await loaders.eventsOf({ gender: genderLetter(args.gender), page }).load(code);
      return toConnection(rows, page, (event) => [event.code]);
    },
    sessions: ({ code }, args, context) => sessionsPage('discipline', code, args, context),
    venues: async ({ code }, _, { loaders }) => {
      const venues = await loaders.venueCodesOfDiscipline.load(code);
      return Promise.all(venues.map(async (venue) => found(await loaders.venue.load(venue.code), 'venue')));
    },
    units: ({ code }, args, context) => unitsPage('discipline', code, args, context),
  },
  Event: {
    __resolveReference: ({ code }, { loaders }) => loaders.event.load(readRsc(code, 'code')),
    id: ({ code }) => encodeId('evt', code),
    name: ({ code, names }, _, { languages }) => chooseName(names, languages) ?? code,
    gender: ({ code }) => genderOf(code[3]),
    discipline: async ({ disciplineCode }, _, { loaders }) =>
      found(await loaders.discipline.load(disciplineCode), 'discipline'),
    phases: ({ code }, _, { loaders }) => loaders.phasesOfEvent.load(code),
    units: ({ code }, args, context) => unitsPage('event', code, args, context),
    entries: async ({ code }, args, { loaders }) => {
      const page = readListPage(args, 'event.entries', ['integer', 'code']);
      return toConnection(await loaders.entriesOfEvent({ page }).load(code), page, cursorInEvent);
    },
    status: async ({ code }, _, { loaders }) => stageStatus(await loaders.unitStatesOf({ owner: 'event' }).load(code)),
    medals: ({ code }, _, { loaders }) => loaders.medalsOfEvent.load(code),
    ranking: async ({ code }, _, { loaders }) => (await loaders.resultLists.load(listKey('RANKING', code)))[0] ?? null,
    cumulativeResults: ({ code }, _, { loaders }) => loaders.resultLists.load(listKey('CUMULATIVE', code)),
    brackets: async ({ code }, _, { loaders }) => bracketsOf(await loaders.bracketItemsOfEvent.load(code)),
    records: ({ code }, _, { loaders }) => loaders.recordsOfEvent.load(code),
    corrections: ({ code }, _, { loaders }) => loaders.correctionsOfEvent.load(code),
  },
  Phase: {
    __resolveReference: ({ code }, { loaders }) => loaders.phase.load(readRsc(code, 'code')),
    id: ({ code }) => encodeId('pha', code),
    name: ({ code, names }, _, { languages }) => chooseName(names, languages) ?? code,
    event: async ({ eventCode }, _, { loaders }) => found(await loaders.event.load(eventCode), 'event'),
    units: ({ code }, args, context) => unitsPage('phase', code, args, context),
    status: async ({ code }, _, { loaders }) => stageStatus(await loaders.unitStatesOf({ owner: 'phase' }).load(code)),
    result: async ({ code }, _, { loaders }) => (await loaders.resultLists.load(listKey('PHASE', code)))[0] ?? null,
    poolStanding: async ({ code }, _, { loaders }) =>
      (await loaders.resultLists.load(listKey('POOL', code)))[0] ?? null,
    cumulativeResults: ({ code }, _, { loaders }) => loaders.resultLists.load(listKey('CUMULATIVE', code)),
  },
};
