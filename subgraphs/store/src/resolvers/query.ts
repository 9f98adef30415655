import type { QueryResolvers, Resolvers } from '@games/schema/generated/store.ts';
import { ClientError } from '@games/service';
import { decodeId, readPage, toConnection } from '@games/subgraph';
import { fanSubjectOf } from '../domain/accounts/accounts.ts';
import { prefixQuery } from '../domain/catalogue/searchText.ts';
import { selectAllCategories, selectCollectionPage } from '../sql/catalogue/collections.ts';
import { cursorOfProduct, selectProductPage, selectSoldProduct } from '../sql/catalogue/products.ts';
import { selectAllMarkets, selectMarketOfCountry } from '../sql/markets/markets.ts';
import { requireMarket } from './markets/market.ts';

const lists: Pick<QueryResolvers, 'collections' | 'products'> = {
  collections: async (_root, { market: code, kind, ...args }, context) => {
    const { code: market } = await requireMarket(code, context);
    const page = readPage(args, `collections ${market}`);
    const rows = await selectCollectionPage(context.database, market, kind ?? null, context.now, page);
    return toConnection(rows, page, ({ position }) => [position]);
  },
  products: async (
    _root,
    { market: code, category, discipline, organisation, athlete, search, sort, ...args },
    context,
  ) => {
    const { code: market } = await requireMarket(code, context);
    const page = readPage(args, `products ${market} ${sort}`);
    const filter = {
      category: category ?? null,
      discipline: discipline ?? null,
      organisation: organisation ?? null,
      athlete: athlete == null ? null : decodeId(athlete, 'ath'),
      search: search == null ? null : prefixQuery(search),
    };
    const rows = await selectProductPage(context.database, filter, { market, now: context.now, sort, page });
    return toConnection(rows, page, cursorOfProduct);
  },
};

/** The one name under which a product is asked for. */
function readProductName(id: string | null | undefined, handle: string | null | undefined) {
  if (id != null && handle == null) return { id: decodeId(id, 'prd') };
  if (handle != null && id == null) return { handle };
  throw new ClientError('BAD_USER_INPUT', 'Name the product by `id` or by `handle`.');
}

export const queryResolvers: Resolvers = {
  Query: {
    ...lists,
    me: (_root, _args, { viewer }) => {
      const subject = fanSubjectOf(viewer);
      return subject === null ? null : { subject };
    },
    markets: (_root, _args, { database }) => selectAllMarkets(database),
    market: (_root, { code }, { loaders }) => loaders.market.load(code),
    marketOfCountry: (_root, { country }, { database }) => selectMarketOfCountry(database, country),
    productCategories: (_root, _args, { database }) => selectAllCategories(database),
    collection: (_root, { id }, { loaders }) => loaders.collection.load(decodeId(id, 'col')),
    product: async (_root, { market, id, handle }, context) => {
      const { code } = await requireMarket(market, context);
      return selectSoldProduct(context.database, readProductName(id, handle), code, context.now);
    },
    variant: (_root, { sku }, { loaders }) => loaders.variant.load(sku),
    pickupPoint: (_root, { id }, { loaders }) => loaders.pickupPoint.load(decodeId(id, 'pkp')),
    cart: (_root, { id }, { loaders }) => loaders.cart.load(decodeId(id, 'crt')),
    order: (_root, { id }, { loaders }) => loaders.order.load(decodeId(id, 'ord')),
  },
};
