import type { Resolvers } from '@games/schema/generated/competition.ts';
import { ClientError } from '@games/service';
import { toConnection } from '@games/subgraph';
import { liveScheduleStatuses } from '../domain/schedule/scheduleStatus.ts';
import { cursorOfCorrection, selectCorrectionPage } from '../sql/corrections/corrections.ts';
import { selectFeedCounts } from '../sql/feed/feedStatus.ts';
import { selectMessagePage } from '../sql/feed/messages.ts';
import { cursorOfRecord, selectRecordPage } from '../sql/results/records.ts';
import { cursorOfSession, selectSessionPage } from '../sql/schedule/sessions.ts';
import { cursorOfUnit, selectUnitPage } from '../sql/schedule/units.ts';
import { selectGamesDetails } from '../sql/structure/games.ts';
import { selectVenuePage } from '../sql/structure/venues.ts';
import {
  assertKnown,
  codeCursor,
  genderLetter,
  readCode,
  readListPage,
  readOptionalCode,
  readRsc,
  sessionCursor,
  unitCursor,
} from './arguments.ts';
import { requireStaff } from './feed/message.ts';
import { findNode, findNodes } from './node.ts';
import { disciplinesPage } from './structure/structure.ts';

export const queryResolvers: Resolvers = {
  Query: {
    node: (_, { id }, context) => findNode(id, context) as never,
    nodes: (_, { ids }, context) => findNodes(ids, context) as never,
    games: async (_query, _, { database }) => {
      const games = await selectGamesDetails(database);
      if (games === null) throw new ClientError('NOT_FOUND', 'No message of any Games has been received yet.');
      return games;
    },
    disciplines: (_, args, context) => disciplinesPage(args, context),
    discipline: (_, { code }, { loaders }) => loaders.discipline.load(readCode(code, 'code')),
    event: (_, { code }, { loaders }) => loaders.event.load(readRsc(code, 'code')),
    phase: (_, { code }, { loaders }) => loaders.phase.load(readRsc(code, 'code')),
    unit: (_, { code }, { loaders }) => loaders.unit.load(readRsc(code, 'code')),
    schedule: async (_, args, { database, loaders }) => {
      const { filter } = args;
      const page = readListPage(args, 'schedule', unitCursor);
      const discipline = readOptionalCode(filter?.discipline, 'discipline');
      const event = filter?.event == null ? null : readRsc(filter.event, 'event');
      const venue = readOptionalCode(filter?.venue, 'venue');
      const session = readOptionalCode(filter?.session, 'session');
      const rows = await selectUnitPage(
        database,
        {
          ...{ discipline, event, venue, session },
          date: filter?.date ?? null,
          statuses: filter?.statuses ?? null,
          medals: filter?.medals ?? null,
          liveStatuses: filter?.live ? liveScheduleStatuses : null,
        },
        page,
      );
      await assertKnown(rows, [
        [discipline, 'discipline', (code) => loaders.discipline.load(code)],
        [event, 'event', (code) => loaders.event.load(code)],
        [venue, 'venue', (code) => loaders.venue.load(code)],
        [session, 'session', (code) => loaders.session.load(code)],
      ]);
      return toConnection(rows, page, cursorOfUnit);
    },
    venues: async (_, args, { database }) => {
      const page = readListPage(args, 'venues', codeCursor);
      return toConnection(await selectVenuePage(database, page), page, ({ code }) => [code]);
    },
    venue: (_, { code }, { loaders }) => loaders.venue.load(readCode(code, 'code')),
    competitionSessions: async (_, args, { database, loaders }) => {
      const page = readListPage(args, 'sessions', sessionCursor);
      const filter = {
        date: args.date ?? null,
        discipline: readOptionalCode(args.discipline, 'discipline'),
        venue: readOptionalCode(args.venue, 'venue'),
      };
      const rows = await selectSessionPage(database, filter, page);
      await assertKnown(rows, [
        [filter.discipline, 'discipline', (code) => loaders.discipline.load(code)],
        [filter.venue, 'venue', (code) => loaders.venue.load(code)],
      ]);
      return toConnection(rows, page, cursorOfSession);
    },
    competitionSession: (_, { code }, { loaders }) => loaders.session.load(readCode(code, 'code')),
    medalTable: async (_, { discipline, gender }, { loaders }) => {
      const code = readOptionalCode(discipline, 'discipline');
      await assertKnown([], [[code, 'discipline', (asked) => loaders.discipline.load(asked)]]);
      return { discipline: code, gender: genderLetter(gender) };
    },
    records: async (_, args, { database, loaders }) => {
      const page = readListPage(args, 'records', ['date', 'bigint', 'integer', 'integer']);
      const filter = {
        discipline: readOptionalCode(args.discipline, 'discipline'),
        recordType: readOptionalCode(args.recordType, 'recordType'),
      };
      const rows = await selectRecordPage(database, filter, page);
      await assertKnown(rows, [[filter.discipline, 'discipline', (code) => loaders.discipline.load(code)]]);
      return toConnection(rows, page, cursorOfRecord);
    },
    corrections: async (_, args, { database, loaders }) => {
      const page = readListPage(args, 'corrections', ['time', 'bigint']);
      const discipline = readOptionalCode(args.discipline, 'discipline');
      const rows = await selectCorrectionPage(database, discipline, page);
      await assertKnown(rows, [[discipline, 'discipline', (code) => loaders.discipline.load(code)]]);
      return toConnection(rows, page, cursorOfCorrection);
    },
    message: (_, { id }, { viewer, loaders }) => {
      requireStaff(viewer);
      return /^\d{1,18}$/.test(id) ? loaders.message.load(id) : null;
    },
    messages: async (_, args, { viewer, database }) => {
      requireStaff(viewer);
      const page = readListPage(args, 'messages', ['bigint']);
      const { filter } = args;
      const rows = await selectMessagePage(
        database,
        {
          documentType: readOptionalCode(filter?.documentType, 'documentType'),
          documentCode: readOptionalCode(filter?.documentCode, 'documentCode'),
          state: filter?.state ?? null,
          withIssues: filter?.withIssues ?? null,
        },
        page,
      );
      return toConnection(rows, page, ({ id }) => [String(id)]);
    },
    feedStatus: (_query, _, { viewer, database }) => {
      requireStaff(viewer);
      return selectFeedCounts(database);
    },
  },
};
