import type { OrganisationParticipation, Resolvers } from '@games/schema/generated/athletes.ts';
import { encodeId, readPage, toConnection } from '@games/subgraph';
import { chooseText } from '../../domain/texts/chooseText.ts';
import { readCode, readGender } from '../arguments.ts';

const participations: Readonly<Record<string, OrganisationParticipation>> = {
  P: 'PARTICIPATES',
  NP: 'ABSENT',
  H: 'HISTORIC',
};

/** What the code table notes of organisations with this part in the Games; null where it notes nothing. */
export function noteOf(participation: OrganisationParticipation): string | null {
  return Object.keys(participations).find((note) => participations[note] === participation) ?? null;
}

export const organisationResolvers: Resolvers = {
  Organisation: {
    __resolveReference: ({ code }, { loaders }) => (code.includes('\0') ? null : loaders.organisation.load(code)),
    id: ({ code }) => encodeId('org', code),
    name: ({ code, names }, _args, { languages }) => chooseText(languages, names)?.text.name ?? code,
    longName: ({ names }, _args, { languages }) => chooseText(languages, names)?.text.longName ?? null,
    participation: ({ note }) => participations[note ?? ''] ?? 'UNKNOWN',
    athletes: async ({ code }, args, { loaders }) => {
      const page = readPage(args, `${code} athletes`);
      const loader = loaders.organisationAthletes({
        discipline: readCode(args.discipline, 'discipline'),
        gender: readGender(args.gender),
        page: { ...page, list: '' },
      });
      return toConnection(await loader.load(code), page, (row) => [row.sortName, row.code]);
    },
    teams: async ({ code }, args, { loaders }) => {
      const page = readPage(args, `${code} teams`);
      const loader = loaders.organisationTeams({
        discipline: readCode(args.discipline, 'discipline'),
        page: { ...page, list: '' },
      });
      return toConnection(await loader.load(code), page, (row) => [row.sortName, row.code]);
    },
    athleteCount: async ({ code }, _args, { loaders }) =>
      (await loaders.organisationAthleteCount.load(code))?.count ?? 0,
  },
};
