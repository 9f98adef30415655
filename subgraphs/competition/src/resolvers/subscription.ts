import type { Resolvers, SubscriptionUnitUpdatedArgs } from '@games/schema/generated/competition.ts';
import { ClientError } from '@games/service';
import type { CompetitionContext } from '../context.ts';
import { readRsc } from './arguments.ts';

/** Yields at once and after every change; what was loaded for one event is forgotten before the next. */
async function* atOnceAndAfter(changes: AsyncIterable<void>, context: CompetitionContext): AsyncIterable<object> {
  yield {};
  for await (const _ of changes) {
    context.renewLoaders();
    yield {};
  }
}

export const subscriptionResolvers: Resolvers = {
  Subscription: {
    unitUpdated: {
      subscribe: async (_, { code }, context) => {
        const unitCode = readRsc(code, 'code');
        const changes = context.follower.unit(unitCode, context.signal);
        if ((await context.loaders.unit.load(unitCode)) === null) {
          throw new ClientError('NOT_FOUND', 'There is no unit with this code.');
        }
        return atOnceAndAfter(changes, context);
      },
      resolve: async (_event: unknown, { code }: SubscriptionUnitUpdatedArgs, { loaders }: CompetitionContext) => {
        const unit = await loaders.unit.load(readRsc(code, 'code'));
        if (unit === null) throw new ClientError('NOT_FOUND', 'The unit is no longer in the schedule.');
        return unit;
      },
    },
    medalTableUpdated: {
      subscribe: (_subscription, _, context) => atOnceAndAfter(context.follower.medals(context.signal), context),
      resolve: () => ({ discipline: null, gender: null }),
    },
  },
};
