import type { AthletesContext } from '../context.ts';
import type { OrganisationRow } from '../sql/organisations/organisations.ts';
import type { ParticipantRow, ParticipationRow, RegisteredEventRow } from '../sql/people/people.ts';
import type { TeamMemberRow, TeamOfficialRow, TeamRow } from '../sql/teams/teams.ts';

/** What the resolvers of each type receive as parent: rows, not GraphQL objects. */
declare module '@games/schema/generated/athletes.ts' {
  interface Parents {
    Athlete: ParticipantRow;
    Official: ParticipantRow;
    PersonName: ParticipantRow;
    AthleteDiscipline: ParticipationRow;
    RegisteredEvent: RegisteredEventRow;
    RegistrationDetail: RegisteredEventRow['entries'][number];
    ParticipantFunction: { readonly code: string };
    Team: TeamRow;
    TeamName: TeamRow;
    TeamMember: TeamMemberRow;
    TeamOfficial: TeamOfficialRow;
    Organisation: OrganisationRow;
    Discipline: { readonly code: string };
    Event: { readonly code: string };
    Asset: { readonly id: string };
  }
  interface Context extends AthletesContext {}
}
