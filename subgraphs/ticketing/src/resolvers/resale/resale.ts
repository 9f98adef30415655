import type { Resolvers } from '@games/schema/generated/ticketing.ts';
import { decodeId, encodeId, readPage, toConnection, tryDecodeId } from '@games/subgraph';
import { mayRead } from '../../access.ts';
import { isOver } from '../../domain/sales/saleTimes.ts';
import { isUuid } from '../../domain/uuid.ts';
import { selectOpenListings } from '../../sql/resale/resale.ts';
import type { SessionRow } from '../../sql/sessions/sessions.ts';
import { blockOf, categoryCodeOf, seatOf } from '../seating/places.ts';

export const resaleResolvers: Resolvers = {
  Query: {
    resaleListings: async (_root, { session, ...args }, { database, loaders, now }) => {
      const page = readPage(args, `resaleListings ${session}`);
      const row = await loaders.sessionByCode.load(decodeId(session, 'tse'));
      const rows = row === null || isOver(row, now) ? [] : await selectOpenListings(database, row.id, page);
      return toConnection(rows, page, (listing) => [String(listing.faceMinor), listing.id]);
    },
  },
  ResaleListing: {
    __resolveReference: async ({ id }, { viewer, loaders }) => {
      const key = tryDecodeId(id, 'rsl');
      const listing = key !== null && isUuid(key) ? await loaders.listing.load(key) : null;
      if (listing === null) return null;
      const isOpen = listing.state === 'LISTED' || listing.state === 'RESERVED';
      return isOpen || mayRead(viewer, listing.sellerId) ? listing : null;
    },
    id: ({ id }) => encodeId('rsl', id),
    session: async ({ sessionId }, _args, { loaders }) => (await loaders.session.load(sessionId)) as SessionRow,
    seat: seatOf,
    block: blockOf,
    category: categoryCodeOf,
    face: ({ faceMinor, currency }) => ({ minor: faceMinor, currency }),
    buyerFee: ({ buyerFeeMinor, currency }) => ({ minor: buyerFeeMinor, currency }),
    buyerTotal: ({ faceMinor, buyerFeeMinor, currency }) => ({ minor: faceMinor + buyerFeeMinor, currency }),
    sellerFee: ({ sellerId, sellerFeeMinor, currency }, _args, { viewer }) =>
      mayRead(viewer, sellerId) ? { minor: sellerFeeMinor, currency } : null,
    sellerProceeds: ({ sellerId, faceMinor, sellerFeeMinor, currency }, _args, { viewer }) =>
      mayRead(viewer, sellerId) ? { minor: faceMinor - sellerFeeMinor, currency } : null,
  },
};
