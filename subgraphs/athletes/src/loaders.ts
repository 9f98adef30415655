import type { Database } from '@games/postgres';
import { batchLoader, groupLoader, loaderByArguments, type Page } from '@games/subgraph';
import { selectFunctions, selectOrganisations } from './sql/organisations/organisations.ts';
import {
  selectAthleteCounts,
  selectAthletesOfOrganisations,
  selectBiographies,
  selectParticipants,
  selectParticipations,
  selectRegisteredEvents,
} from './sql/people/people.ts';
import {
  selectTeamMembers,
  selectTeamOfficials,
  selectTeams,
  selectTeamsOfMembers,
  selectTeamsOfOfficials,
  selectTeamsOfOrganisations,
} from './sql/teams/teams.ts';

type Keys = readonly string[];

interface OrganisationAthletesArgs {
  readonly discipline: string | null;
  readonly gender: 'M' | 'W' | null;
  readonly page: Page;
}

interface OrganisationTeamsArgs {
  readonly discipline: string | null;
  readonly page: Page;
}

/** The loaders of one request: each reads all that the request wants of its kind at a level in one statement. */
export function createLoaders(db: Database) {
  return {
    participant: batchLoader((codes: Keys) => selectParticipants(db, codes), 'code'),
    participations: groupLoader((codes: Keys) => selectParticipations(db, codes), 'participantCode'),
    registeredEvents: groupLoader((codes: Keys) => selectRegisteredEvents(db, codes), 'participantCode'),
    biographies: groupLoader((codes: Keys) => selectBiographies(db, codes), 'participantCode'),
    team: batchLoader((codes: Keys) => selectTeams(db, codes), 'code'),
    teamsOfMember: groupLoader((codes: Keys) => selectTeamsOfMembers(db, codes), 'participantCode'),
    teamsOfOfficial: groupLoader((codes: Keys) => selectTeamsOfOfficials(db, codes), 'participantCode'),
    teamMembers: groupLoader((codes: Keys) => selectTeamMembers(db, codes), 'teamCode'),
    teamOfficials: groupLoader((codes: Keys) => selectTeamOfficials(db, codes), 'teamCode'),
    organisation: batchLoader((codes: Keys) => selectOrganisations(db, codes), 'code'),
    organisationAthletes: loaderByArguments(({ page, ...filter }: OrganisationAthletesArgs) =>
      groupLoader((codes: Keys) => selectAthletesOfOrganisations(db, codes, filter, page), 'organisationCode'),
    ),
    organisationTeams: loaderByArguments(({ page, ...filter }: OrganisationTeamsArgs) =>
      groupLoader((codes: Keys) => selectTeamsOfOrganisations(db, codes, filter, page), 'organisationCode'),
    ),
    organisationAthleteCount: batchLoader((codes: Keys) => selectAthleteCounts(db, codes), 'organisation'),
    function: batchLoader((codes: Keys) => selectFunctions(db, codes), 'code'),
  };
}

export type Loaders = ReturnType<typeof createLoaders>;
