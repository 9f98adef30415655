import './parents.ts';
import type { Resolvers } from '@games/schema/generated/athletes.ts';
import { Organisation } from './organisations/organisation.ts';
import {
  Athlete,
  AthleteDiscipline,
  Official,
  ParticipantFunction,
  PersonName,
  RegisteredEvent,
  RegistrationDetail,
} from './people/person.ts';
import { Query } from './query.ts';
import { Team, TeamMember, TeamName, TeamOfficial } from './teams/team.ts';

export const resolvers: Resolvers = {
  Query,
  Athlete,
  AthleteDiscipline,
  Official,
  Organisation,
  ParticipantFunction,
  PersonName,
  RegisteredEvent,
  RegistrationDetail,
  Team,
  TeamMember,
  TeamName,
  TeamOfficial,
};
