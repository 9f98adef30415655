import { type Queryable, type Sql, sql } from '@games/postgres';
import { type CursorValue, type KeysetColumn, keyset, type Localised, type Page, pageOfEach } from '@games/subgraph';
import { isLicensed } from '../markets/markets.ts';

export interface ProductRow {
  readonly id: string;
  readonly handle: string;
  readonly category: string;
  readonly merchantId: string;
  readonly texts: Localised<{ readonly title: string; readonly description: string }>;
  readonly athleteCode: string | null;
  readonly organisationCode: string | null;
  readonly disciplineCode: string | null;
}

/** A product in a list, with its position in the order of that list. */
export interface ListedProductRow extends ProductRow {
  readonly cursorValue: Date | bigint | number;
}

export type ProductSort = 'FEATURED' | 'NEWEST' | 'PRICE_LOW_TO_HIGH' | 'PRICE_HIGH_TO_LOW';

/** Whose products a list holds. */
export type ProductOwner = 'athlete' | 'organisation' | 'discipline' | 'merchant' | 'collection';

export interface ProductFilter {
  readonly category: string | null;
  readonly discipline: string | null;
  readonly organisation: string | null;
  readonly athlete: string | null;
  /** A tsquery. */
  readonly search: string | null;
}

/** What is sold where, and in which order it is listed. */
export interface Listing {
  readonly market: string;
  readonly now: Date;
  readonly sort: ProductSort;
  readonly page: Page;
}

const columns = sql`
  p.id, p.handle, p.category, l.merchant_id as "merchantId", p.texts, p.athlete_code as "athleteCode",
  p.organisation_code as "organisationCode", p.discipline_code as "disciplineCode"`;

const lowestPrice = (market: string): Sql => sql`
  (select min(pr.amount_minor) from price pr where pr.market = ${market} and pr.product_id = p.id)`;

/** Licensed for the market's territory, and with a price there. */
function isSold(market: string, now: Date): Sql {
  return sql`p.state = 'ACTIVE' and ${isLicensed(sql`${market}`, now)}
    and exists (select from price pr where pr.market = ${market} and pr.product_id = p.id)`;
}

function orderOf(sort: ProductSort, market: string, position: Sql): readonly [KeysetColumn, KeysetColumn] {
  const descending = sort === 'NEWEST' || sort === 'PRICE_HIGH_TO_LOW';
  const first: Record<ProductSort, Omit<KeysetColumn, 'descending'>> = {
    FEATURED: { expression: position, type: sql`integer` },
    NEWEST: { expression: sql`p.created_at`, type: sql`timestamptz` },
    PRICE_LOW_TO_HIGH: { expression: lowestPrice(market), type: sql`bigint` },
    PRICE_HIGH_TO_LOW: { expression: lowestPrice(market), type: sql`bigint` },
  };
  return [
    { ...first[sort], descending },
    { expression: sql`p.id`, type: sql`text`, descending },
  ];
}

/** Where a row stands in its list, for its cursor. */
export function cursorOfProduct({ cursorValue, id }: ListedProductRow): readonly CursorValue[] {
  if (cursorValue instanceof Date) return [cursorValue.toISOString(), id];
  return [typeof cursorValue === 'bigint' ? String(cursorValue) : cursorValue, id];
}

/** Products by id, also those that are no longer sold (orders name them), but no drafts. */
export function selectProducts(db: Queryable, ids: readonly string[]): Promise<ProductRow[]> {
  return db.many(sql`
    select ${columns} from product p join licence l on l.code = p.licence
    where p.id = any(${ids}) and p.state <> 'DRAFT'`);
}

export function selectSoldProduct(
  db: Queryable,
  by: { readonly id: string } | { readonly handle: string },
  market: string,
  now: Date,
): Promise<ProductRow | null> {
  const named = 'id' in by ? sql`p.id = ${by.id}` : sql`p.handle = ${by.handle}`;
  return db.maybeOne(sql`
    select ${columns} from product p join licence l on l.code = p.licence where ${named} and ${isSold(market, now)}`);
}

export function selectProductPage(
  db: Queryable,
  filter: ProductFilter,
  { market, now, sort, page }: Listing,
): Promise<ListedProductRow[]> {
  const order = orderOf(sort, market, sql`p.position`);
  const { where, orderBy, limit } = keyset(page, order);
  const conditions = [isSold(market, now), where, ...filterConditions(filter)];
  return db.many(sql`
    select ${columns}, ${order[0].expression} as "cursorValue" from product p join licence l on l.code = p.licence
    where ${sql.join(conditions, sql` and `)} order by ${orderBy} limit ${limit}`);
}

function filterConditions({ category, discipline, organisation, athlete, search }: ProductFilter): readonly Sql[] {
  return [
    ...(category === null ? [] : [sql`p.category = ${category}`]),
    ...(discipline === null ? [] : [sql`p.discipline_code = ${discipline}`]),
    ...(organisation === null ? [] : [sql`p.organisation_code = ${organisation}`]),
    ...(athlete === null ? [] : [sql`p.athlete_code = ${athlete}`]),
    ...(search === null ? [] : [sql`p.search_words @@ ${search}::tsquery`]),
  ];
}

const products = sql`product p join licence l on l.code = p.licence`;

/** Products of an owner: the tables that lead from the owner's key to them. */
const owned: Readonly<Record<ProductOwner, { readonly from: Sql; readonly key: Sql; readonly position: Sql }>> = {
  athlete: { from: products, key: sql`p.athlete_code`, position: sql`p.position` },
  organisation: { from: products, key: sql`p.organisation_code`, position: sql`p.position` },
  discipline: { from: products, key: sql`p.discipline_code`, position: sql`p.position` },
  merchant: { from: products, key: sql`l.merchant_id`, position: sql`p.position` },
  collection: {
    from: sql`collection_product cp join product p on p.id = cp.product_id join licence l on l.code = p.licence`,
    key: sql`cp.collection_id`,
    position: sql`cp.position`,
  },
};

/** One page of each owner's products. */
export function selectProductsOf(
  db: Queryable,
  owner: ProductOwner,
  keys: readonly string[],
  { market, now, sort, page }: Listing,
): Promise<(ListedProductRow & { readonly ownerKey: string })[]> {
  const { from, key, position } = owned[owner];
  const order = orderOf(sort, market, position);
  return db.many(
    pageOfEach(keys, page, order, {
      columns: sql`${columns}, ${order[0].expression} as "cursorValue"`,
      from,
      where: sql`${key} = o.key and ${isSold(market, now)}`,
    }),
  );
}

export interface ProductImageRow {
  readonly productId: string;
  readonly assetKey: string;
}

export function selectImagesOfProducts(db: Queryable, productIds: readonly string[]): Promise<ProductImageRow[]> {
  return db.many(sql`
    select product_id as "productId", asset_key as "assetKey" from product_image
    where product_id = any(${productIds}) order by product_id, position`);
}
