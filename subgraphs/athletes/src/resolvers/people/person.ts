import type { Resolvers } from '@games/schema/generated/athletes.ts';
import { encodeId, tryDecodeId } from '@games/subgraph';
import type { AthletesContext } from '../../context.ts';
import { printInitialName, printName, tvFamilyName, tvInitialName, tvName } from '../../domain/people/personName.ts';
import { chooseText } from '../../domain/texts/chooseText.ts';
import type { OrganisationRow } from '../../sql/organisations/organisations.ts';
import type { ParticipantRow } from '../../sql/people/people.ts';

/** The athlete of a participant code, or null: an official is not an athlete. */
export async function findAthlete({ loaders }: AthletesContext, code: string): Promise<ParticipantRow | null> {
  const row = await loaders.participant.load(code);
  return row?.isAthlete ? row : null;
}

const genderOf = ({ gender }: ParticipantRow) => (gender === 'M' ? 'MALE' : 'FEMALE');

const organisationOf = async (row: ParticipantRow, _args: object, { loaders }: AthletesContext) =>
  // A foreign key promises that it is there.
  (await loaders.organisation.load(row.organisationCode)) as OrganisationRow;

const functionOf = ({ functionCode }: ParticipantRow) => (functionCode === null ? null : { code: functionCode });

export const personResolvers: Resolvers = {
  Athlete: {
    __resolveReference: async ({ id }, context) => {
      const code = tryDecodeId(id, 'ath');
      return code === null ? null : findAthlete(context, code);
    },
    id: ({ code }) => encodeId('ath', code),
    name: tvName,
    names: (row) => row,
    gender: genderOf,
    organisation: organisationOf,
    function: functionOf,
    currentIdentity: ({ code, parentCode }, _args, context) =>
      parentCode === code ? null : findAthlete(context, parentCode),
    disciplines: ({ code }, _args, { loaders }) => loaders.participations.load(code),
    registeredEvents: ({ code }, _args, { loaders }) => loaders.registeredEvents.load(code),
    teams: ({ code }, _args, { loaders }) => loaders.teamsOfMember.load(code),
    biography: async ({ code }, { language }, { loaders, languages }) => {
      const biographies = await loaders.biographies.load(code);
      const chosen = chooseText(language == null ? languages : [language, ...languages], biographies);
      if (chosen === null) return null;
      return {
        language: chosen.text.language,
        isFallback: chosen.isFallback,
        availableLanguages: biographies.map((biography) => biography.language),
        text: chosen.text.text,
        facts: chosen.text.facts,
        portrait: chosen.text.portraitAssetId === null ? null : { id: chosen.text.portraitAssetId },
      };
    },
  },
  Official: {
    name: tvName,
    names: (row) => row,
    gender: genderOf,
    organisation: organisationOf,
    function: functionOf,
    disciplines: async ({ code }, _args, { loaders }) =>
      (await loaders.participations.load(code)).map(({ disciplineCode }) => ({ code: disciplineCode })),
    teams: ({ code }, _args, { loaders }) => loaders.teamsOfOfficial.load(code),
  },
  PersonName: {
    given: (row) => row.givenName,
    family: (row) => row.familyName,
    print: printName,
    printInitial: printInitialName,
    tv: tvName,
    tvInitial: tvInitialName,
    tvFamily: tvFamilyName,
    localGiven: (row) => row.localGivenName,
    localFamily: (row) => row.localFamilyName,
  },
  AthleteDiscipline: {
    discipline: ({ disciplineCode }) => ({ code: disciplineCode }),
  },
  RegisteredEvent: {
    event: ({ eventCode }) => ({ code: eventCode }),
    details: ({ entries }) => entries,
  },
  RegistrationDetail: {
    position: ({ pos }) => pos,
  },
  ParticipantFunction: {
    name: async ({ code }, _args, { loaders, languages }) =>
      chooseText(languages, (await loaders.function.load(code))?.names ?? [])?.text.name ?? code,
    category: async ({ code }, _args, { loaders }) => (await loaders.function.load(code))?.category ?? null,
  },
};
