import type { Resolvers, TicketPaymentMethod } from '@games/schema/generated/ticketing.ts';
import type { Viewer } from '@games/service';
import { decodeId, encodeId, tryDecodeId } from '@games/subgraph';
import { mayRead } from '../../access.ts';
import { isUuid } from '../../domain/uuid.ts';
import type { HoldRow } from '../../sql/holds/holds.ts';
import type { SessionRow } from '../../sql/sessions/sessions.ts';
import type { HeldPlaceParent } from '../parents.ts';
import { blockOf, categoryCodeOf, seatOf } from '../seating/places.ts';

/** What belongs to somebody is there for its owner and staff; for others it is not there at all. */
async function own<Owner extends string, Row extends { readonly [Name in Owner]: string }>(
  viewer: Viewer,
  key: string | null,
  loader: { load(key: string): Promise<Row | null> },
  owner: Owner,
): Promise<Row | null> {
  if (key === null || !isUuid(key) || viewer.kind === 'anonymous') return null;
  const row = await loader.load(key);
  return row !== null && mayRead(viewer, row[owner]) ? row : null;
}

function placesOf(hold: HoldRow): HeldPlaceParent[] {
  return hold.categories.map((categoryNo, index) => ({
    planId: hold.planId,
    seatNo: hold.seatNos?.[index] ?? null,
    blockNo: hold.blockNo,
    categoryNo,
    price: { minor: hold.pricesMinor[index] as bigint, currency: hold.currency },
  }));
}

export const purchaseResolvers: Resolvers = {
  Query: {
    hold: (_root, { id }, { viewer, loaders }) => own(viewer, decodeId(id, 'hld'), loaders.hold, 'fanId'),
    ticketOrder: (_root, { id }, { viewer, loaders }) => own(viewer, decodeId(id, 'tor'), loaders.order, 'fanId'),
    ticket: (_root, { id }, { viewer, loaders }) => own(viewer, decodeId(id, 'tkt'), loaders.ticket, 'ownerId'),
  },
  Hold: {
    __resolveReference: ({ id }, { viewer, loaders }) => own(viewer, tryDecodeId(id, 'hld'), loaders.hold, 'fanId'),
    id: ({ id }) => encodeId('hld', id),
    session: async ({ sessionId }, _args, { loaders }) => (await loaders.session.load(sessionId)) as SessionRow,
    places: placesOf,
    total: ({ pricesMinor, currency }) => ({ minor: pricesMinor.reduce((sum, price) => sum + price, 0n), currency }),
    order: ({ orderId }, _args, { loaders }) => (orderId === null ? null : loaders.order.load(orderId)),
  },
  HeldPlace: { seat: seatOf, block: blockOf, category: categoryCodeOf },
  TicketOrder: {
    __resolveReference: ({ id }, { viewer, loaders }) => own(viewer, tryDecodeId(id, 'tor'), loaders.order, 'fanId'),
    id: ({ id }) => encodeId('tor', id),
    holds: ({ id }, _args, { loaders }) => loaders.holdsOfOrder.load(id),
    listing: ({ listingId }, _args, { loaders }) => (listingId === null ? null : loaders.listing.load(listingId)),
    faceValue: ({ placesMinor, currency }) => ({ minor: placesMinor, currency }),
    places: ({ placesMinor, currency }) => ({ minor: placesMinor, currency }),
    fees: ({ feesMinor, currency }) => ({ minor: feesMinor, currency }),
    credit: ({ creditMinor, currency }) => ({ minor: creditMinor, currency }),
    paymentMethods: ({ currency }, _args, { selling }) =>
      selling.payments.methodsFor(currency) as readonly TicketPaymentMethod[],
    total: ({ totalMinor, currency }) => ({ minor: totalMinor, currency }),
    refunded: ({ refundedMinor, currency }) => ({ minor: refundedMinor, currency }),
    // A ticket that has changed hands since is no longer its buyer's to see.
    tickets: async ({ id }, _args, { loaders, viewer }) =>
      (await loaders.ticketsOfOrder.load(id)).filter(({ ownerId }) => mayRead(viewer, ownerId)),
    refunds: ({ id }, _args, { loaders }) => loaders.refundsOfOrder.load(id),
  },
  TicketRefund: {
    amount: ({ amountMinor, currency }) => ({ minor: amountMinor, currency }),
  },
  Ticket: {
    __resolveReference: ({ id }, { viewer, loaders }) => own(viewer, tryDecodeId(id, 'tkt'), loaders.ticket, 'ownerId'),
    id: ({ id }) => encodeId('tkt', id),
    session: async ({ sessionId }, _args, { loaders }) => (await loaders.session.load(sessionId)) as SessionRow,
    seat: seatOf,
    block: blockOf,
    category: categoryCodeOf,
    price: ({ priceMinor, currency }) => ({ minor: priceMinor, currency }),
    resaleListing: ({ id }, _args, { loaders }) => loaders.openListingOfTicket.load(id),
  },
};
