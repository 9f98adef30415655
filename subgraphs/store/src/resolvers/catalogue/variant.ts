import type { Resolvers } from '@games/schema/generated/store.ts';
import { ClientError } from '@games/service';
import { encodeId, loadReference } from '@games/subgraph';
import { isStoreStaff } from '../../domain/accounts/accounts.ts';
import { stockState } from '../../domain/stock/stockState.ts';
import type { ProductRow } from '../../sql/catalogue/products.ts';
import { requireMarket } from '../markets/market.ts';

export const variantResolvers: Pick<Resolvers, 'Variant' | 'VariantPrice' | 'StockLevel' | 'StockLocation' | 'Review'> =
  {
    Variant: {
      __resolveReference: ({ sku }, { loaders }) => loaders.variant.load(sku),
      id: ({ sku }) => encodeId('var', sku),
      title: ({ options }) => options.map(({ value }) => value).join(' / '),
      product: async ({ productId }, _args, { loaders }) => (await loaders.product.load(productId)) as ProductRow,
      price: async ({ sku }, args, context) => {
        const { code: market } = await requireMarket(args.market, context);
        return context.loaders.price.load({ sku, market });
      },
      availability: async ({ sku }, args, context) => {
        const { code: market } = await requireMarket(args.market, context);
        const [price, count] = await Promise.all([
          context.loaders.price.load({ sku, market }),
          context.loaders.stockCount.load({ sku, market }),
        ]);
        if (price === null) return { state: 'NOT_SOLD', quantity: 0 };
        const { onHand, available } = count ?? { onHand: 0, available: 0 };
        return { state: stockState({ onHand, available }), quantity: available };
      },
      stock: ({ sku }, _args, { viewer, loaders }) => {
        if (!isStoreStaff(viewer))
          throw new ClientError('FORBIDDEN', 'What lies where is shown to staff of the store.');
        return loaders.stockLevels.load(sku);
      },
    },
    VariantPrice: {
      current: ({ amountMinor, currency }) => ({ minor: amountMinor, currency }),
      prior: ({ priorMinor, currency }) => (priorMinor === null ? null : { minor: priorMinor, currency }),
    },
    StockLevel: {
      location: (level) => level,
      available: ({ onHand, held }) => onHand - held,
    },
    StockLocation: {
      code: ({ locationCode }) => locationCode,
      name: ({ locationName }) => locationName,
      kind: ({ locationKind }) => locationKind,
      venue: ({ venueCode }) => (venueCode === null ? null : { code: venueCode }),
    },
    Review: {
      __resolveReference: ({ id }, { loaders }) => loadReference(id, 'rev', loaders.review),
      id: ({ id }) => encodeId('rev', id),
      product: async ({ productId }, _args, { loaders }) => (await loaders.product.load(productId)) as ProductRow,
    },
  };
