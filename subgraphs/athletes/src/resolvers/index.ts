import './parents.ts';
import type { Resolvers } from '@games/schema/generated/athletes.ts';
import { organisationResolvers } from './organisations/organisation.ts';
import { personResolvers } from './people/person.ts';
import { queryResolvers } from './query.ts';
import { teamResolvers } from './teams/team.ts';

/** Every type is resolved by one module. */
export const resolvers: Resolvers = {
  ...organisationResolvers,
  ...personResolvers,
  ...queryResolvers,
  ...teamResolvers,
};
