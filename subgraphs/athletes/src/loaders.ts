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
      (codes: readonly string[]) => selectParticipants(db, codes),
      (row) => row.code,
    ),
    participations: groupLoader(
      (codes: readonly string[]) => selectParticipations(db, codes),
      (row) => row.participantCode,
    ),
    registeredEvents: groupLoader(
      (codes: readonly string[]) => selectRegisteredEvents(db, codes),
      (row) => row.participantCode,
    ),
    biographies: groupLoader(
      (codes: readonly string[]) => selectBiographies(db, codes),
      (row) => row.participantCode,
    ),
    team: batchLoader(
      (codes: readonly string[]) => selectTeams(db, codes),
      (row) => row.code,
    ),
    teamsOfMember: groupLoader(
      (codes: readonly string[]) => selectTeamsOfMembers(db, codes),
      (row) => row.participantCode,
    ),
    teamsOfOfficial: groupLoader(
      (codes: readonly string[]) => selectTeamsOfOfficials(db, codes),
      (row) => row.participantCode,
    ),
    teamMembers: groupLoader(
      (codes: readonly string[]) => selectTeamMembers(db, codes),
      (row) => row.teamCode,
    ),
    teamOfficials: groupLoader(
      (codes: readonly string[]) => selectTeamOfficials(db, codes),
      (row) => row.teamCode,
    ),
    organisation: batchLoader(
      (codes: readonly string[]) => selectOrganisations(db, codes),
      (row) => row.code,
    ),
    organisationAthletes: loaderByArguments(({ page, ...filter }: OrganisationAthletesArgs) =>
      groupLoader(
        (codes: readonly string[]) => selectAthletesOfOrganisations(db, codes, filter, page),
        (row) => row.organisationCode,
      ),
    ),
    organisationTeams: loaderByArguments(({ page, ...filter }: OrganisationTeamsArgs) =>
      groupLoader(
        (codes: readonly string[]) => selectTeamsOfOrganisations(db, codes, filter, page),
        (row) => row.organisationCode,
      ),
    ),
    organisationAthleteCount: batchLoader(
      (codes: readonly string[]) => selectAthleteCounts(db, codes),
      (row) => row.organisation,
    ),
    function: batchLoader(
      (codes: readonly string[]) => selectFunctions(db, codes),
      (row) => row.code,
    ),
  };
}

export type Loaders = ReturnType<typeof createLoaders>;
