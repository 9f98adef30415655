import type { World } from '@games/demonstration';

export interface Merchant {
  readonly id: string;
  readonly name: string;
  readonly kind: 'OFFICIAL_STORE' | 'BRAND' | 'SMALL_BUSINESS';
  readonly country: string;
  readonly commissionBasisPoints: number;
}

/** What a merchant may sell, and for which licence territories. */
export interface Licence {
  readonly code: string;
  readonly merchant: string;
  readonly name: string;
  readonly territories: readonly string[];
  /** Days from now (by the clock of the demonstration) at which it ends or is revoked. */
  readonly endsInDays?: number;
  readonly revokedDaysAgo?: number;
}

const official: Merchant = {
  id: 'official',
  name: 'Port Meridian 2028 Store',
  kind: 'OFFICIAL_STORE',
  country: 'US',
  commissionBasisPoints: 0,
};

const brandRows = [
  ['larkfield', 'Larkfield Sportswear', 'GB'],
  ['kestrel', 'Kestrel Athletic', 'US'],
  ['oriole', 'Oriole & Co.', 'FR'],
  ['sakuragi', 'Sakuragi', 'JP'],
  ['tormenta', 'Tormenta', 'MX'],
  ['norrland', 'Norrland Textil', 'SE'],
  ['paperhouse', 'The Paper House', 'US'],
  ['emaille', 'Atelier Émaille', 'FR'],
] as const;

const smallRows = [
  ['harbour-pottery', 'Harbour Street Pottery'],
  ['tideline', 'Tideline Prints'],
  ['gull-and-anchor', 'Gull & Anchor'],
  ['meridian-leather', 'Meridian Leatherworks'],
  ['saltbox', 'Saltbox Textiles'],
  ['lighthouse-toys', 'Lighthouse Toys'],
] as const;

const commissions = { BRAND: 1_200, SMALL_BUSINESS: 600 } as const;

const toMerchant = (kind: 'BRAND' | 'SMALL_BUSINESS', id: string, name: string, country: string): Merchant => ({
  id,
  name,
  kind,
  country,
  commissionBasisPoints: commissions[kind],
});

export const merchants: readonly Merchant[] = [
  official,
  ...brandRows.map(([id, name, country]) => toMerchant('BRAND', id, name, country)),
  ...smallRows.map(([id, name]) => toMerchant('SMALL_BUSINESS', id, name, 'US')),
];

const everywhere = ['US', 'CA', 'LATAM', 'UK', 'EU', 'CH', 'JP', 'CN', 'GULF'];

/** Who may sell what where. One licence ran out, one was revoked: their products are in no market any more. */
export const licences: readonly Licence[] = [
  { code: 'official', merchant: 'official', name: 'Everything of the Games', territories: everywhere },
  {
    code: 'official-west',
    merchant: 'official',
    name: 'Everything of the Games, but not in China',
    territories: everywhere.filter((t) => t !== 'CN'),
  },
  { code: 'larkfield', merchant: 'larkfield', name: 'Clothing, Europe', territories: ['UK', 'EU', 'CH', 'GULF'] },
  { code: 'kestrel', merchant: 'kestrel', name: 'Clothing, the Americas', territories: ['US', 'CA', 'LATAM'] },
  {
    code: 'oriole',
    merchant: 'oriole',
    name: 'Bags and accessories',
    territories: ['US', 'CA', 'UK', 'EU', 'CH', 'GULF'],
  },
  { code: 'sakuragi', merchant: 'sakuragi', name: 'Clothing, Asia', territories: ['JP', 'CN'] },
  { code: 'tormenta', merchant: 'tormenta', name: 'Clothing, Latin America', territories: ['LATAM', 'US'] },
  { code: 'norrland', merchant: 'norrland', name: 'Knitwear', territories: ['UK', 'EU', 'CH', 'JP', 'CA'] },
  { code: 'paperhouse', merchant: 'paperhouse', name: 'Paper goods', territories: everywhere },
  { code: 'emaille', merchant: 'emaille', name: 'Pins and mugs', territories: ['US', 'CA', 'UK', 'EU', 'CH', 'JP'] },
  ...smallRows.map(([id, name]) => ({ code: id, merchant: id, name: `${name}, local goods`, territories: ['US'] })),
  {
    code: 'kestrel-heritage',
    merchant: 'kestrel',
    name: 'Heritage clothing',
    territories: ['US', 'CA'],
    endsInDays: -3,
  },
  { code: 'oriole-plush', merchant: 'oriole', name: 'Mascots', territories: ['EU', 'UK'], revokedDaysAgo: 5 },
];

const makers: Readonly<Record<string, readonly string[]>> = {
  scarf: ['norrland', 'official'],
  beanie: ['norrland', 'official-west'],
  poster: ['paperhouse'],
  notebook: ['paperhouse'],
  book: ['paperhouse'],
  print: ['paperhouse', 'official-west'],
  pin: ['emaille', 'official'],
  mug: ['emaille', 'official', 'harbour-pottery'],
  'tote-bag': ['oriole', 'official'],
  backpack: ['oriole', 'official-west'],
  plush: ['official', 'lighthouse-toys', 'oriole-plush'],
};
const clothing = ['official', 'larkfield', 'kestrel', 'sakuragi', 'tormenta', 'official-west'];

/** The licence under which a product of a kind is sold: one of those that make it. */
export function licenceFor(kind: string, sized: boolean, stream: ReturnType<World['random']>): string {
  return stream.pick(makers[kind] ?? (sized ? clothing : ['official', 'official-west']));
}
