import type { Resolvers } from '@games/schema/generated/store.ts';
import { encodeId, loadReference, readPage, toConnection, venueTime } from '@games/subgraph';
import type { VariantRow } from '../../sql/catalogue/variants.ts';
import type { MarketRow } from '../../sql/markets/markets.ts';

export const pickupResolvers: Resolvers = {
  PickupPoint: {
    __resolveReference: ({ id }, { loaders }) => loadReference(id, 'pkp', loaders.pickupPoint),
    id: ({ id }) => encodeId('pkp', id),
    venue: ({ venueCode }) => ({ code: venueCode }),
    market: async ({ market }, _args, { loaders }) => (await loaders.market.load(market)) as MarketRow,
    slots: async ({ id }, { from, openOnly, ...args }, { loaders, now }) => {
      const page = readPage(args, 'pick-up times of a stand');
      const rows = await loaders.slotsOfPoint({ from: from ?? now, openOnly, page }).load(id);
      return toConnection(rows, page, (row) => [row.startsAt.toISOString()]);
    },
    stock: async ({ id }, args, { loaders }) => {
      const page = readPage(args, 'goods at a stand');
      return toConnection(await loaders.stockOfPoint(page).load(id), page, (row) => [row.position, row.sku]);
    },
  },
  PickupSlot: {
    startsAt: ({ startsAt, utcOffsetMinutes }) => venueTime(startsAt, utcOffsetMinutes),
    endsAt: ({ endsAt, utcOffsetMinutes }) => venueTime(endsAt, utcOffsetMinutes),
    remaining: ({ capacity, taken }) => capacity - taken,
    state: ({ endsAt, capacity, taken }, _args, { now }) => {
      if (endsAt <= now) return 'PAST';
      return taken < capacity ? 'OPEN' : 'FULL';
    },
  },
  PickupStock: {
    variant: async ({ sku }, _args, { loaders }) => (await loaders.variant.load(sku)) as VariantRow,
  },
};
