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
import { problem } from '../problem.ts';
import { ticketNotFound, ticketNotValid, ticketUsed } from '../tickets/ticketProblems.ts';

const inTransfer = () =>
  problem(
    'TicketInTransfer',
    'TICKET_IN_TRANSFER',
    'This ticket is being given to somebody. Withdraw the transfer first.',
  );
const listingNotFound = () =>
  problem('ResaleListingNotFound', 'RESALE_LISTING_NOT_FOUND', 'There is no such offer, or it is not open to you.');
const listingTaken = (isSold: boolean) =>
  problem(
    'ResaleListingTaken',
    'RESALE_LISTING_TAKEN',
    isSold ? 'This ticket is sold.' : 'Somebody is paying for this ticket just now.',
    { isSold },
  );
const ownListing = () => problem('OwnResaleListing', 'OWN_RESALE_LISTING', 'This is your own offer.');
const sessionCancelled = () => problem('SessionCancelled', 'SESSION_CANCELLED', 'This session does not take place.');

const listingOf = async ({ loaders }: TicketingContext, id: string): Promise<ListingRow> =>
  (await loaders.listing.clear(id).load(id)) as ListingRow;

const orderOf = async ({ loaders }: TicketingContext, id: string): Promise<OrderRow> =>
  (await loaders.order.clear(id).load(id)) as OrderRow;

export const resaleTradeResolvers: Resolvers = {
  Mutation: {
    listTicketForResale: async (_root, { input }, context) => {
      const fanId = requireFan(context.viewer);
      const outcome = await listTicketForResale(context, fanId, decodeId(input.ticket, 'tkt'));
      switch (outcome.kind) {
        case 'Listed':
          return { __typename: 'TicketListed', listing: await listingOf(context, outcome.listingId) };
        case 'NotFound':
          return ticketNotFound();
        case 'NotValid':
          return ticketNotValid();
        case 'Used':
          return ticketUsed();
        case 'InTransfer':
          return inTransfer();
      }
    },
    withdrawResaleListing: async (_root, { input }, context) => {
      const fanId = requireFan(context.viewer);
      const outcome = await withdrawResaleListing(context.database, fanId, decodeId(input.listing, 'rsl'));
      switch (outcome.kind) {
        case 'Withdrawn':
          return { __typename: 'ResaleListingWithdrawn', listing: await listingOf(context, outcome.listingId) };
        case 'NotFound':
          return listingNotFound();
        case 'Taken':
          return listingTaken(outcome.isSold);
      }
    },
    orderResaleTicket: async (_root, { input }, context) => {
      const fanId = requireFan(context.viewer);
      const listingId = decodeId(input.listing, 'rsl');
      const outcome = await orderResaleTicket(context, fanId, listingId, input.idempotencyKey);
      switch (outcome.kind) {
        case 'NotFound':
          return listingNotFound();
        case 'OwnListing':
          return ownListing();
        case 'LimitReached':
        case 'NotOnSale':
          return outcome.kind === 'LimitReached' ? limitReached(outcome) : notOnSale(outcome);
        case 'SessionCancelled':
          return sessionCancelled();
        case 'Taken':
          return listingTaken(outcome.isSold);
        case 'OrderCreated':
          return { __typename: 'TicketOrderCreated', order: await orderOf(context, outcome.orderId) };
        case 'InProgress':
          return requestInProgress();
        case 'KeyReused':
          return keyReused();
      }
    },
  },
};
