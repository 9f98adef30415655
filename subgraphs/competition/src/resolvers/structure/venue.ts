import type { Resolvers } from '@games/schema/generated/competition.ts';
import { encodeId } from '@games/subgraph';
import { chooseName } from '../../domain/structure/chooseName.ts';
import { readCode } from '../arguments.ts';
import { provenanceOf } from '../feed/provenance.ts';
import { found } from '../found.ts';
import { scheduleStatusOf, shownTime } from '../schedule/unit.ts';
import { sessionsPage, unitsPage } from './structure.ts';

const degrees = (text: string | null): number | null =>
  text !== null && /^-?\d{1,3}(?:\.\d{1,10})?$/.test(text) ? Number(text) : null;

export const venueResolvers: Resolvers = {
  Venue: {
    __resolveReference: ({ code }, { loaders }) => loaders.venue.load(readCode(code, 'code')),
    id: ({ code }) => encodeId('ven', code),
    name: ({ code, names, scheduleName }, _, { languages }) => chooseName(names, languages) ?? scheduleName ?? code,
    latitude: ({ latitude }) => degrees(latitude),
    longitude: ({ longitude }) => degrees(longitude),
    disciplines: async ({ code }, _, { loaders }) => {
      const disciplines = await loaders.disciplineCodesOfVenue.load(code);
      return Promise.all(
        disciplines.map(async (discipline) => found(await loaders.discipline.load(discipline.code), 'discipline')),
      );
    },
    units: ({ code }, args, context) => unitsPage('venue', code, args, context),
    sessions: ({ code }, args, context) => sessionsPage('venue', code, args, context),
  },
  CompetitionSession: {
    __resolveReference: ({ code }, { loaders }) => loaders.session.load(readCode(code, 'code')),
    id: ({ code }) => encodeId('ses', code),
    name: ({ names, codeNames }, _, { languages }) => chooseName(names, languages) ?? chooseName(codeNames, languages),
    discipline: async ({ disciplineCode }, _, { loaders }) =>
      found(await loaders.discipline.load(disciplineCode), 'discipline'),
    venue: ({ venueCode }, _, { loaders }) => (venueCode === null ? null : loaders.venue.load(venueCode)),
    startTime: ({ startAt, utcOffsetMinutes }) => shownTime(startAt, utcOffsetMinutes),
    endTime: ({ endAt, utcOffsetMinutes }) => shownTime(endAt, utcOffsetMinutes),
    status: ({ status }) => scheduleStatusOf(status),
    units: ({ code }, args, context) => unitsPage('session', code, args, context),
    provenance: ({ messageId }, _, context) => provenanceOf(messageId, context),
  },
};
