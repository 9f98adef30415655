/** The markets of the demonstration store: adding one is adding a row here, as it is adding rows to a database. */

export interface Market {
  readonly code: string;
  readonly name: string;
  readonly currency: string;
  readonly territory: string;
  readonly languages: readonly string[];
  readonly countries: readonly string[];
  readonly methods: readonly ('VISA' | 'ALIPAY')[];
  /** Warehouses that supply it, the first one first. */
  readonly warehouses: readonly string[];
  /** Minor units that a US cent comes to, as a fraction. */
  readonly rate: readonly [numerator: bigint, denominator: bigint];
  /** Prices end like this: the step they are rounded to, and what is taken off. In minor units. */
  readonly ending: { readonly step: bigint; readonly less: bigint };
}

type Row = readonly [
  code: string,
  name: string,
  currency: string,
  territory: string,
  languages: string,
  countries: string,
  methods: string,
  warehouses: string,
  rate: readonly [bigint, bigint],
  ending: readonly [bigint, bigint],
];

const table: readonly Row[] = [
  ['US', 'United States', 'USD', 'US', 'en es', 'US PR', 'VISA', 'USW USE', [1n, 1n], [100n, 1n]],
  ['CA', 'Canada', 'CAD', 'CA', 'en fr', 'CA', 'VISA', 'USW USE', [136n, 100n], [100n, 1n]],
  ['MX', 'Mexico', 'MXN', 'LATAM', 'es en', 'MX', 'VISA', 'MEX USW', [171n, 10n], [1000n, 100n]],
  ['BR', 'Brazil', 'BRL', 'LATAM', 'en es', 'BR', 'VISA', 'MEX', [5n, 1n], [500n, 10n]],
  ['GB', 'United Kingdom', 'GBP', 'UK', 'en', 'GB', 'VISA', 'GBR EUR', [79n, 100n], [100n, 1n]],
  ['FR', 'France and Benelux', 'EUR', 'EU', 'fr en', 'FR MC BE LU', 'VISA ALIPAY', 'EUR', [92n, 100n], [100n, 10n]],
  ['DE', 'Germany and Austria', 'EUR', 'EU', 'en', 'DE AT', 'VISA', 'EUR', [92n, 100n], [100n, 5n]],
  ['ES', 'Spain and Portugal', 'EUR', 'EU', 'es en', 'ES PT AD', 'VISA', 'EUR', [90n, 100n], [100n, 5n]],
  ['CH', 'Switzerland', 'CHF', 'CH', 'fr en', 'CH LI', 'VISA', 'EUR', [98n, 100n], [100n, 10n]],
  ['JP', 'Japan', 'JPY', 'JP', 'en', 'JP', 'VISA ALIPAY', 'TYO', [150n, 100n], [100n, 20n]],
  ['CN', 'China', 'CNY', 'CN', 'en', 'CN HK', 'ALIPAY', 'SHA', [72n, 10n], [1000n, 100n]],
  ['BH', 'Bahrain', 'BHD', 'GULF', 'en', 'BH', 'VISA', 'EUR', [377n, 100n], [500n, 50n]],
];

export const markets: readonly Market[] = table.map(
  ([code, name, currency, territory, languages, countries, methods, warehouses, rate, [step, less]]) => ({
    code,
    name,
    currency,
    territory,
    languages: languages.split(' '),
    countries: countries.split(' '),
    methods: methods.split(' ') as ('VISA' | 'ALIPAY')[],
    warehouses: warehouses.split(' '),
    rate,
    ending: { step, less },
  }),
);

/** The market of the stands at the venues. */
export const hostMarket = 'US';

export const licenceTerritories: readonly (readonly [code: string, name: string])[] = [
  ['US', 'United States'],
  ['CA', 'Canada'],
  ['LATAM', 'Latin America'],
  ['UK', 'United Kingdom'],
  ['EU', 'European Union'],
  ['CH', 'Switzerland'],
  ['JP', 'Japan'],
  ['CN', 'China'],
  ['GULF', 'Gulf states'],
];

export const warehouses: readonly (readonly [code: string, name: string, country: string])[] = [
  ['USW', 'Warehouse Port Meridian', 'US'],
  ['USE', 'Warehouse Newark', 'US'],
  ['MEX', 'Warehouse Monterrey', 'MX'],
  ['GBR', 'Warehouse Daventry', 'GB'],
  ['EUR', 'Warehouse Lille', 'FR'],
  ['TYO', 'Warehouse Chiba', 'JP'],
  ['SHA', 'Warehouse Shanghai', 'CN'],
];

/** A price in a market from one in US cents, ending as prices there do. Always positive. */
export function priceIn({ rate, ending }: Market, usdCents: number): bigint {
  const exact = (BigInt(usdCents) * rate[0]) / rate[1];
  const steps = exact / ending.step + (exact % ending.step > 0n ? 1n : 0n);
  return steps * ending.step - ending.less;
}
