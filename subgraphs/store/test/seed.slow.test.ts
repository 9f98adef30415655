import { createWorld, demoFan, merchandiseKinds } from '@games/demonstration';
import { sql } from '@games/postgres';
import type { ServedForTests } from '@games/subgraph/testing';
import { testViewer } from '@games/testing';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createProducts } from '../seed/catalogue.ts';
import { seed } from '../seed/seed.ts';
import { createTables } from '../seed/tables.ts';
import { fan, startStore } from './startStore.ts';

const world = createWorld({ scale: 'small' });
let store: ServedForTests;
const heard: (readonly [number, number])[] = [];

beforeAll(async () => {
  store = await startStore();
  store.setClock(world.now);
  await seed(store.database, world, (done, total) => heard.push([done, total]));
});
afterAll(() => store.close());

describe('the demonstration', () => {
  test('progress goes from nothing to everything', () => {
    expect(heard[0]?.[0]).toBe(0);
    expect(heard.at(-1)?.[0]).toBe(heard.at(-1)?.[1]);
  });

  test('it is the same each time', () => {
    const asText = (content: unknown): string =>
      JSON.stringify(content, (_key, value) => (typeof value === 'bigint' ? String(value) : value));
    expect(asText(createTables(createWorld({ scale: 'small' })))).toBe(asText(createTables(world)));
  });

  test('at full scale there are 3,000 products, each with a picture that media holds', () => {
    const products = createProducts(createWorld({ scale: 'full' }));
    expect(products).toHaveLength(3_000);
    expect(new Set(products.map(({ handle }) => handle)).size).toBe(3_000);
    const kinds = new Set(merchandiseKinds.map(({ code }) => code));
    expect(products.every(({ kind }) => kinds.has(kind.code))).toBe(true);
  });

  test('there are twelve markets, and each sells something; none sells everything', async () => {
    const { data } = await store.ask('{ markets { code } }');
    expect(data.markets).toHaveLength(12);
    const counts = await store.database.many<{ market: string; products: bigint }>(
      sql`select market, count(distinct product_id) as products from price group by market`,
    );
    const products = await store.database.one<{ count: bigint }>(sql`select count(*) from product`);
    expect(counts).toHaveLength(12);
    for (const { products: sold } of counts) expect(sold > 0n && sold < products.count).toBe(true);
  });

  test('orders add up: lines to the subtotal, states to the last one', async () => {
    const wrong = await store.database.many(sql`
      select o.id from shop_order o
      where o.subtotal_minor <> (select sum(l.total_minor) from order_line l where l.order_id = o.id)
         or o.state <> (select c.state from order_state_change c where c.order_id = o.id order by c.changed_at desc limit 1)
         or o.placed_at > ${new Date(world.now)}`);
    expect(wrong).toEqual([]);
  });

  test('the demonstration’s fan has carts and orders', async () => {
    const { data } = await store.ask(
      '{ me { carts { pieces subtotal { amount } } orders { nodes { number total { amount } } } } }',
      {},
      fan(demoFan.subject),
    );
    expect(data.me.carts.length).toBe(2);
    expect(data.me.orders.nodes.length).toBeGreaterThan(4);
  });

  test('every stand stands at a venue of the world and has slots on every day', async () => {
    const points = await store.database.many<{ venue: string; slots: bigint; days: bigint }>(sql`
      select p.venue_code as venue, count(*) as slots, count(distinct (s.starts_at at time zone interval '-07:00')::date) as days
      from pickup_point p join pickup_slot s on s.pickup_point = p.id group by p.id`);
    const venues = new Set(world.venues.map(({ code }) => code));
    expect(points.length).toBeGreaterThanOrEqual(venues.size);
    for (const { venue, days } of points) {
      expect(venues.has(venue)).toBe(true);
      expect(Number(days)).toBe(world.games.days.length);
    }
  });
});

describe('statements', () => {
  const card = 'id title images { id } priceRange(market: "US") { lowest { amount } } rating { count }';
  const entities = (fields: string) => `query ($r: [_Any!]!) { _entities(representations: $r) { ${fields} } }`;
  const athletes = [...world.athletes]
    .sort((a, b) => b.prominence - a.prominence)
    .slice(0, 200)
    .map(({ code }) => ({ __typename: 'Athlete', id: `ath_${code}` }));
  const venues = world.venues.map(({ code }) => ({ __typename: 'Venue', code }));
  const demo = fan(demoFan.subject);

  const cases: readonly (readonly [
    name: string,
    most: number,
    query: (first: number) => string,
    list: object[],
    viewer?: typeof demo,
  ])[] = [
    // The market, the collections, their products, and of those: images, prices, ratings.
    [
      'collections with products',
      6,
      (first) =>
        `{ collections(market: "US", first: ${first}) { nodes { title products(market: "US", first: ${first}) { nodes { ${card} } } } } }`,
      [],
    ],
    [
      'merchandise of athletes',
      5,
      (first) => entities(`... on Athlete { merchandise(market: "US", first: ${first}) { nodes { ${card} } } }`),
      athletes,
    ],
    // The market, products (and again from their variants), variants, prices, stock, merchants, categories, collections, reviews.
    [
      'products with variants',
      10,
      (first) =>
        `{ products(market: "US", first: ${first}) { nodes { merchant { name } category { name } collections { title } variants { price(market: "US") { current { amount } } availability(market: "US") { state } product { id } } reviews(first: ${first}) { nodes { text } } } } }`,
      [],
    ],
    // Stands, slots, stock, variants, their products, prices, the market twice (theirs and the one asked for: one statement).
    [
      'stands of venues',
      7,
      (first) =>
        entities(
          `... on Venue { pickupPoints { market { code } slots(first: ${first}) { nodes { remaining } } stock(first: ${first}) { nodes { variant { price(market: "US") { current { amount } } product { title } } } } } }`,
        ),
      venues,
    ],
    // Orders, lines, histories, variants, products, images, merchants, reviews, markets, stands.
    [
      'orders of a fan',
      10,
      (first) =>
        `{ me { orders(first: ${first}) { nodes { market { code } lines { title merchant { name } review { rating } variant { product { title images { id } } } } history { state } fulfilment { ... on StandPickup { point { name } } } } } } }`,
      [],
      demo,
    ],
    // Carts in two markets; lines, markets, prices, stock, variants, products.
    [
      'carts of a fan',
      7,
      () =>
        '{ me { carts { market { code } subtotal { amount } warnings { code } lines { total { amount } variant { product { title } } } } } }',
      [],
      demo,
    ],
  ];

  test.each(cases)(
    '%s need at most %i, whatever the lengths of the lists',
    async (_name, most, query, list, viewer = testViewer()) => {
      const run = async (first: number, count: number): Promise<number> => {
        await store.countStatements();
        const { errors } = await store.ask(query(first), list.length > 0 ? { r: list.slice(0, count) } : {}, viewer);
        expect(errors).toBeUndefined();
        return store.countStatements();
      };
      const short = await run(2, 2);
      const long = await run(50, 200);
      expect(long).toBeLessThanOrEqual(most);
      expect(short).toBeLessThanOrEqual(long);
    },
  );
});
