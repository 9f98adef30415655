import { merchandiseKinds, type World } from '@games/demonstration';
import { type CopyValue, copyJson, copyTextArray } from '@games/postgres';
import { createCollections, createProducts, type Product } from './catalogue.ts';
import { createCarts, createReviews } from './fans.ts';
import { hostMarket, licenceTerritories, markets, warehouses } from './markets.ts';
import { licences, merchants } from './merchants.ts';
import { createPrices } from './prices.ts';
import { createOrders, type Offer, type Order } from './sales.ts';
import { createSlots, createStands, type Slot, type Stand } from './stands.ts';
import { createStock } from './stock.ts';

/** Rows of one table, in the order of its columns. */
export interface TableRows {
  readonly table: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly CopyValue[])[];
}

const tableOf = (table: string, columns: string, rows: readonly (readonly CopyValue[])[]): TableRows => ({
  table,
  columns: columns.split(' '),
  rows,
});

const dayMs = 86_400_000;
const toDate = (ms: number): Date => new Date(ms);

/** Everything that the store holds of the demonstration Games, in an order in which references exist before they are used. */
export function createTables(world: World): readonly TableRows[] {
  const products = createProducts(world);
  const stands = createStands(world);
  const slots = createSlots(world, stands);
  const prices = createPrices(world, products);
  const onSale = prices.filter(({ product }) => product.state === 'ACTIVE' && isInForce(product.licence));
  const offers: ReadonlyMap<string, readonly Offer[]> = Map.groupBy(onSale, ({ market }) => market.code);
  const orders = createOrders(world, offers, slots);
  return [
    ...marketTables(),
    ...merchantTables(world),
    ...catalogueTables(world, products),
    tableOf(
      'price',
      'sku product_id market currency amount_minor prior_minor',
      prices.map(({ price }) => [price.sku, price.product, price.market, price.currency, price.amount, price.prior]),
    ),
    ...placeTables(world, stands, slots),
    tableOf(
      'stock',
      'sku location on_hand',
      createStock(world, products, stands).map((s) => [s.sku, s.location, s.onHand]),
    ),
    ...cartTables(world, offers),
    ...orderTables(orders),
    reviewTable(world, orders),
  ];
}

function isInForce(licence: string): boolean {
  const found = licences.find(({ code }) => code === licence);
  return found !== undefined && found.revokedDaysAgo === undefined && (found.endsInDays ?? 1) > 0;
}

function marketTables(): readonly TableRows[] {
  const numbered = <Item>(items: readonly Item[], code: string) => items.map((item, index) => [code, index + 1, item]);
  return [
    tableOf('licence_territory', 'code name', licenceTerritories),
    tableOf(
      'market',
      'code name position currency licence_territory',
      markets.map(({ code, name, currency, territory }, index) => [code, name, index + 1, currency, territory]),
    ),
    tableOf(
      'market_country',
      'market country',
      markets.flatMap((m) => m.countries.map((country) => [m.code, country])),
    ),
    tableOf(
      'market_language',
      'market position language',
      markets.flatMap((m) => numbered(m.languages, m.code)) as CopyValue[][],
    ),
    tableOf(
      'market_payment_method',
      'market position method',
      markets.flatMap((m) => numbered(m.methods, m.code)) as CopyValue[][],
    ),
    tableOf(
      'stock_location',
      'code name kind country',
      warehouses.map(([code, name, country]) => [code, name, 'WAREHOUSE', country]),
    ),
    tableOf(
      'market_supply',
      'market position location',
      markets.flatMap((m) => numbered(m.warehouses, m.code)) as CopyValue[][],
    ),
  ];
}

function merchantTables({ now, games }: World): readonly TableRows[] {
  const nowMs = Date.parse(now);
  const startMs = Date.parse(`${games.start}T00:00:00${games.offset}`) - 400 * dayMs;
  return [
    tableOf(
      'merchant',
      'id name kind country commission_basis_points',
      merchants.map(({ id, name, kind, country, commissionBasisPoints }) => [
        id,
        name,
        kind,
        country,
        commissionBasisPoints,
      ]),
    ),
    tableOf(
      'licence',
      'code merchant_id name starts_at ends_at revoked_at',
      licences.map(({ code, merchant, name, endsInDays, revokedDaysAgo }) => {
        const endsAt = endsInDays === undefined ? null : toDate(nowMs + endsInDays * dayMs);
        const revokedAt = revokedDaysAgo === undefined ? null : toDate(nowMs - revokedDaysAgo * dayMs);
        return [code, merchant, name, toDate(startMs), endsAt, revokedAt];
      }),
    ),
    tableOf(
      'licence_coverage',
      'licence territory',
      licences.flatMap((l) => l.territories.map((territory) => [l.code, territory])),
    ),
  ];
}

function catalogueTables(world: World, products: readonly Product[]): readonly TableRows[] {
  const collections = createCollections(world);
  const titled = (texts: Readonly<Record<string, string>>, field: string): string =>
    copyJson(Object.fromEntries(Object.entries(texts).map(([language, text]) => [language, { [field]: text }])));
  const productColumns =
    'id handle licence category state texts search_text athlete_code organisation_code discipline_code position created_at';
  return [
    tableOf(
      'category',
      'code position texts',
      merchandiseKinds.map(({ code, names }, index) => [code, index + 1, titled(names, 'name')]),
    ),
    tableOf(
      'product',
      productColumns,
      products.map((p) => {
        const codes = [p.athlete, p.organisation, p.discipline];
        return [
          p.id,
          p.handle,
          p.licence,
          p.kind.code,
          p.state,
          copyJson(p.texts),
          p.searchText,
          ...codes,
          p.position,
          toDate(p.createdMs),
        ];
      }),
    ),
    tableOf(
      'product_image',
      'product_id position asset_key',
      products.map((p) => [p.id, 1, `merchandise-${p.kind.code}`]),
    ),
    tableOf(
      'variant',
      'sku product_id position options barcode weight_grams',
      products.flatMap((p) =>
        p.variants.map((v, index) => [v.sku, p.id, index + 1, copyJson(v.options), v.barcode, v.weightGrams]),
      ),
    ),
    tableOf(
      'collection',
      'id kind position texts',
      collections.map((c, index) => [c.id, c.kind, index + 1, titled(c.titles, 'title')]),
    ),
    tableOf(
      'collection_product',
      'collection_id product_id position',
      products.flatMap((p) => p.collections.map((collection) => [collection, p.id, p.position])),
    ),
  ];
}

function placeTables({ games }: World, stands: readonly Stand[], slots: readonly Slot[]): readonly TableRows[] {
  const [hours = 0, minutes = 0] = games.offset.slice(1).split(':').map(Number);
  const offsetMinutes = (games.offset.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
  return [
    tableOf(
      'stock_location',
      'code name kind country venue_code',
      stands.map(({ location, name, venue }) => [location, name, 'STAND', 'US', venue]),
    ),
    tableOf(
      'pickup_point',
      'id location venue_code market name directions utc_offset_minutes',
      stands.map((s) => [s.id, s.location, s.venue, hostMarket, s.name, s.directions, offsetMinutes]),
    ),
    tableOf(
      'pickup_slot',
      'pickup_point starts_at ends_at capacity taken',
      slots.map(({ stand, startMs, endMs, capacity, taken }) => [
        stand,
        toDate(startMs),
        toDate(endMs),
        capacity,
        taken,
      ]),
    ),
  ];
}

function cartTables(world: World, offers: ReadonlyMap<string, readonly Offer[]>): readonly TableRows[] {
  const carts = createCarts(world, offers);
  return [
    tableOf(
      'cart',
      'id fan_subject market state created_at updated_at',
      carts.map(({ id, fan, market, createdMs, updatedMs }) => [
        id,
        fan,
        market,
        'OPEN',
        toDate(createdMs),
        toDate(updatedMs),
      ]),
    ),
    tableOf(
      'cart_line',
      'cart_id sku quantity added_at',
      carts.flatMap(({ id, lines }) => lines.map(({ sku, quantity, addedMs }) => [id, sku, quantity, toDate(addedMs)])),
    ),
  ];
}

function orderTables(orders: readonly Order[]): readonly TableRows[] {
  const columns =
    'id number fan_subject market currency state placed_at subtotal_minor discount_minor delivery_minor tax_minor ' +
    'rounding_mode fulfilment recipient address_lines postal_code city country pickup_point pickup_starts_at pickup_code';
  const lineColumns = 'order_id sku product_id position title quantity unit_minor merchant_id location';
  return [
    tableOf('shop_order', columns, orders.map(orderRow)),
    tableOf(
      'order_line',
      lineColumns,
      orders.flatMap(({ id, lines, market }) =>
        lines.map(({ product, variant, quantity, unit, location }, index) => {
          const text = product.texts[market.languages[0] as 'en' | 'fr' | 'es'];
          const title = [text.title, ...variant.options.map(({ value }) => value)].join(', ');
          return [id, variant.sku, product.id, index + 1, title, quantity, unit, merchantOf(product), location];
        }),
      ),
    ),
    tableOf(
      'order_state_change',
      'order_id state changed_at',
      orders.flatMap(({ id, history }) => history.map(({ state, ms }) => [id, state, toDate(ms)])),
    ),
  ];
}

function orderRow(order: Order): readonly CopyValue[] {
  const { person, pickup, market } = order;
  const parcel = [
    `${person.given} ${person.family}`,
    copyTextArray([person.street]),
    person.postalCode,
    person.city,
    market.countries[0] as string,
  ];
  const fulfilment = pickup
    ? ['PICKUP', null, null, null, null, null, pickup.slot.stand, toDate(pickup.slot.startMs), pickup.code]
    : ['PARCEL', ...parcel, null, null, null];
  const sums = [order.subtotal, order.discount, order.delivery, order.tax, order.roundingMode];
  const state = order.history.at(-1)?.state ?? 'PLACED';
  return [
    order.id,
    order.number,
    order.fan,
    market.code,
    market.currency,
    state,
    toDate(order.placedMs),
    ...sums,
    ...fulfilment,
  ];
}

function merchantOf({ licence }: Product): string {
  return licences.find(({ code }) => code === licence)?.merchant ?? 'official';
}

function reviewTable(world: World, orders: readonly Order[]): TableRows {
  const columns = 'id order_id sku product_id fan_subject rating title body language author state created_at';
  return tableOf(
    'review',
    columns,
    createReviews(world, orders).map((r) => {
      const text = [r.rating, r.title, r.body, r.language, r.author, r.state];
      return [r.id, r.order.id, r.sku, r.product.id, r.order.fan, ...text, toDate(r.createdMs)];
    }),
  );
}
