import type { Resolvers } from '@games/schema/generated/store.ts';
import { decodeId, tryDecodeId } from '@games/subgraph';
import { listProductsOf } from './catalogue/product.ts';

/** What the store adds to what others own. */
export const extensionResolvers: Resolvers = {
  Athlete: {
    __resolveReference: ({ id }) => (tryDecodeId(id, 'ath') === null ? null : { id }),
    merchandise: ({ id }, args, context) => listProductsOf('athlete', decodeId(id, 'ath'), args, context),
  },
  Organisation: {
    __resolveReference: ({ code }) => ({ code }),
    merchandise: ({ code }, args, context) => listProductsOf('organisation', code, args, context),
  },
  Discipline: {
    __resolveReference: ({ code }) => ({ code }),
    merchandise: ({ code }, args, context) => listProductsOf('discipline', code, args, context),
  },
  Venue: {
    __resolveReference: ({ code }) => ({ code }),
    pickupPoints: ({ code }, _args, { loaders }) => loaders.pickupPointsOfVenue.load(code),
  },
};
