import { type Queryable, sql } from '@games/postgres';
import type { Offer } from '../catalogue/variants.ts';

/** Holds that have lapsed and were not cleared away yet: `held` still counts them, a buyer need not. */
const lapsed = sql`
  coalesce((
    select sum(h.quantity) from stock_hold h
    where h.sku = s.sku and h.location = s.location and h.expires_at <= now()), 0)`;

export interface StockCountRow extends Offer {
  readonly onHand: number;
  readonly available: number;
}

/** What the warehouses of markets have of variants. For display: who sells decides by the rows themselves. */
export function selectStockCounts(db: Queryable, offers: readonly Offer[]): Promise<StockCountRow[]> {
  return db.many(sql`
    select wanted.sku, wanted.market, sum(s.on_hand)::integer as "onHand",
      sum(s.on_hand - s.held + ${lapsed})::integer as available
    from ${sql.rows('wanted', offers, { sku: 'text', market: 'text' })}
      join market_supply ms on ms.market = wanted.market
      join stock s on s.sku = wanted.sku and s.location = ms.location
    group by wanted.sku, wanted.market`);
}

export interface StockLevelRow {
  readonly sku: string;
  readonly onHand: number;
  readonly held: number;
  readonly locationCode: string;
  readonly locationName: string;
  readonly locationKind: 'WAREHOUSE' | 'STAND';
  readonly country: string;
  readonly venueCode: string | null;
}

/** What lies where of variants; lapsed holds are not counted as held. */
export function selectStockLevels(db: Queryable, skus: readonly string[]): Promise<StockLevelRow[]> {
  return db.many(sql`
    select s.sku, s.on_hand as "onHand", (s.held - ${lapsed})::integer as held, sl.code as "locationCode",
      sl.name as "locationName", sl.kind as "locationKind", sl.country, sl.venue_code as "venueCode"
    from stock s join stock_location sl on sl.code = s.location
    where s.sku = any(${skus}) order by s.sku, sl.kind desc, sl.code`);
}
