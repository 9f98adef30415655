import { type Queryable, sql } from '@games/postgres';
import { keyset, type Localised, type Page } from '@games/subgraph';
import { isLicensed } from '../markets/markets.ts';

export type CollectionKind = 'GAMES' | 'HERITAGE' | 'ATHLETE';

export interface CollectionRow {
  readonly id: string;
  readonly kind: CollectionKind;
  readonly position: number;
  readonly texts: Localised<{ readonly title: string }>;
}

const columns = sql`c.id, c.kind, c.position, c.texts`;

export function selectCollections(db: Queryable, ids: readonly string[]): Promise<CollectionRow[]> {
  return db.many(sql`select ${columns} from collection c where c.id = any(${ids})`);
}

/** One page of the collections that have something for sale in a market. */
export function selectCollectionPage(
  db: Queryable,
  market: string,
  kind: CollectionKind | null,
  now: Date,
  page: Page,
): Promise<CollectionRow[]> {
  const { where, orderBy, limit } = keyset(page, [{ expression: sql`c.position`, type: sql`integer` }]);
  const isOfKind = kind === null ? sql`true` : sql`c.kind = ${kind}`;
  return db.many(sql`
    select ${columns} from collection c
    where ${isOfKind} and ${where} and exists (
      select from collection_product cp join product p on p.id = cp.product_id join licence l on l.code = p.licence
      where cp.collection_id = c.id and p.state = 'ACTIVE' and ${isLicensed(sql`${market}`, now)}
        and exists (select from price pr where pr.market = ${market} and pr.product_id = p.id))
    order by ${orderBy} limit ${limit}`);
}

/** The collections of each product, as the store arranges them; at most 20 of each. */
export function selectCollectionsOfProducts(
  db: Queryable,
  productIds: readonly string[],
): Promise<(CollectionRow & { readonly productId: string })[]> {
  return db.many(sql`
    select owner.id as "productId", listed.* from unnest(${productIds}::text[]) as owner(id) cross join lateral (
      select ${columns} from collection_product cp join collection c on c.id = cp.collection_id
      where cp.product_id = owner.id order by c.position limit 20
    ) listed`);
}

export interface CategoryRow {
  readonly code: string;
  readonly texts: Localised<{ readonly name: string }>;
}

export function selectCategories(db: Queryable, codes: readonly string[]): Promise<CategoryRow[]> {
  return db.many(sql`select code, texts from category where code = any(${codes})`);
}

export function selectAllCategories(db: Queryable): Promise<CategoryRow[]> {
  return db.many(sql`select code, texts from category order by position limit 500`);
}

export interface MerchantRow {
  readonly id: string;
  readonly name: string;
  readonly kind: 'OFFICIAL_STORE' | 'BRAND' | 'SMALL_BUSINESS';
  readonly country: string;
}

export function selectMerchants(db: Queryable, ids: readonly string[]): Promise<MerchantRow[]> {
  return db.many(sql`select id, name, kind, country from merchant where id = any(${ids})`);
}
