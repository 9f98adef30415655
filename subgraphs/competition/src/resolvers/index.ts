import './parents.ts';
import type { Resolvers } from '@games/schema/generated/competition.ts';
import { bracketResolvers } from './brackets/bracket.ts';
import { messageResolvers } from './feed/message.ts';
import { provenanceResolvers } from './feed/provenance.ts';
import { medalResolvers } from './medals/medal.ts';
import { competitorResolvers } from './participants/competitor.ts';
import { peopleResolvers } from './participants/people.ts';
import { queryResolvers } from './query.ts';
import { resultResolvers } from './results/result.ts';
import { unitResolvers } from './schedule/unit.ts';
import { structureResolvers } from './structure/structure.ts';
import { venueResolvers } from './structure/venue.ts';
import { subscriptionResolvers } from './subscription.ts';

/** Every type is resolved by one module. */
export const resolvers: Resolvers = {
  ...bracketResolvers,
  ...competitorResolvers,
  ...medalResolvers,
  ...messageResolvers,
  ...peopleResolvers,
  ...provenanceResolvers,
  ...queryResolvers,
  ...resultResolvers,
  ...structureResolvers,
  ...subscriptionResolvers,
  ...unitResolvers,
  ...venueResolvers,
};
