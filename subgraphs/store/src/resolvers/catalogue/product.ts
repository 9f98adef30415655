import type { Resolvers } from '@games/schema/generated/store.ts';
import { encodeId, loadReference, localise, type PageArguments, readPage, toConnection } from '@games/subgraph';
import type { StoreContext } from '../../context.ts';
import type { CategoryRow, MerchantRow } from '../../sql/catalogue/collections.ts';
import { cursorOfProduct, type ProductOwner, type ProductSort } from '../../sql/catalogue/products.ts';
import { requireMarket } from '../markets/market.ts';

interface ListArguments extends PageArguments {
  readonly market: string;
  readonly sort?: ProductSort;
}

/** A page of an owner's products that are sold in a market. Its order depends on market and sort, so its cursors do. */
export async function listProductsOf(
  owner: ProductOwner,
  key: string,
  { market: code, sort = 'FEATURED', ...args }: ListArguments,
  context: StoreContext,
) {
  const { code: market } = await requireMarket(code, context);
  const page = readPage(args, `products of ${owner} ${market} ${sort}`);
  const rows = await context.loaders.productsOf({ owner, market, sort, page }).load(key);
  return toConnection(rows, page, cursorOfProduct);
}

export const productResolvers: Resolvers = {
  Product: {
    __resolveReference: ({ id }, { loaders }) => loadReference(id, 'prd', loaders.product),
    id: ({ id }) => encodeId('prd', id),
    title: ({ texts }, _args, { languages }) => localise(texts, languages).title,
    description: ({ texts }, _args, { languages }) => localise(texts, languages).description,
    language: ({ texts }, _args, { languages }) => localise(texts, languages).language,
    category: async ({ category }, _args, { loaders }) => (await loaders.category.load(category)) as CategoryRow,
    collections: ({ id }, _args, { loaders }) => loaders.collectionsOfProduct.load(id),
    images: async ({ id }, _args, { loaders }) =>
      (await loaders.imagesOfProduct.load(id)).map(({ assetKey }) => ({ id: encodeId('ast', assetKey) })),
    merchant: async ({ merchantId }, _args, { loaders }) => (await loaders.merchant.load(merchantId)) as MerchantRow,
    athlete: ({ athleteCode }) => (athleteCode === null ? null : { id: encodeId('ath', athleteCode) }),
    organisation: ({ organisationCode }) => (organisationCode === null ? null : { code: organisationCode }),
    discipline: ({ disciplineCode }) => (disciplineCode === null ? null : { code: disciplineCode }),
    variants: ({ id }, _args, { loaders }) => loaders.variantsOfProduct.load(id),
    soldIn: async ({ id }, args, context) => {
      const { code: market } = await requireMarket(args.market, context);
      return (await context.loaders.priceRange({ market }).load(id)) !== null;
    },
    priceRange: async ({ id }, args, context) => {
      const { code: market } = await requireMarket(args.market, context);
      return context.loaders.priceRange({ market }).load(id);
    },
    rating: async ({ id }, _args, { loaders }) => (await loaders.rating.load(id)) ?? { count: 0, average: null },
    reviews: async ({ id }, args, { loaders }) => {
      const page = readPage(args, 'reviews of a product');
      const rows = await loaders.reviewsOfProduct(page).load(id);
      return toConnection(rows, page, (row) => [row.createdAt.toISOString(), row.id]);
    },
  },
  PriceRange: {
    lowest: ({ lowestMinor, currency }) => ({ minor: lowestMinor, currency }),
    highest: ({ highestMinor, currency }) => ({ minor: highestMinor, currency }),
  },
  ProductCategory: {
    name: ({ texts }, _args, { languages }) => localise(texts, languages).name,
    language: ({ texts }, _args, { languages }) => localise(texts, languages).language,
  },
  Collection: {
    __resolveReference: ({ id }, { loaders }) => loadReference(id, 'col', loaders.collection),
    id: ({ id }) => encodeId('col', id),
    title: ({ texts }, _args, { languages }) => localise(texts, languages).title,
    language: ({ texts }, _args, { languages }) => localise(texts, languages).language,
    products: ({ id }, args, context) => listProductsOf('collection', id, args, context),
  },
  Merchant: {
    __resolveReference: ({ id }, { loaders }) => loadReference(id, 'mer', loaders.merchant),
    id: ({ id }) => encodeId('mer', id),
    products: ({ id }, args, context) => listProductsOf('merchant', id, args, context),
  },
};
