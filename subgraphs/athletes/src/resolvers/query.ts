import type { Resolvers } from '@games/schema/generated/athletes.ts';
import { decodeId, type PageArguments, readPage, toConnection } from '@games/subgraph';
import type { AthletesContext } from '../context.ts';
import { selectOrganisationPage } from '../sql/organisations/organisations.ts';
import { type ParticipantFilter, selectParticipantPage, selectParticipantsByName } from '../sql/people/people.ts';
import { selectTeamPage } from '../sql/teams/teams.ts';
import { exactlyOne, readCode, readEventCode, readGender, readSearch } from './arguments.ts';
import { noteOf } from './organisations/organisation.ts';
import { findAthlete } from './people/person.ts';

export const queryResolvers: Resolvers = {
  Query: {
    athlete: (_parent, { id, code }, context) => {
      const by = exactlyOne(id, code);
      return findAthlete(context, by === 'id' ? decodeId(id as string, 'ath') : (readCode(code, 'code') as string));
    },
    athletes: (_parent, args, context) =>
      listPeople(context, 'athletes', args, {
        isAthlete: true,
        organisation: readCode(args.organisation, 'organisation'),
        discipline: readCode(args.discipline, 'discipline'),
        gender: readGender(args.gender),
        isCurrent: args.current ?? null,
      }),
    officials: (_parent, args, context) =>
      listPeople(context, 'officials', args, {
        isAthlete: false,
        organisation: readCode(args.organisation, 'organisation'),
        discipline: readCode(args.discipline, 'discipline'),
        functionCode: readCode(args.function, 'function'),
      }),
    team: (_parent, { id, code }, { loaders }) => {
      const by = exactlyOne(id, code);
      return loaders.team.load(by === 'id' ? decodeId(id as string, 'tea') : (readCode(code, 'code') as string));
    },
    teams: async (_parent, args, { database }) => {
      const page = readPage(args, 'teams');
      const filter = {
        organisation: readCode(args.organisation, 'organisation'),
        discipline: readCode(args.discipline, 'discipline'),
        event: readEventCode(args.event, 'event'),
        isCurrent: args.current ?? null,
      };
      return toConnection(await selectTeamPage(database, filter, page), page, (row) => [row.sortName, row.code]);
    },
    organisation: (_parent, { code }, { loaders }) => loaders.organisation.load(readCode(code, 'code') as string),
    organisations: async (_parent, args, { database }) => {
      const page = readPage(args, 'organisations');
      const filter = args.participation == null ? {} : { note: noteOf(args.participation) };
      return toConnection(await selectOrganisationPage(database, filter, page), page, (row) => [row.code]);
    },
  },
};

/** By name, or the best match first: a cursor belongs to its list and to the words that its order depends on. */
async function listPeople(
  { database }: AthletesContext,
  list: string,
  args: PageArguments & { readonly search?: string | null },
  filter: ParticipantFilter,
) {
  const search = readSearch(args.search);
  if (search === null) {
    const page = readPage(args, list);
    return toConnection(await selectParticipantPage(database, filter, page), page, (row) => [row.sortName, row.code]);
  }
  const page = readPage(args, `${list} ${search}`);
  const rows = await selectParticipantsByName(database, search, filter, page);
  return toConnection(rows, page, (row) => [row.score, row.sortName, row.code]);
}
