import type { Resolvers } from '@games/schema/generated/ticketing.ts';
import { decodeId } from '@games/subgraph';
import { requireFan } from '../../access.ts';
import { listTicketForResale } from '../../commands/resale/listTicketForResale.ts';
import { orderResaleTicket } from '../../commands/resale/orderResaleTicket.ts';
import { withdrawResaleListing } from '../../commands/resale/withdrawResaleListing.ts';
import type { TicketingContext } from '../../context.ts';
import type { OrderRow } from '../../sql/orders/orders.ts';
import type { ListingRow } from '../../sql/resale/resale.ts';
import { keyReused, limitReached, notOnSale, requestInProgress } from '../orders/orderResults.ts';
import { problem, problemsBy } from '../problem.ts';
import { ticketProblem } from '../tickets/ticketProblems.ts';

const listingProblem = problemsBy({
  NotFound: () =>
    problem('ResaleListingNotFound', 'RESALE_LISTING_NOT_FOUND', 'There is no such offer, or it is not open to you.'),
  Taken: ({ isSold }: { readonly isSold: boolean }) =>
    problem(
      'ResaleListingTaken',
      'RESALE_LISTING_TAKEN',
      isSold ? 'This ticket is sold.' : 'Somebody is paying for this ticket just now.',
      { isSold },
    ),
  OwnListing: () => problem('OwnResaleListing', 'OWN_RESALE_LISTING', 'This is your own offer.'),
  SessionCancelled: () => problem('SessionCancelled', 'SESSION_CANCELLED', 'This session does not take place.'),
  LimitReached: limitReached,
  NotOnSale: notOnSale,
  InProgress: requestInProgress,
  KeyReused: keyReused,
});

const listingOf = async ({ loaders }: TicketingContext, id: string): Promise<ListingRow> =>
  (await loaders.listing.clear(id).load(id)) as ListingRow;

const orderOf = async ({ loaders }: TicketingContext, id: string): Promise<OrderRow> =>
  (await loaders.order.clear(id).load(id)) as OrderRow;

export const resaleTradeResolvers: Resolvers = {
  Mutation: {
    listTicketForResale: async (_root, { input }, context) => {
      const fanId = requireFan(context.viewer);
      const outcome = await listTicketForResale(context, fanId, decodeId(input.ticket, 'tkt'));
      if (outcome.kind !== 'Listed') return ticketProblem(outcome);
      return { __typename: 'TicketListed', listing: await listingOf(context, outcome.listingId) };
    },
    withdrawResaleListing: async (_root, { input }, context) => {
      const fanId = requireFan(context.viewer);
      const outcome = await withdrawResaleListing(context.database, fanId, decodeId(input.listing, 'rsl'));
      if (outcome.kind !== 'Withdrawn') return listingProblem(outcome);
      return { __typename: 'ResaleListingWithdrawn', listing: await listingOf(context, outcome.listingId) };
    },
    orderResaleTicket: async (_root, { input }, context) => {
      const fanId = requireFan(context.viewer);
      const listingId = decodeId(input.listing, 'rsl');
      const outcome = await orderResaleTicket(context, fanId, listingId, input.idempotencyKey);
      if (outcome.kind !== 'OrderCreated') return listingProblem(outcome);
      return { __typename: 'TicketOrderCreated', order: await orderOf(context, outcome.orderId) };
    },
  },
};
