import type { Database } from '@games/postgres';
import type { Viewer } from '@games/service';
import { batchLoader, groupLoader, loaderByArguments, type Page } from '@games/subgraph';
import { maySeeAccountOf } from './domain/accounts/accounts.ts';
import { selectCarts, selectCurrentCarts, selectLinesOfCarts } from './sql/accounts/carts.ts';
import {
  selectHistoriesOfOrders,
  selectLinesOfOrders,
  selectOrders,
  selectOrdersOfFans,
} from './sql/accounts/orders.ts';
import {
  selectCategories,
  selectCollections,
  selectCollectionsOfProducts,
  selectMerchants,
} from './sql/catalogue/collections.ts';
import {
  type Listing,
  type ProductOwner,
  selectImagesOfProducts,
  selectProducts,
  selectProductsOf,
} from './sql/catalogue/products.ts';
import {
  selectRatings,
  selectReviewsOfOrders,
  selectShownReviews,
  selectShownReviewsById,
} from './sql/catalogue/reviews.ts';
import {
  type Offer,
  selectPriceRanges,
  selectPrices,
  selectVariants,
  selectVariantsOfProducts,
} from './sql/catalogue/variants.ts';
import { selectMarkets } from './sql/markets/markets.ts';
import {
  selectPickupPoints,
  selectPickupPointsOfVenues,
  selectSlotsOfPoints,
  selectStockOfPoints,
} from './sql/pickup/pickup.ts';
import { selectStockCounts, selectStockLevels } from './sql/stock/stock.ts';

export type Loaders = ReturnType<typeof createLoaders>;

type Keys = readonly string[];
interface InMarket {
  readonly market: string;
}

/**
 * The loaders of one request: each reads in one statement what the whole request asks for. They know the viewer, and give no
 * cart, order or review that the viewer may not see, whichever way it was asked for.
 */
export function createLoaders(db: Database, viewer: Viewer, now: Date) {
  return { ...catalogueLoaders(db, now), ...pickupLoaders(db), ...accountLoaders(db, viewer) };
}

function catalogueLoaders(db: Database, now: Date) {
  return {
    market: batchLoader((codes: Keys) => selectMarkets(db, codes), 'code'),
    merchant: batchLoader((ids: Keys) => selectMerchants(db, ids), 'id'),
    category: batchLoader((codes: Keys) => selectCategories(db, codes), 'code'),
    collection: batchLoader((ids: Keys) => selectCollections(db, ids), 'id'),
    collectionsOfProduct: groupLoader((ids: Keys) => selectCollectionsOfProducts(db, ids), 'productId'),

    product: batchLoader((ids: Keys) => selectProducts(db, ids), 'id'),
    productsOf: loaderByArguments(({ owner, ...listing }: Omit<Listing, 'now'> & { readonly owner: ProductOwner }) =>
      groupLoader((keys: Keys) => selectProductsOf(db, owner, keys, { ...listing, now }), 'ownerKey'),
    ),
    imagesOfProduct: groupLoader((ids: Keys) => selectImagesOfProducts(db, ids), 'productId'),
    priceRange: loaderByArguments(({ market }: InMarket) =>
      batchLoader((ids: Keys) => selectPriceRanges(db, ids, market, now), 'productId'),
    ),
    rating: batchLoader((ids: Keys) => selectRatings(db, ids), 'productId'),
    reviewsOfProduct: loaderByArguments((page: Page) =>
      groupLoader((ids: Keys) => selectShownReviews(db, ids, page), 'productId'),
    ),

    variant: batchLoader((skus: Keys) => selectVariants(db, skus), 'sku'),
    variantsOfProduct: groupLoader((ids: Keys) => selectVariantsOfProducts(db, ids), 'productId'),
    price: offerLoader((offers) => selectPrices(db, offers, now)),
    stockCount: offerLoader((offers) => selectStockCounts(db, offers)),
    stockLevels: groupLoader((skus: Keys) => selectStockLevels(db, skus), 'sku'),
  };
}

/** A loader of what is known of a variant in a market: one statement for all of them, whatever the markets. */
function offerLoader<Row extends Offer>(load: (offers: readonly Offer[]) => Promise<readonly Row[]>) {
  const keyOf = ({ market, sku }: Offer): string => `${market} ${sku}`;
  const read = (key: string): Offer => {
    const space = key.indexOf(' ');
    return { market: key.slice(0, space), sku: key.slice(space + 1) };
  };
  const loader = batchLoader((keys: Keys) => load(keys.map(read)), keyOf);
  return { load: (offer: Offer) => loader.load(keyOf(offer)) };
}

function pickupLoaders(db: Database) {
  return {
    pickupPoint: batchLoader((ids: Keys) => selectPickupPoints(db, ids), 'id'),
    pickupPointsOfVenue: groupLoader((codes: Keys) => selectPickupPointsOfVenues(db, codes), 'venueCode'),
    slotsOfPoint: loaderByArguments(({ from, openOnly, page }: { from: Date; openOnly: boolean; page: Page }) =>
      groupLoader((ids: Keys) => selectSlotsOfPoints(db, ids, { from, openOnly }, page), 'pickupPoint'),
    ),
    stockOfPoint: loaderByArguments((page: Page) =>
      groupLoader((ids: Keys) => selectStockOfPoints(db, ids, page), 'pickupPoint'),
    ),
  };
}

function accountLoaders(db: Database, viewer: Viewer) {
  const visible = <Row extends { readonly fanSubject: string }>(rows: readonly Row[]): readonly Row[] =>
    rows.filter(({ fanSubject }) => maySeeAccountOf(viewer, fanSubject));
  return {
    cart: batchLoader(async (ids: Keys) => visible(await selectCarts(db, ids)), 'id'),
    cartsOfFan: groupLoader(async (subjects: Keys) => visible(await selectCurrentCarts(db, subjects)), 'fanSubject'),
    linesOfCart: groupLoader((ids: Keys) => selectLinesOfCarts(db, ids), 'cartId'),

    order: batchLoader(async (ids: Keys) => visible(await selectOrders(db, ids)), 'id'),
    ordersOfFan: loaderByArguments((page: Page) =>
      groupLoader(async (subjects: Keys) => visible(await selectOrdersOfFans(db, subjects, page)), 'fanSubject'),
    ),
    linesOfOrder: groupLoader((ids: Keys) => selectLinesOfOrders(db, ids), 'orderId'),
    historyOfOrder: groupLoader((ids: Keys) => selectHistoriesOfOrders(db, ids), 'orderId'),

    review: batchLoader((ids: Keys) => selectShownReviewsById(db, ids), 'id'),
    reviewsOfOrder: groupLoader(async (ids: Keys) => visible(await selectReviewsOfOrders(db, ids)), 'orderId'),
  };
}
