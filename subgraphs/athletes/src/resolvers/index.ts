import './parents.ts';
import type { Resolvers } from '@games/schema/generated/athletes.ts';
import { Organisation } from './organisation.ts';
import {
  Athlete,
  AthleteDiscipline,
  Official,
  ParticipantFunction,
  PersonName,
  RegisteredEvent,
  RegistrationDetail,
} from './person.ts';
import { Query } from './query.ts';
import { Team, TeamMember, TeamName, TeamOfficial } from './team.ts';

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
