import { demoFan, type World } from '@games/demonstration';
import { roundingMode, scale } from '@games/payments';
import type { Product, Variant } from './catalogue.ts';
import { randomKey, spokenNumber } from './keys.ts';
import { type Market, markets } from './markets.ts';
import type { Price } from './prices.ts';
import type { Slot } from './stands.ts';

export type OrderState = 'PLACED' | 'PAID' | 'PACKED' | 'READY_FOR_PICKUP' | 'SHIPPED' | 'COMPLETED' | 'CANCELLED';

export interface Order {
  readonly id: string;
  readonly number: string;
  readonly fan: string;
  readonly market: Market;
  readonly placedMs: number;
  readonly history: readonly { readonly state: OrderState; readonly ms: number }[];
  readonly lines: readonly OrderLine[];
  readonly subtotal: bigint;
  readonly discount: bigint;
  readonly delivery: bigint;
  readonly tax: bigint;
  readonly roundingMode: string;
  readonly pickup: { readonly slot: Slot; readonly code: string } | null;
  readonly person: Person;
}

export interface OrderLine {
  readonly product: Product;
  readonly variant: Variant;
  readonly quantity: number;
  readonly unit: bigint;
  readonly location: string;
}

interface Person {
  readonly given: string;
  readonly family: string;
  readonly street: string;
  readonly city: string;
  readonly postalCode: string;
}

/** What is sold in a market, with its prices. */
export interface Offer {
  readonly product: Product;
  readonly variant: Variant;
  readonly price: Price;
}

const ordersAtFullScale = 4_000;
const ordersAtSmallScale = 300;
const hourMs = 3_600_000;
/** Tax that is part of a price, in tenths of a per cent. */
const taxRates: Readonly<Record<string, bigint>> = {
  US: 83n,
  CA: 130n,
  MX: 160n,
  BR: 170n,
  GB: 200n,
  CH: 81n,
  JP: 100n,
  CN: 130n,
  BH: 100n,
};
const taxRateElsewhere = 200n;

/** Orders of many fans, and some of the demonstration's own. */
export function createOrders(
  world: World,
  offers: ReadonlyMap<string, readonly Offer[]>,
  slots: readonly Slot[],
): readonly Order[] {
  const count = world.scale === 'full' ? ordersAtFullScale : ordersAtSmallScale;
  const stream = world.random('store.orders');
  const nowMs = Date.parse(world.now);
  const upcoming = slots.filter(({ startMs }) => Math.abs(startMs - nowMs) < 36 * hourMs);
  return Array.from({ length: count }, (_, index) => {
    const isDemoFan = index < 7;
    const market = isDemoFan ? (markets[index % 2 === 0 ? 0 : 5] as Market) : stream.pick(markets);
    const hoursAgo = isDemoFan ? 2 + index * 60 : stream.whole(1, 60 * 24);
    const placedMs = nowMs - hoursAgo * hourMs - stream.whole(0, 3_599) * 1_000;
    const atStand = market.code === 'US' && (isDemoFan ? index % 4 === 0 : stream.chance(0.4));
    const slot = atStand ? stream.pick(upcoming.filter(({ startMs }) => startMs > placedMs + 2 * hourMs)) : null;
    const lines = linesOf(offers.get(market.code) ?? [], slot, market, stream);
    const subtotal = lines.reduce((sum, { unit, quantity }) => sum + unit * BigInt(quantity), 0n);
    const discount = stream.chance(0.15) ? scale(subtotal, 10n, 100n) : 0n;
    const delivery = slot === null ? deliveryIn(market) : 0n;
    const rate = taxRates[market.code] ?? taxRateElsewhere;
    return {
      id: randomKey(stream),
      number: spokenNumber(stream),
      fan: isDemoFan ? demoFan.subject : `fan-${stream.whole(1, count / 2)}`,
      market,
      placedMs,
      history: historyOf(placedMs, nowMs, slot, stream.chance(0.04)),
      lines,
      subtotal,
      discount,
      delivery,
      tax: scale(subtotal - discount + delivery, rate, 1_000n + rate),
      roundingMode: roundingMode,
      pickup: slot && { slot, code: String(stream.whole(100_000, 999_999)) },
      person: isDemoFan ? demoPersonIn(market) : personOf(world, stream),
    };
  });
}

type Stream = ReturnType<World['random']>;

function linesOf(offers: readonly Offer[], slot: Slot | null, market: Market, stream: Stream): readonly OrderLine[] {
  const chosen = new Map<string, OrderLine>();
  for (let count = stream.whole(1, 4); count > 0; count -= 1) {
    const { product, variant, price } = stream.pick(offers);
    const location = slot === null ? (market.warehouses[0] as string) : `STAND-${slot.stand}`;
    const quantity = stream.chance(0.2) ? 2 : 1;
    chosen.set(variant.sku, { product, variant, quantity, unit: price.amount, location });
  }
  return [...chosen.values()];
}

function deliveryIn(market: Market): bigint {
  const usd = 590n;
  return (usd * market.rate[0]) / market.rate[1];
}

function historyOf(placedMs: number, nowMs: number, slot: Slot | null, isCancelled: boolean): Order['history'] {
  const step = (state: OrderState, ms: number) => ({ state, ms });
  const after = (hours: number): number => placedMs + hours * hourMs;
  const first = [step('PLACED', placedMs), step(isCancelled ? 'CANCELLED' : 'PAID', after(isCancelled ? 0.5 : 0.02))];
  const parcel = [step('PACKED', after(14)), step('SHIPPED', after(26)), step('COMPLETED', after(110))];
  const fulfilled = slot === null ? parcel : pickupSteps(slot);
  return [...first, ...(isCancelled ? [] : fulfilled)].filter(({ ms }) => ms <= nowMs);
}

/** Packed and brought to the stand in the two hours before the slot, handed out in it. */
function pickupSteps({ startMs }: Slot): Order['history'] {
  return [
    { state: 'PACKED', ms: startMs - 1.8 * hourMs },
    { state: 'READY_FOR_PICKUP', ms: startMs - hourMs },
    { state: 'COMPLETED', ms: startMs + hourMs / 6 },
  ];
}

/** The demonstration's fan lives in Port Meridian and sends presents to France. */
function demoPersonIn({ code }: Market): Person {
  const { givenName: given, familyName: family } = demoFan;
  if (code === 'FR') return { given, family, street: '8 rue des Lilas', city: 'Lille', postalCode: '59000' };
  return { given, family, street: '12 Quayside Walk', city: 'Port Meridian', postalCode: '90028' };
}

/** A name put together from two athletes' names: nobody in particular. */
function personOf({ athletes }: World, stream: Stream): Person {
  return {
    given: stream.pick(athletes).givenName,
    family: stream.pick(athletes).familyName,
    street: `${stream.whole(1, 240)} Station Road`,
    city: 'Harbourside',
    postalCode: String(stream.whole(10_000, 99_999)),
  };
}
