import type { Resolvers } from '@games/schema/generated/athletes.ts';
import { encodeId, loadReference } from '@games/subgraph';
import type { OrganisationRow } from '../../sql/organisations/organisations.ts';
import { findAthlete } from '../people/person.ts';

const genders = { M: 'MEN', W: 'WOMEN', X: 'MIXED', O: 'OPEN' } as const;

export const teamResolvers: Resolvers = {
  Team: {
    __resolveReference: ({ id }, { loaders }) => loadReference(id, 'tea', loaders.team),
    id: ({ code }) => encodeId('tea', code),
    names: (row) => row,
    gender: ({ gender }) => genders[gender],
    organisation: async ({ organisationCode }, _args, { loaders }) =>
      // A foreign key promises that it is there.
      (await loaders.organisation.load(organisationCode)) as OrganisationRow,
    discipline: ({ disciplineCode }) => ({ code: disciplineCode }),
    registeredEvent: ({ eventCode }) => (eventCode === null ? null : { code: eventCode }),
    members: ({ code }, _args, { loaders }) => loaders.teamMembers.load(code),
    officials: ({ code }, _args, { loaders }) => loaders.teamOfficials.load(code),
  },
  TeamName: {
    full: ({ name }) => name,
    short: ({ name, shortName }) => shortName ?? name,
    tv: ({ name, tvName }) => tvName ?? name,
  },
  TeamMember: {
    code: ({ participantCode }) => participantCode,
    athlete: ({ participantCode }, _args, context) => findAthlete(context, participantCode),
  },
  TeamOfficial: {
    code: ({ participantCode }) => participantCode,
    official: async ({ participantCode }, _args, { loaders }) => {
      const row = await loaders.participant.load(participantCode);
      return row === null || row.isAthlete ? null : row;
    },
    function: ({ functionCode }) => (functionCode === null ? null : { code: functionCode }),
  },
};
