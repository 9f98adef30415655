import { type Queryable, type Sql, sql } from '@games/postgres';

export interface MarketRow {
  readonly code: string;
  readonly name: string;
  readonly currency: string;
  readonly licenceTerritory: string;
  readonly languages: readonly string[];
  readonly countries: readonly string[];
  readonly paymentMethods: readonly ('VISA' | 'ALIPAY')[];
}

const columns = sql`
  m.code, m.name, m.currency, m.licence_territory as "licenceTerritory",
  array(select l.language::text from market_language l where l.market = m.code order by l.position) as languages,
  array(select c.country::text from market_country c where c.market = m.code order by c.country) as countries,
  array(select p.method from market_payment_method p where p.market = m.code order by p.position) as "paymentMethods"`;

export function selectMarkets(db: Queryable, codes: readonly string[]): Promise<MarketRow[]> {
  return db.many(sql`select ${columns} from market m where m.code = any(${codes})`);
}

export function selectAllMarkets(db: Queryable): Promise<MarketRow[]> {
  return db.many(sql`select ${columns} from market m order by m.position limit 250`);
}

export function selectMarketOfCountry(db: Queryable, country: string): Promise<MarketRow | null> {
  return db.maybeOne(sql`
    select ${columns} from market m join market_country mc on mc.market = m.code where mc.country = ${country}`);
}

/** That a licence, joined as `l`, stands now and covers the territory of a market (an expression that gives its code). */
export function isLicensed(market: Sql, now: Date): Sql {
  return sql`l.starts_at <= ${now} and (l.ends_at is null or l.ends_at > ${now})
    and (l.revoked_at is null or l.revoked_at > ${now})
    and exists (
      select from licence_coverage cover join market licensed on licensed.licence_territory = cover.territory
      where cover.licence = l.code and licensed.code = ${market})`;
}
