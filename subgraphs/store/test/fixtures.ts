import { type CopyValue, copyJson, copyRows, copyTextArray, type Database } from '@games/postgres';
import { searchTextOf } from '../src/domain/catalogue/searchText.ts';

type Rows = readonly (readonly CopyValue[])[];

const titles = (en: string, fr: string): string =>
  copyJson({ en: { title: en, description: `${en}.` }, fr: { title: fr, description: `${fr}.` } });

/** A store small enough to be looked at closely: four markets, five products, two fans. */
export async function fillStore(database: Database): Promise<void> {
  const put = (table: string, columns: string, rows: Rows) => copyRows(database, table, columns.split(' '), rows);

  await put('licence_territory', 'code name', [
    ['US', 'United States'],
    ['EU', 'European Union'],
    ['JP', 'Japan'],
    ['GULF', 'Gulf'],
  ]);
  await put('market', 'code name position currency licence_territory', [
    ['US', 'United States', 1, 'USD', 'US'],
    ['FR', 'France', 2, 'EUR', 'EU'],
    ['JP', 'Japan', 3, 'JPY', 'JP'],
    ['BH', 'Bahrain', 4, 'BHD', 'GULF'],
  ]);
  await put('market_country', 'country market', [
    ['US', 'US'],
    ['FR', 'FR'],
    ['MC', 'FR'],
    ['JP', 'JP'],
    ['BH', 'BH'],
  ]);
  await put('market_language', 'market position language', [
    ['US', 1, 'en'],
    ['FR', 1, 'fr'],
    ['FR', 2, 'en'],
    ['JP', 1, 'en'],
    ['BH', 1, 'en'],
  ]);
  await put('market_payment_method', 'market position method', [
    ['FR', 1, 'ALIPAY'],
    ['FR', 2, 'VISA'],
  ]);

  await put('merchant', 'id name kind country commission_basis_points', [
    ['shop', 'The Shop', 'OFFICIAL_STORE', 'US', 0],
    ['potter', 'Potter', 'SMALL_BUSINESS', 'US', 600],
  ]);
  await put('licence', 'code merchant_id name starts_at ends_at revoked_at', [
    ['all', 'shop', 'Everything', '2027-01-01T00:00:00Z', null, null],
    ['local', 'potter', 'Mugs', '2027-01-01T00:00:00Z', null, null],
    ['over', 'shop', 'Old', '2027-01-01T00:00:00Z', '2028-07-22T00:00:00Z', null],
    ['taken-back', 'shop', 'Revoked', '2027-01-01T00:00:00Z', null, '2028-07-20T00:00:00Z'],
  ]);
  const everywhere = ['US', 'EU', 'JP', 'GULF'];
  await put('licence_coverage', 'licence territory', [
    ...['all', 'over', 'taken-back'].flatMap((licence) => everywhere.map((territory) => [licence, territory])),
    ['local', 'US'],
  ]);

  await put('category', 'code position texts', [
    ['t-shirt', 1, copyJson({ en: { name: 'T-shirts' }, fr: { name: 'T-shirts' } })],
    ['mug', 2, copyJson({ en: { name: 'Mugs' } })],
  ]);
  const products = [
    ['shirt', 'all', 't-shirt', 'ACTIVE', 'Team shirt', 'Maillot d’équipe', 1, '2028-01-01T00:00:00Z'],
    ['mug', 'local', 'mug', 'ACTIVE', 'Café mug', 'Tasse à café', 2, '2028-03-01T00:00:00Z'],
    ['old', 'over', 't-shirt', 'ACTIVE', 'Old shirt', 'Vieux maillot', 3, '2028-02-01T00:00:00Z'],
    ['gone', 'taken-back', 't-shirt', 'ACTIVE', 'Gone shirt', 'Maillot perdu', 4, '2028-02-01T00:00:00Z'],
    ['draft', 'all', 't-shirt', 'DRAFT', 'Draft shirt', 'Brouillon', 5, '2028-02-01T00:00:00Z'],
    ['archived', 'all', 't-shirt', 'ARCHIVED', 'Archived shirt', 'Archive', 6, '2028-02-01T00:00:00Z'],
    ['cheap', 'all', 't-shirt', 'ACTIVE', 'Cheap shirt', 'Maillot pas cher', 7, '2028-04-01T00:00:00Z'],
  ] as const;
  await put(
    'product',
    'id handle licence category state texts search_text athlete_code organisation_code discipline_code position created_at',
    products.map(([id, licence, category, state, en, fr, position, created]) => [
      id,
      `the-${id}`,
      licence,
      category,
      state,
      titles(en, fr),
      searchTextOf([en, fr]),
      '1000001',
      'KEN',
      'ATH',
      position,
      created,
    ]),
  );
  await put('product_image', 'product_id position asset_key', [['shirt', 1, 'merchandise-t-shirt']]);
  const option = (value: string): string => copyJson([{ name: 'size', value }]);
  await put('variant', 'sku product_id position options barcode weight_grams', [
    ['SHIRT-M', 'shirt', 1, option('M'), '4006381333931', 180],
    ['SHIRT-L', 'shirt', 2, option('L'), null, 190],
    ...['mug', 'old', 'gone', 'draft', 'archived', 'cheap'].map((id) => [id.toUpperCase(), id, 1, '[]', null, 300]),
  ]);
  await put('collection', 'id kind position texts', [
    ['games', 'GAMES', 1, copyJson({ en: { title: 'The Games' }, fr: { title: 'Les Jeux' } })],
    ['pottery', 'HERITAGE', 2, copyJson({ en: { title: 'Pottery' } })],
  ]);
  await put('collection_product', 'collection_id product_id position', [
    ['games', 'cheap', 1],
    ['games', 'shirt', 2],
    ['games', 'old', 3],
    ['pottery', 'mug', 1],
  ]);
  const prices: (readonly [string, string, string, string, bigint, bigint | null])[] = [
    ['SHIRT-M', 'shirt', 'US', 'USD', 2_999n, 3_999n],
    ['SHIRT-L', 'shirt', 'US', 'USD', 3_199n, null],
    ['SHIRT-M', 'shirt', 'FR', 'EUR', 2_790n, null],
    ['SHIRT-L', 'shirt', 'FR', 'EUR', 2_790n, null],
    ['SHIRT-M', 'shirt', 'JP', 'JPY', 4_480n, null],
    ['SHIRT-M', 'shirt', 'BH', 'BHD', 11_450n, null],
    // The potter has a price in France, but no licence there.
    ['MUG', 'mug', 'US', 'USD', 1_499n, null],
    ['MUG', 'mug', 'FR', 'EUR', 1_390n, null],
    ...['old', 'gone', 'draft', 'archived'].map((id) => [id.toUpperCase(), id, 'US', 'USD', 999n, null] as const),
    ['CHEAP', 'cheap', 'US', 'USD', 500n, null],
  ];
  await put('price', 'sku product_id market currency amount_minor prior_minor', prices);

  await put('stock_location', 'code name kind country venue_code', [
    ['WEST', 'Warehouse west', 'WAREHOUSE', 'US', null],
    ['EAST', 'Warehouse east', 'WAREHOUSE', 'US', null],
    ['PARIS', 'Warehouse Paris', 'WAREHOUSE', 'FR', null],
    ['STAND-STA', 'Stand', 'STAND', 'US', 'STA'],
  ]);
  await put('market_supply', 'market position location', [
    ['US', 1, 'WEST'],
    ['US', 2, 'EAST'],
    ['FR', 1, 'PARIS'],
  ]);
  await put('stock', 'sku location on_hand held', [
    ['SHIRT-M', 'WEST', 10, 0],
    ['SHIRT-M', 'EAST', 3, 1],
    ['SHIRT-M', 'STAND-STA', 50, 48],
    ['SHIRT-L', 'WEST', 4, 4],
    ['MUG', 'WEST', 5, 2],
    ['CHEAP', 'WEST', 0, 0],
    ['MUG', 'STAND-STA', 3, 3],
  ]);
  await put('pickup_point', 'id location venue_code market name directions utc_offset_minutes', [
    ['STA-A', 'STAND-STA', 'STA', 'US', 'Stadium, gate A', 'Inside gate A.', -420],
  ]);
  await put('pickup_slot', 'pickup_point starts_at ends_at capacity taken', [
    ['STA-A', '2028-07-22T19:00:00-07:00', '2028-07-22T19:30:00-07:00', 2, 0],
    ['STA-A', '2028-07-22T19:30:00-07:00', '2028-07-22T20:00:00-07:00', 2, 2],
    ['STA-A', '2028-07-22T20:00:00-07:00', '2028-07-22T20:30:00-07:00', 2, 1],
  ]);

  await put('cart', 'id fan_subject market state created_at updated_at', [
    ['alices', 'alice', 'US', 'OPEN', '2028-07-20T00:00:00Z', '2028-07-21T00:00:00Z'],
    ['alices-old', 'alice', 'US', 'ORDERED', '2028-07-10T00:00:00Z', '2028-07-11T00:00:00Z'],
    ['bobs', 'bob', 'FR', 'OPEN', '2028-07-20T00:00:00Z', '2028-07-21T00:00:00Z'],
  ]);
  await put('cart_line', 'cart_id sku quantity added_at', [
    ['alices', 'SHIRT-M', 2, '2028-07-20T00:00:00Z'],
    ['alices', 'SHIRT-L', 1, '2028-07-20T00:01:00Z'],
    ['alices', 'GONE', 1, '2028-07-20T00:02:00Z'],
    ['bobs', 'SHIRT-M', 1, '2028-07-20T00:00:00Z'],
  ]);
  await put(
    'shop_order',
    'id number fan_subject market currency state placed_at subtotal_minor discount_minor delivery_minor tax_minor rounding_mode fulfilment recipient address_lines postal_code city country pickup_point pickup_starts_at pickup_code',
    [
      [
        'o1',
        'PM-1',
        'alice',
        'US',
        'USD',
        'COMPLETED',
        '2028-07-10T00:00:00Z',
        5_998n,
        600n,
        590n,
        459n,
        'HALF_EVEN',
        'PARCEL',
        'Alice Ash',
        copyTextArray(['1 "Q" Street', 'Flat \\2']),
        '90028',
        'Port Meridian',
        'US',
        null,
        null,
        null,
      ],
      [
        'o2',
        'PM-2',
        'alice',
        'US',
        'USD',
        'READY_FOR_PICKUP',
        '2028-07-22T00:00:00Z',
        1_499n,
        0n,
        0n,
        115n,
        'HALF_EVEN',
        'PICKUP',
        null,
        null,
        null,
        null,
        null,
        'STA-A',
        '2028-07-22T20:00:00-07:00',
        '123456',
      ],
      [
        'o3',
        'PM-3',
        'bob',
        'JP',
        'JPY',
        'PAID',
        '2028-07-21T00:00:00Z',
        4_480n,
        0n,
        885n,
        488n,
        'HALF_EVEN',
        'PARCEL',
        'Bob Birch',
        copyTextArray(['2-1']),
        null,
        'Chiba',
        'JP',
        null,
        null,
        null,
      ],
    ],
  );
  await put('order_line', 'order_id sku product_id position title quantity unit_minor merchant_id location', [
    ['o1', 'SHIRT-M', 'shirt', 1, 'Team shirt, M', 2, 2_999n, 'shop', 'WEST'],
    ['o2', 'MUG', 'mug', 1, 'Café mug', 1, 1_499n, 'potter', 'STAND-STA'],
    ['o3', 'SHIRT-M', 'shirt', 1, 'Team shirt, M', 1, 4_480n, 'shop', 'WEST'],
  ]);
  await put('order_state_change', 'order_id state changed_at', [
    ['o1', 'PLACED', '2028-07-10T00:00:00Z'],
    ['o1', 'PAID', '2028-07-10T00:01:00Z'],
    ['o1', 'COMPLETED', '2028-07-14T00:00:00Z'],
  ]);
  await put('review', 'id order_id sku product_id fan_subject rating title body language author state created_at', [
    [
      'r1',
      'o1',
      'SHIRT-M',
      'shirt',
      'alice',
      4,
      'Good',
      'It fits.',
      'en',
      'Alice A.',
      'APPROVED',
      '2028-07-15T00:00:00Z',
    ],
    [
      'r2',
      'o3',
      'SHIRT-M',
      'shirt',
      'bob',
      1,
      'Bad',
      'It does not.',
      'en',
      'Bob B.',
      'PENDING',
      '2028-07-16T00:00:00Z',
    ],
  ]);
}
