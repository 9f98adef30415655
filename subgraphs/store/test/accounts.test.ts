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

const references = (representations: readonly object[], fields: string, viewer = testViewer()) =>
  store
    .ask(`query ($r: [_Any!]!) { _entities(representations: $r) { ${fields} } }`, { r: representations }, viewer)
    .then(({ data }) => data._entities);

describe('a fan', () => {
  test('sees the orders with what was bought, at the prices and under the titles of the moment', async () => {
    const { data, errors } = await store.ask(
      `{ me { id orders { nodes { number state subtotal { amount } discount { amount } delivery { amount } taxIncluded { amount } total { amount currency } roundingMode
          lines { title quantity unitPrice { amount } total { amount } merchant { name } variant { sku } review { rating state } }
          fulfilment { __typename ... on ParcelDelivery { recipient addressLines postalCode city country } ... on StandPickup { startsAt code point { name } } }
          history { state at } } } } }`,
      {},
      fan('alice'),
    );
    expect(errors).toBeUndefined();
    expect(data.me.id).toBe('fan_alice');
    expect(data.me.orders.nodes).toEqual([
      expect.objectContaining({
        number: 'PM-2',
        total: { amount: '14.99', currency: 'USD' },
        fulfilment: {
          __typename: 'StandPickup',
          startsAt: '2028-07-22T20:00:00-07:00',
          code: '123456',
          point: { name: 'Stadium, gate A' },
        },
      }),
      {
        number: 'PM-1',
        state: 'COMPLETED',
        subtotal: { amount: '59.98' },
        discount: { amount: '6.00' },
        delivery: { amount: '5.90' },
        taxIncluded: { amount: '4.59' },
        total: { amount: '59.88', currency: 'USD' },
        roundingMode: 'HALF_EVEN',
        lines: [
          {
            title: 'Team shirt, M',
            quantity: 2,
            unitPrice: { amount: '29.99' },
            total: { amount: '59.98' },
            merchant: { name: 'The Shop' },
            variant: { sku: 'SHIRT-M' },
            review: { rating: 4, state: 'APPROVED' },
          },
        ],
        fulfilment: {
          __typename: 'ParcelDelivery',
          recipient: 'Alice Ash',
          addressLines: ['1 "Q" Street', 'Flat \\2'],
          postalCode: '90028',
          city: 'Port Meridian',
          country: 'US',
        },
        history: [
          { state: 'PLACED', at: '2028-07-10T00:00:00.000Z' },
          { state: 'PAID', at: '2028-07-10T00:01:00.000Z' },
          { state: 'COMPLETED', at: '2028-07-14T00:00:00.000Z' },
        ],
      },
    ]);
  });

  test('sees the cart at today’s prices, and what stands in the way of buying it', async () => {
    const { data } = await store.ask(
      '{ me { carts { id market { code } pieces subtotal { amount currency } lines { quantity unitPrice { amount } total { amount } variant { sku } } warnings { code sku message } } } }',
      {},
      fan('alice'),
    );
    expect(data.me.carts).toEqual([
      {
        id: 'crt_alices',
        market: { code: 'US' },
        pieces: 4,
        subtotal: { amount: '91.97', currency: 'USD' },
        lines: [
          { quantity: 2, unitPrice: { amount: '29.99' }, total: { amount: '59.98' }, variant: { sku: 'SHIRT-M' } },
          { quantity: 1, unitPrice: { amount: '31.99' }, total: { amount: '31.99' }, variant: { sku: 'SHIRT-L' } },
          { quantity: 1, unitPrice: null, total: null, variant: { sku: 'GONE' } },
        ],
        warnings: [
          { code: 'NOT_ENOUGH_STOCK', sku: 'SHIRT-L', message: 'Only 0 can be had now.' },
          { code: 'NOT_SOLD', sku: 'GONE', message: 'This is not sold in the market any more.' },
        ],
      },
    ]);
  });

  test('may be unknown to the store, and has nothing then', async () => {
    const { data } = await store.ask('{ me { id carts { id } orders { nodes { id } } } }', {}, fan('carol'));
    expect(data.me).toEqual({ id: 'fan_carol', carts: [], orders: { nodes: [] } });
  });
});

describe('somebody who should not get in', () => {
  const intruders = [
    ['nobody', testViewer()],
    ['another fan', fan('bob')],
    ['a fan who claims a scope of staff', testViewer({ kind: 'fan', subject: 'bob', scopes: ['staff:store'] })],
    [
      'a partner whose key bears the fan’s name',
      testViewer({ kind: 'partner', subject: 'alice', partner: 'alice', scopes: ['staff:store'] }),
    ],
    [
      'staff of another service',
      testViewer({ kind: 'staff', subject: 'alice', scopes: ['staff:media', 'staff:ticketing'] }),
    ],
  ] as const;

  test.each(intruders)('%s does not reach the carts and orders of a fan, by any way', async (_who, viewer) => {
    const { data } = await store.ask('{ cart(id: "crt_alices") { id } order(id: "ord_o1") { id number } }', {}, viewer);
    expect(data).toEqual({ cart: null, order: null });
    const found = await references(
      [
        { __typename: 'Fan', id: 'fan_alice' },
        { __typename: 'Cart', id: 'crt_alices' },
        { __typename: 'Order', id: 'ord_o1' },
        { __typename: 'Order', id: 'ord_o2' },
      ],
      '__typename ... on Fan { orders { nodes { id } } carts { id } } ... on Cart { lines { quantity } } ... on Order { number }',
      viewer,
    );
    expect(found).toEqual([null, null, null, null]);
  });

  test.each(intruders.filter(([who]) => who !== 'another fan' && !who.startsWith('a fan')))(
    '%s is not a fan',
    async (_who, viewer) => {
      expect((await store.ask('{ me { id } }', {}, viewer)).data).toEqual({ me: null });
    },
  );

  test('asking for many at once gives each only what is theirs', async () => {
    const orders = ['o1', 'o2', 'o3'].map((id) => ({ __typename: 'Order', id: `ord_${id}` }));
    expect(await references(orders, '... on Order { number }', fan('bob'))).toEqual([null, null, { number: 'PM-3' }]);
    expect(await references(orders, '... on Order { number }', staff)).toEqual([
      { number: 'PM-1' },
      { number: 'PM-2' },
      { number: 'PM-3' },
    ]);
  });

  test('a cursor from one fan’s orders shows another fan nothing but their own', async () => {
    const first = await store.ask('{ me { orders(first: 1) { pageInfo { endCursor } } } }', {}, fan('alice'));
    const cursor = first.data.me.orders.pageInfo.endCursor;
    const { data } = await store.ask(`{ me { orders(after: "${cursor}") { nodes { number } } } }`, {}, fan('bob'));
    expect(data.me.orders.nodes).toEqual([{ number: 'PM-3' }]);
  });

  test('a caller other than the gateway is refused', async () => {
    const response = await fetch(store.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-games-viewer': 'forged.forged' },
      body: JSON.stringify({ query: '{ me { id } }' }),
    });
    expect(response.status).toBe(401);
  });
});

describe('reviews', () => {
  test('only approved ones are shown and counted', async () => {
    const [product] = await references(
      [{ __typename: 'Product', id: 'prd_shirt' }],
      '... on Product { rating { count average } reviews { nodes { id rating text author } } }',
    );
    expect(product).toEqual({
      rating: { count: 1, average: '4.00' },
      reviews: { nodes: [{ id: 'rev_r1', rating: 4, text: 'It fits.', author: 'Alice A.' }] },
    });
    const [mug] = await references(
      [{ __typename: 'Product', id: 'prd_mug' }],
      '... on Product { rating { count average } }',
    );
    expect(mug).toEqual({ rating: { count: 0, average: null } });
  });

  test('one that waits for a moderator is seen by its author with the order, and by nobody by its id', async () => {
    const pending = [{ __typename: 'Review', id: 'rev_r2' }];
    for (const viewer of [testViewer(), fan('alice'), fan('bob'), staff]) {
      expect(await references(pending, '... on Review { state }', viewer)).toEqual([null]);
    }
    const { data } = await store.ask('{ me { orders { nodes { lines { review { id state } } } } } }', {}, fan('bob'));
    expect(data.me.orders.nodes).toEqual([{ lines: [{ review: { id: 'rev_r2', state: 'PENDING' } }] }]);
  });
});
