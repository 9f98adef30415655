import type { Resolvers } from '@games/schema/generated/ticketing.ts';
import { ClientError } from '@games/service';
import { decodeId } from '@games/subgraph';
import type { TicketingContext } from '../../context.ts';
import { describeAvailability, sumCounts } from '../../domain/sessions/availability.ts';
import type { CountedAvailability } from '../../memory/sessions/availabilityFeed.ts';
import type { SessionRow } from '../../sql/sessions/sessions.ts';

export const liveResolvers: Resolvers = {
  Subscription: {
    ticketAvailability: {
      // What is wrong with the request is said before anything is followed.
      subscribe: async (_root, { session }, { loaders, availability, signal }) => {
        const row = await loaders.sessionByCode.load(decodeId(session, 'tse'));
        if (row === null) throw new ClientError('INVALID_ID', 'There is no such session.');
        const states = availability.follow(row.id);
        signal.addEventListener('abort', () => void states.return?.(), { once: true });
        return eventsOf(states);
      },
      resolve: (payload: unknown, _args: unknown, { loaders }: TicketingContext) => {
        const counted = (payload as { readonly ticketAvailability: CountedAvailability }).ticketAvailability;
        // The session below says what was counted now: not what an earlier event has read, and without counting again.
        loaders.session.clear(counted.sessionId);
        loaders.categoriesOfSession.clear(counted.sessionId).prime(counted.sessionId, counted.categories);
        return counted;
      },
    },
  },
  AvailabilityUpdate: {
    session: async ({ sessionId }, _args, { loaders }) => (await loaders.session.load(sessionId)) as SessionRow,
    total: ({ categories }) => describeAvailability(sumCounts(categories), isCancelled(categories)),
  },
  CategoryAvailability: {
    price: ({ priceMinor, currency }) => ({ minor: priceMinor, currency }),
    availability: (category) => describeAvailability(category, category.sessionState === 'CANCELLED'),
  },
};

async function* eventsOf(states: AsyncIterable<CountedAvailability>) {
  for await (const ticketAvailability of states) yield { ticketAvailability };
}

const isCancelled = ([category]: CountedAvailability['categories']): boolean => category?.sessionState === 'CANCELLED';
