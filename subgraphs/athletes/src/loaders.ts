import type { Database } from '@games/postgres';
import { batchLoader, groupLoader, loaderByArguments, type Page } from '@games/subgraph';
import { readFunctions, readOrganisations } from './sql/readCodes.ts';
import {
  countOrganisationAthletes,
  listOrganisationAthletes,
  readBiographies,
  readParticipants,
  readParticipations,
  readRegisteredEvents,
} from './sql/readPeople.ts';
import {
  listOrganisationTeams,
  readTeamMembers,
  readTeamOfficials,
  readTeams,
  readTeamsOfMembers,
  readTeamsOfOfficials,
} from './sql/readTeams.ts';

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
    participant: batchLoader(
      (codes: readonly string[]) => readParticipants(db, codes),
      (row) => row.code,
    ),
    participations: groupLoader(
      (codes: readonly string[]) => readParticipations(db, codes),
      (row) => row.participantCode,
    ),
    registeredEvents: groupLoader(
      (codes: readonly string[]) => readRegisteredEvents(db, codes),
      (row) => row.participantCode,
    ),
    biographies: groupLoader(
      (codes: readonly string[]) => readBiographies(db, codes),
      (row) => row.participantCode,
    ),
    team: batchLoader(
      (codes: readonly string[]) => readTeams(db, codes),
      (row) => row.code,
    ),
    teamsOfMember: groupLoader(
      (codes: readonly string[]) => readTeamsOfMembers(db, codes),
      (row) => row.participantCode,
    ),
    teamsOfOfficial: groupLoader(
      (codes: readonly string[]) => readTeamsOfOfficials(db, codes),
      (row) => row.participantCode,
    ),
    teamMembers: groupLoader(
      (codes: readonly string[]) => readTeamMembers(db, codes),
      (row) => row.teamCode,
    ),
    teamOfficials: groupLoader(
      (codes: readonly string[]) => readTeamOfficials(db, codes),
      (row) => row.teamCode,
    ),
    organisation: batchLoader(
      (codes: readonly string[]) => readOrganisations(db, codes),
      (row) => row.code,
    ),
    organisationAthletes: loaderByArguments(({ page, ...filter }: OrganisationAthletesArgs) =>
      groupLoader(
        (codes: readonly string[]) => listOrganisationAthletes(db, codes, filter, page),
        (row) => row.organisationCode,
      ),
    ),
    organisationTeams: loaderByArguments(({ page, ...filter }: OrganisationTeamsArgs) =>
      groupLoader(
        (codes: readonly string[]) => listOrganisationTeams(db, codes, filter, page),
        (row) => row.organisationCode,
      ),
    ),
    organisationAthleteCount: batchLoader(
      (codes: readonly string[]) => countOrganisationAthletes(db, codes),
      (row) => row.organisation,
    ),
    function: batchLoader(
      (codes: readonly string[]) => readFunctions(db, codes),
      (row) => row.code,
    ),
  };
}

export type Loaders = ReturnType<typeof createLoaders>;
