import { type Queryable, sql } from '@games/postgres';
import { isLicensed } from '../markets/markets.ts';

export interface VariantRow {
  readonly sku: string;
  readonly productId: string;
  readonly options: readonly { readonly name: string; readonly value: string }[];
  readonly barcode: string | null;
  readonly weightGrams: number;
}

const columns = sql`v.sku, v.product_id as "productId", v.options, v.barcode, v.weight_grams as "weightGrams"`;

/** Variants by their stock keeping units; those of drafts are not there yet. */
export function selectVariants(db: Queryable, skus: readonly string[]): Promise<VariantRow[]> {
  return db.many(sql`
    select ${columns} from variant v join product p on p.id = v.product_id
    where v.sku = any(${skus}) and p.state <> 'DRAFT'`);
}

export function selectVariantsOfProducts(db: Queryable, productIds: readonly string[]): Promise<VariantRow[]> {
  return db.many(sql`
    select ${columns} from variant v where v.product_id = any(${productIds}) order by v.product_id, v.position`);
}

/** A variant in a market: what prices and stock are asked for. */
export interface Offer {
  readonly sku: string;
  readonly market: string;
}

export interface PriceRow extends Offer {
  readonly currency: string;
  readonly amountMinor: bigint;
  readonly priorMinor: bigint | null;
}

/** What variants cost in markets; without a row for those that are not sold or not licensed there. */
export function selectPrices(db: Queryable, offers: readonly Offer[], now: Date): Promise<PriceRow[]> {
  return db.many(sql`
    select pr.sku, pr.market, pr.currency, pr.amount_minor as "amountMinor", pr.prior_minor as "priorMinor"
    from ${sql.rows('wanted', offers, { sku: 'text', market: 'text' })}
      join price pr on pr.sku = wanted.sku and pr.market = wanted.market
      join product p on p.id = pr.product_id join licence l on l.code = p.licence
    where p.state = 'ACTIVE' and ${isLicensed(sql`wanted.market`, now)}`);
}

export interface PriceRangeRow {
  readonly productId: string;
  readonly currency: string;
  readonly lowestMinor: bigint;
  readonly highestMinor: bigint;
}

/** The lowest and highest price of products in a market; without a row for those that are not sold there. */
export function selectPriceRanges(
  db: Queryable,
  productIds: readonly string[],
  market: string,
  now: Date,
): Promise<PriceRangeRow[]> {
  return db.many(sql`
    select pr.product_id as "productId", pr.currency, min(pr.amount_minor) as "lowestMinor",
      max(pr.amount_minor) as "highestMinor"
    from price pr join product p on p.id = pr.product_id join licence l on l.code = p.licence
    where pr.product_id = any(${productIds}) and pr.market = ${market} and p.state = 'ACTIVE'
      and ${isLicensed(sql`${market}`, now)}
    group by pr.product_id, pr.currency`);
}
