import type { QueryResolvers } from '@games/schema/generated/competition.ts';
import { ClientError } from '@games/service';
import { toConnection } from '@games/subgraph';
import { liveScheduleStatuses } from '../domain/scheduleStatus.ts';
import { listCorrections, placeOfCorrection } from '../sql/correctionRows.ts';
import { feedCounts } from '../sql/feed.ts';
import { gamesDetails } from '../sql/gamesRows.ts';
import { listMessages } from '../sql/messages.ts';
import { listRecords, placeOfRecord } from '../sql/records.ts';
import { listSessions, placeOfSession } from '../sql/sessions.ts';
import { listUnits, placeOfUnit } from '../sql/units.ts';
import { listVenues } from '../sql/venues.ts';
import {
  codeCursor,
  genderLetter,
  readCode,
  readListPage,
  readOptionalCode,
  readRsc,
  sessionCursor,
  unitCursor,
} from './arguments.ts';
import { requireStaff } from './message.ts';
import { findNode, findNodes } from './node.ts';
import { disciplinesPage } from './structure.ts';

export const Query: QueryResolvers = {
  node: (_, { id }, context) => findNode(id, context) as never,
  nodes: (_, { ids }, context) => findNodes(ids, context) as never,
  games: async (_query, _, { database }) => {
    const games = await gamesDetails(database);
    if (games === null) throw new ClientError('NOT_FOUND', 'No message of any Games has been received yet.');
    return games;
  },
  disciplines: (_, args, context) => disciplinesPage(args, context),
  discipline: (_, { code }, { loaders }) => loaders.discipline.load(readCode(code, 'code')),
  event: (_, { code }, { loaders }) => loaders.event.load(readRsc(code, 'code')),
  phase: (_, { code }, { loaders }) => loaders.phase.load(readRsc(code, 'code')),
  unit: (_, { code }, { loaders }) => loaders.unit.load(readRsc(code, 'code')),
  schedule: async (_, args, { database }) => {
    const { filter } = args;
    const page = readListPage(args, 'schedule', unitCursor);
    const rows = await listUnits(
      database,
      {
        date: filter?.date ?? null,
        discipline: readOptionalCode(filter?.discipline, 'discipline'),
        event: filter?.event == null ? null : readRsc(filter.event, 'event'),
        venue: readOptionalCode(filter?.venue, 'venue'),
        session: readOptionalCode(filter?.session, 'session'),
        statuses: filter?.statuses ?? null,
        medals: filter?.medals ?? null,
        liveStatuses: filter?.live ? liveScheduleStatuses : null,
      },
      page,
    );
    return toConnection(rows, page, placeOfUnit);
  },
  venues: async (_, args, { database }) => {
    const page = readListPage(args, 'venues', codeCursor);
    return toConnection(await listVenues(database, page), page, ({ code }) => [code]);
  },
  venue: (_, { code }, { loaders }) => loaders.venue.load(readCode(code, 'code')),
  competitionSessions: async (_, args, { database }) => {
    const page = readListPage(args, 'sessions', sessionCursor);
    const filter = {
      date: args.date ?? null,
      discipline: readOptionalCode(args.discipline, 'discipline'),
      venue: readOptionalCode(args.venue, 'venue'),
    };
    return toConnection(await listSessions(database, filter, page), page, placeOfSession);
  },
  competitionSession: (_, { code }, { loaders }) => loaders.session.load(readCode(code, 'code')),
  medalTable: (_, { discipline, gender }) => ({
    discipline: readOptionalCode(discipline, 'discipline'),
    gender: genderLetter(gender),
  }),
  records: async (_, args, { database }) => {
    const page = readListPage(args, 'records', ['date', 'bigint', 'integer', 'integer']);
    const filter = {
      discipline: readOptionalCode(args.discipline, 'discipline'),
      recordType: readOptionalCode(args.recordType, 'recordType'),
    };
    return toConnection(await listRecords(database, filter, page), page, placeOfRecord);
  },
  corrections: async (_, args, { database }) => {
    const page = readListPage(args, 'corrections', ['time', 'bigint']);
    const discipline = readOptionalCode(args.discipline, 'discipline');
    return toConnection(await listCorrections(database, discipline, page), page, placeOfCorrection);
  },
  message: (_, { id }, { viewer, loaders }) => {
    requireStaff(viewer);
    return /^\d{1,18}$/.test(id) ? loaders.message.load(id) : null;
  },
  messages: async (_, args, { viewer, database }) => {
    requireStaff(viewer);
    const page = readListPage(args, 'messages', ['bigint']);
    const { filter } = args;
    const rows = await listMessages(
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
    return feedCounts(database);
  },
};
