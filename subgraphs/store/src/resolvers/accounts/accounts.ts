import type { Resolvers } from '@games/schema/generated/store.ts';
import { encodeId, loadReference, readPage, toConnection, tryDecodeId, venueTime } from '@games/subgraph';
import type { StoreContext } from '../../context.ts';
import { maySeeAccountOf } from '../../domain/accounts/accounts.ts';
import { lineTotal, type PricedLine, subtotalOf, warningsOf } from '../../domain/accounts/cart.ts';
import type { CartRow } from '../../sql/accounts/carts.ts';
import type { MerchantRow } from '../../sql/catalogue/collections.ts';
import type { VariantRow } from '../../sql/catalogue/variants.ts';
import type { MarketRow } from '../../sql/markets/markets.ts';
import type { PickupPointRow } from '../../sql/pickup/pickup.ts';

/** The lines of a cart with today's prices and stock. */
async function priceLines({ id, market }: CartRow, { loaders }: StoreContext): Promise<readonly PricedLine[]> {
  const lines = await loaders.linesOfCart.load(id);
  return Promise.all(
    lines.map(async ({ sku, quantity }) => {
      const [price, count] = await Promise.all([
        loaders.price.load({ sku, market }),
        loaders.stockCount.load({ sku, market }),
      ]);
      return { sku, quantity, unitMinor: price?.amountMinor ?? null, available: count?.available ?? 0 };
    }),
  );
}

async function currencyOf({ market }: CartRow, { loaders }: StoreContext): Promise<string> {
  return ((await loaders.market.load(market)) as MarketRow).currency;
}

const fanAndCart: Pick<Resolvers, 'Fan' | 'Cart' | 'CartLine' | 'CartWarning'> = {
  Fan: {
    __resolveReference: ({ id }, { viewer }) => {
      const subject = tryDecodeId(id, 'fan');
      return subject !== null && maySeeAccountOf(viewer, subject) ? { subject } : null;
    },
    id: ({ subject }) => encodeId('fan', subject),
    orders: async ({ subject }, args, { loaders }) => {
      const page = readPage(args, 'orders of a fan');
      const rows = await loaders.ordersOfFan(page).load(subject);
      return toConnection(rows, page, (row) => [row.placedAt.toISOString(), row.id]);
    },
    carts: ({ subject }, _args, { loaders }) => loaders.cartsOfFan.load(subject),
  },
  Cart: {
    __resolveReference: ({ id }, { loaders }) => loadReference(id, 'crt', loaders.cart),
    id: ({ id }) => encodeId('crt', id),
    market: async ({ market }, _args, { loaders }) => (await loaders.market.load(market)) as MarketRow,
    lines: async (cart, _args, context) => {
      const [lines, currency] = await Promise.all([priceLines(cart, context), currencyOf(cart, context)]);
      return lines.map((line) => ({ ...line, currency }));
    },
    pieces: async ({ id }, _args, { loaders }) =>
      (await loaders.linesOfCart.load(id)).reduce((sum, { quantity }) => sum + quantity, 0),
    subtotal: async (cart, _args, context) => ({
      minor: subtotalOf(await priceLines(cart, context)),
      currency: await currencyOf(cart, context),
    }),
    warnings: async (cart, _args, context) => warningsOf(await priceLines(cart, context)),
  },
  CartLine: {
    variant: async ({ sku }, _args, { loaders }) => (await loaders.variant.load(sku)) as VariantRow,
    unitPrice: ({ unitMinor, currency }) => (unitMinor === null ? null : { minor: unitMinor, currency }),
    total: (line) => {
      const minor = lineTotal(line);
      return minor === null ? null : { minor, currency: line.currency };
    },
  },
  CartWarning: {
    message: ({ code, available }) =>
      code === 'NOT_SOLD' ? 'This is not sold in the market any more.' : `Only ${available} can be had now.`,
  },
};

const orders: Pick<Resolvers, 'Order' | 'OrderLine' | 'OrderFulfilment' | 'StandPickup'> = {
  Order: {
    __resolveReference: ({ id }, { loaders }) => loadReference(id, 'ord', loaders.order),
    id: ({ id }) => encodeId('ord', id),
    market: async ({ market }, _args, { loaders }) => (await loaders.market.load(market)) as MarketRow,
    lines: ({ id }, _args, { loaders }) => loaders.linesOfOrder.load(id),
    subtotal: ({ subtotalMinor, currency }) => ({ minor: subtotalMinor, currency }),
    discount: ({ discountMinor, currency }) => ({ minor: discountMinor, currency }),
    delivery: ({ deliveryMinor, currency }) => ({ minor: deliveryMinor, currency }),
    taxIncluded: ({ taxMinor, currency }) => ({ minor: taxMinor, currency }),
    total: ({ totalMinor, currency }) => ({ minor: totalMinor, currency }),
    fulfilment: (order) => order,
    history: ({ id }, _args, { loaders }) => loaders.historyOfOrder.load(id),
  },
  OrderLine: {
    unitPrice: ({ unitMinor, currency }) => ({ minor: unitMinor, currency }),
    total: ({ totalMinor, currency }) => ({ minor: totalMinor, currency }),
    variant: async ({ sku }, _args, { loaders }) => (await loaders.variant.load(sku)) as VariantRow,
    merchant: async ({ merchantId }, _args, { loaders }) => (await loaders.merchant.load(merchantId)) as MerchantRow,
    review: async ({ orderId, sku }, _args, { loaders }) =>
      (await loaders.reviewsOfOrder.load(orderId)).find((review) => review.sku === sku) ?? null,
  },
  OrderFulfilment: {
    __resolveType: ({ fulfilment }) => (fulfilment === 'PARCEL' ? 'ParcelDelivery' : 'StandPickup'),
  },
  StandPickup: {
    point: async ({ pickupPoint }, _args, { loaders }) =>
      (await loaders.pickupPoint.load(pickupPoint)) as PickupPointRow,
    startsAt: ({ pickupStartsAt, utcOffsetMinutes }) => venueTime(pickupStartsAt, utcOffsetMinutes),
    endsAt: ({ pickupEndsAt, utcOffsetMinutes }) => venueTime(pickupEndsAt, utcOffsetMinutes),
    code: ({ pickupCode }) => pickupCode,
  },
};

export const accountResolvers = { ...fanAndCart, ...orders };
