import { sql } from '@games/postgres';
import type { ServedForTests } from '@games/subgraph/testing';
import { testViewer } from '@games/testing';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { fillStore } from './fixtures.ts';
import { fan, staff, startStore } from './startStore.ts';

let store: ServedForTests;

beforeAll(async () => {
  store = await startStore();
  await fillStore(store.database);
});
afterAll(() => store.close());

const entity = (type: string, key: object, fields: string, viewer = testViewer()) =>
  store
    .ask(
      `query ($r: [_Any!]!) { _entities(representations: $r) { ... on ${type} { ${fields} } } }`,
      { r: [{ __typename: type, ...key }] },
      viewer,
    )
    .then(({ data, errors }) => ({ found: data?._entities?.[0], code: errors?.[0]?.extensions.code }));

async function listed(market: string, rest = ''): Promise<readonly string[]> {
  const { data, errors } = await store.ask(`{ products(market: "${market}" ${rest}) { nodes { id } } }`);
  expect(errors).toBeUndefined();
  return data.products.nodes.map(({ id }: { id: string }) => id);
}

describe('what a market shows', () => {
  test('only what is licensed for its territory and has a price there, no drafts and nothing archived', async () => {
    expect(await listed('US')).toEqual(['prd_shirt', 'prd_mug', 'prd_cheap']);
    expect(await listed('FR')).toEqual(['prd_shirt']);
    expect(await listed('BH')).toEqual(['prd_shirt']);
  });

  test('a licence that ran out or was revoked hides its products from that moment on', async () => {
    store.setClock('2028-07-19T00:00:00Z');
    expect(await listed('US')).toEqual(['prd_shirt', 'prd_mug', 'prd_old', 'prd_gone', 'prd_cheap']);
    store.setClock('2028-07-20T00:00:00Z');
    expect(await listed('US')).not.toContain('prd_gone');
    store.setClock('2028-07-22T00:00:00Z');
    expect(await listed('US')).not.toContain('prd_old');
    store.setClock('2028-07-22T19:30:00-07:00');
  });

  test('what is not licensed there has no price, no stock and no page, although a price is on file', async () => {
    const { found } = await entity(
      'Product',
      { id: 'prd_mug' },
      'soldIn(market: "FR") priceRange(market: "FR") { lowest { amount } } variants { price(market: "FR") { current { amount } } availability(market: "FR") { state quantity } }',
    );
    expect(found).toEqual({
      soldIn: false,
      priceRange: null,
      variants: [{ price: null, availability: { state: 'NOT_SOLD', quantity: 0 } }],
    });
    expect((await store.ask('{ product(market: "FR", handle: "the-mug") { id } }')).data).toEqual({ product: null });
    expect((await store.ask('{ product(market: "US", handle: "the-mug") { id } }')).data.product.id).toBe('prd_mug');
  });

  test('collections without anything for sale in the market are not shown', async () => {
    const titles = async (market: string) =>
      (
        await store.ask(
          `{ collections(market: "${market}") { nodes { title products(market: "${market}") { nodes { id } } } } }`,
        )
      ).data.collections.nodes;
    expect(await titles('FR')).toEqual([{ title: 'The Games', products: { nodes: [{ id: 'prd_shirt' }] } }]);
    expect(await titles('US')).toEqual([
      { title: 'The Games', products: { nodes: [{ id: 'prd_cheap' }, { id: 'prd_shirt' }] } },
      { title: 'Pottery', products: { nodes: [{ id: 'prd_mug' }] } },
    ]);
  });

  test('athletes, organisations, disciplines and merchants list their goods of a market', async () => {
    const goods = 'merchandise(market: "FR") { nodes { id } }';
    const shirt = { merchandise: { nodes: [{ id: 'prd_shirt' }] } };
    expect((await entity('Athlete', { id: 'ath_1000001' }, goods)).found).toEqual(shirt);
    expect((await entity('Organisation', { code: 'KEN' }, goods)).found).toEqual(shirt);
    expect((await entity('Discipline', { code: 'ATH' }, goods)).found).toEqual(shirt);
    expect((await entity('Athlete', { id: 'ath_0' }, goods)).found).toEqual({ merchandise: { nodes: [] } });
    const potter = await entity('Merchant', { id: 'mer_potter' }, 'name products(market: "US") { nodes { id } }');
    expect(potter.found).toEqual({ name: 'Potter', products: { nodes: [{ id: 'prd_mug' }] } });
  });

  test('a market that does not exist is named as the fault', async () => {
    for (const query of [
      '{ products(market: "XX") { nodes { id } } }',
      '{ collections(market: "XX") { nodes { id } } }',
      '{ variant(sku: "MUG") { price(market: "XX") { current { amount } } } }',
    ]) {
      const { errors } = await store.ask(query);
      expect([errors?.[0]?.extensions.code, errors?.[0]?.message]).toEqual([
        'BAD_USER_INPUT',
        expect.stringContaining('"XX"'),
      ]);
    }
    expect((await entity('Market', { code: 'XX' }, 'name')).found).toBeNull();
  });
});

describe('order and search', () => {
  test('products are listed by arrangement, age and price, and the pages join without gap or double', async () => {
    expect(await listed('US', 'sort: NEWEST')).toEqual(['prd_cheap', 'prd_mug', 'prd_shirt']);
    expect(await listed('US', 'sort: PRICE_LOW_TO_HIGH')).toEqual(['prd_cheap', 'prd_mug', 'prd_shirt']);
    expect(await listed('US', 'sort: PRICE_HIGH_TO_LOW')).toEqual(['prd_shirt', 'prd_mug', 'prd_cheap']);
    for (const sort of ['FEATURED', 'NEWEST', 'PRICE_LOW_TO_HIGH', 'PRICE_HIGH_TO_LOW']) {
      const seen: string[] = [];
      let after: string | null = null;
      do {
        const page: string = after === null ? '' : `, after: "${after}"`;
        const { data } = await store.ask(
          `{ products(market: "US", sort: ${sort}, first: 1${page}) { nodes { id } pageInfo { hasNextPage endCursor } } }`,
        );
        seen.push(...data.products.nodes.map(({ id }: { id: string }) => id));
        after = data.products.pageInfo.hasNextPage ? data.products.pageInfo.endCursor : null;
      } while (after !== null);
      expect(seen).toEqual(await listed('US', `sort: ${sort}`));
    }
  });

  test('a list can be read from its end', async () => {
    const { data } = await store.ask(
      '{ products(market: "US", last: 2) { nodes { id } pageInfo { hasPreviousPage hasNextPage } } }',
    );
    expect(data.products).toEqual({
      nodes: [{ id: 'prd_mug' }, { id: 'prd_cheap' }],
      pageInfo: { hasPreviousPage: true, hasNextPage: false },
    });
  });

  test('a cursor of another order, market or list is refused', async () => {
    const { data } = await store.ask('{ products(market: "US", first: 1) { pageInfo { endCursor } } }');
    const cursor = data.products.pageInfo.endCursor;
    for (const query of [
      `{ products(market: "US", sort: NEWEST, after: "${cursor}") { nodes { id } } }`,
      `{ products(market: "FR", after: "${cursor}") { nodes { id } } }`,
      `{ collections(market: "US", after: "${cursor}") { nodes { id } } }`,
    ]) {
      expect((await store.ask(query)).errors?.[0]?.extensions.code).toBe('INVALID_CURSOR');
    }
    const tooLarge = await store.ask('{ products(market: "US", first: 1000000) { nodes { id } } }');
    expect(tooLarge.errors?.[0]?.extensions.code).toBe('PAGE_TOO_LARGE');
  });

  test('search takes beginnings of words in any language, in any order, and forgives accents', async () => {
    const found = (text: string) =>
      store
        .ask('query ($text: String) { products(market: "US", search: $text) { nodes { id } } }', { text })
        .then(({ data }) => data.products.nodes.map(({ id }: { id: string }) => id));
    expect(await found('CAFE')).toEqual(['prd_mug']);
    expect(await found('tass caf')).toEqual(['prd_mug']);
    expect(await found('equipe maillot')).toEqual(['prd_shirt']);
    expect(await found('shirt')).toEqual(['prd_shirt', 'prd_cheap']);
    expect(await found('hoodie')).toEqual([]);
    for (const hostile of ["'; drop table product; --", 'a & | ! ( ) :* <->', ':*', '\\', '%']) {
      expect(Array.isArray(await found(hostile))).toBe(true);
    }
  });

  test('filters narrow a list together', async () => {
    expect(await listed('US', 'category: "mug"')).toEqual(['prd_mug']);
    expect(await listed('US', 'category: "mug", search: "shirt"')).toEqual([]);
    expect(await listed('US', 'athlete: "ath_1000001", discipline: "ATH", organisation: "KEN"')).toHaveLength(3);
    expect(await listed('US', 'discipline: "SWM"')).toEqual([]);
  });
});

describe('prices and stock', () => {
  const variantOf = async (sku: string, market: string) =>
    (
      await store.ask(
        `{ variant(sku: "${sku}") { price(market: "${market}") { current { amount currency } prior { amount } } availability(market: "${market}") { state quantity } } }`,
      )
    ).data.variant;

  test('amounts have as many decimals as their currency', async () => {
    expect((await variantOf('SHIRT-M', 'US')).price).toEqual({
      current: { amount: '29.99', currency: 'USD' },
      prior: { amount: '39.99' },
    });
    expect((await variantOf('SHIRT-M', 'JP')).price.current).toEqual({ amount: '4480', currency: 'JPY' });
    expect((await variantOf('SHIRT-M', 'BH')).price.current).toEqual({ amount: '11.450', currency: 'BHD' });
  });

  test('stock is what the warehouses of the market have, less what others hold; stands are not counted', async () => {
    expect((await variantOf('SHIRT-M', 'US')).availability).toEqual({ state: 'IN_STOCK', quantity: 12 });
    expect((await variantOf('MUG', 'US')).availability).toEqual({ state: 'LOW', quantity: 3 });
    expect((await variantOf('SHIRT-M', 'FR')).availability).toEqual({ state: 'SOLD_OUT', quantity: 0 });
  });

  test('what others hold is not sold out', async () => {
    expect((await variantOf('SHIRT-L', 'US')).availability).toEqual({ state: 'HELD', quantity: 0 });
    expect((await variantOf('CHEAP', 'US')).availability).toEqual({ state: 'SOLD_OUT', quantity: 0 });
  });

  test('a hold that has lapsed keeps nothing back, whether or not somebody cleared it away', async () => {
    await store.database.run(sql`
      insert into stock_hold (cart_id, sku, location, quantity, expires_at)
      values ('bobs', 'SHIRT-L', 'WEST', 3, now() - interval '1 second'), ('alices', 'SHIRT-L', 'WEST', 1, now() + interval '1 hour')`);
    expect((await variantOf('SHIRT-L', 'US')).availability).toEqual({ state: 'LOW', quantity: 3 });
    const levels = await entity(
      'Variant',
      { sku: 'SHIRT-L' },
      'stock { onHand held available location { code kind venue { code } } }',
      staff,
    );
    expect(levels.found.stock).toEqual([
      { onHand: 4, held: 1, available: 3, location: { code: 'WEST', kind: 'WAREHOUSE', venue: null } },
    ]);
    await store.database.run(sql`delete from stock_hold`);
  });

  test('what lies where is for staff of the store', async () => {
    for (const viewer of [
      testViewer(),
      fan('alice'),
      testViewer({ kind: 'fan', subject: 'alice', scopes: ['staff:store'] }),
      testViewer({ kind: 'staff', subject: 'x', scopes: ['staff:media'] }),
    ]) {
      expect((await entity('Variant', { sku: 'SHIRT-M' }, 'stock { onHand }', viewer)).code).toBe('FORBIDDEN');
    }
    expect((await entity('Variant', { sku: 'SHIRT-M' }, 'stock { onHand }', staff)).found.stock).toHaveLength(3);
  });

  test.each([
    ['stock below zero', sql`update stock set on_hand = on_hand - 11 where sku = 'SHIRT-M' and location = 'WEST'`],
    ['more held than there is', sql`update stock set held = on_hand + 1 where sku = 'SHIRT-M'`],
    ['less than nothing held', sql`update stock set held = -1 where sku = 'SHIRT-M'`],
    ['a pick-up slot beyond its capacity', sql`update pickup_slot set taken = capacity + 1`],
    [
      'the same goods held twice by a cart',
      sql`insert into stock_hold values ('bobs', 'MUG', 'WEST', 1, now()), ('bobs', 'MUG', 'WEST', 2, now() + interval '1 hour')`,
    ],
    ['a price in a currency that is not the market’s', sql`update price set currency = 'EUR' where market = 'US'`],
    ['a second current cart in a market', sql`insert into cart values ('second', 'alice', 'US', 'OPEN', now(), now())`],
    [
      'a review of what was not bought',
      sql`insert into review values ('r3', 'o2', 'SHIRT-M', 'shirt', 'alice', 5, 't', 'b', 'en', 'A', 'APPROVED', now())`,
    ],
    [
      'a second review of the same line',
      sql`insert into review values ('r4', 'o1', 'SHIRT-M', 'shirt', 'alice', 5, 't', 'b', 'en', 'A', 'APPROVED', now())`,
    ],
  ])('the database itself refuses %s', async (_what, statement) => {
    await expect(store.database.run(statement)).rejects.toThrow(/violates/);
  });
});

describe('texts', () => {
  test('come in the reader’s language where both title and description exist in it, and say which it is', async () => {
    const query =
      '{ product(market: "US", handle: "the-mug") { title description language category { name language } } }';
    expect((await store.ask(query, {}, testViewer(), { 'accept-language': 'fr-CH' })).data.product).toEqual({
      title: 'Tasse à café',
      description: 'Tasse à café.',
      language: 'fr',
      category: { name: 'Mugs', language: 'en' },
    });
    expect((await store.ask(query, {}, testViewer(), { 'accept-language': 'ja' })).data.product.language).toBe('en');
  });
});

describe('markets', () => {
  test('are listed in the store’s order with what is particular to each', async () => {
    const { data } = await store.ask(
      '{ markets { code currency languages countries paymentMethods licenceTerritory } marketOfCountry(country: "MC") { code } nowhere: marketOfCountry(country: "KE") { code } }',
    );
    expect(data.markets.map(({ code }: { code: string }) => code)).toEqual(['US', 'FR', 'JP', 'BH']);
    expect(data.markets[1]).toEqual({
      code: 'FR',
      currency: 'EUR',
      languages: ['fr', 'en'],
      countries: ['FR', 'MC'],
      paymentMethods: ['ALIPAY', 'VISA'],
      licenceTerritory: 'EU',
    });
    expect([data.marketOfCountry, data.nowhere]).toEqual([{ code: 'FR' }, null]);
  });

  test('adding a country is adding rows', async () => {
    await store.database.run(sql`insert into market values ('KR', 'Korea', 9, 'KRW', 'JP')`);
    await store.database.run(sql`insert into price values ('SHIRT-M', 'shirt', 'KR', 'KRW', 39000, null)`);
    expect(await listed('KR')).toEqual(['prd_shirt']);
    const { data } = await store.ask(
      '{ variant(sku: "SHIRT-M") { price(market: "KR") { current { amount currency } } } }',
    );
    expect(data.variant.price.current).toEqual({ amount: '39000', currency: 'KRW' });
  });
});

describe('pick-up', () => {
  test('a venue has its stands, their coming slots by the clock of the venue, and what lies there', async () => {
    const { found } = await entity(
      'Venue',
      { code: 'STA' },
      'pickupPoints { id name market { code } slots { nodes { startsAt endsAt capacity remaining state } } open: slots(openOnly: true) { nodes { startsAt } } stock { nodes { quantity variant { sku } } } }',
    );
    expect(found.pickupPoints).toEqual([
      {
        id: 'pkp_STA-A',
        name: 'Stadium, gate A',
        market: { code: 'US' },
        slots: {
          nodes: [
            {
              startsAt: '2028-07-22T19:30:00-07:00',
              endsAt: '2028-07-22T20:00:00-07:00',
              capacity: 2,
              remaining: 0,
              state: 'FULL',
            },
            {
              startsAt: '2028-07-22T20:00:00-07:00',
              endsAt: '2028-07-22T20:30:00-07:00',
              capacity: 2,
              remaining: 1,
              state: 'OPEN',
            },
          ],
        },
        open: { nodes: [{ startsAt: '2028-07-22T20:00:00-07:00' }] },
        stock: { nodes: [{ quantity: 2, variant: { sku: 'SHIRT-M' } }] },
      },
    ]);
    expect((await entity('Venue', { code: 'XXX' }, 'pickupPoints { id }')).found).toEqual({ pickupPoints: [] });
  });

  test('earlier slots can be asked for, and are past', async () => {
    const { found } = await entity(
      'PickupPoint',
      { id: 'pkp_STA-A' },
      'slots(from: "2028-07-22T00:00:00-07:00", first: 1) { nodes { state } }',
    );
    expect(found.slots.nodes).toEqual([{ state: 'PAST' }]);
  });
});

describe('references', () => {
  test('an unknown key, or the id of another kind, is nothing', async () => {
    for (const [type, key] of [
      ['Product', { id: 'prd_nothing' }],
      ['Product', { id: 'prd_draft' }],
      ['Product', { id: 'mer_shop' }],
      ['Variant', { sku: 'NOTHING' }],
      ['Variant', { sku: 'DRAFT' }],
      ['Collection', { id: 'col_x' }],
      ['Merchant', { id: 'mer_x' }],
      ['PickupPoint', { id: 'pkp_x' }],
      ['Athlete', { id: 'fan_x' }],
    ] as const) {
      expect([type, key, (await entity(type, key, '__typename')).found]).toEqual([type, key, null]);
    }
    expect((await entity('Product', { id: 'prd_archived' }, 'id soldIn(market: "US")')).found).toEqual({
      id: 'prd_archived',
      soldIn: false,
    });
  });
});
