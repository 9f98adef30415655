import type { World } from '@games/demonstration';
import type { Product } from './catalogue.ts';
import { type Market, markets, priceIn } from './markets.ts';
import { licences } from './merchants.ts';
import type { Offer } from './sales.ts';

export interface Price {
  readonly sku: string;
  readonly product: string;
  readonly market: string;
  readonly currency: string;
  readonly amount: bigint;
  readonly prior: bigint | null;
}

/** What everything costs where it may be sold: a market outside the licence's territories has no price. Some is reduced. */
export function createPrices(
  world: World,
  products: readonly Product[],
): readonly (Offer & { readonly market: Market })[] {
  const stream = world.random('store.prices');
  const territories = new Map(licences.map(({ code, territories: covered }) => [code, new Set(covered)]));
  return products.flatMap((product) => {
    const isReduced = stream.chance(0.08);
    const covered = territories.get(product.licence);
    return markets
      .filter(({ territory }) => covered?.has(territory))
      .flatMap((market) => {
        const full = priceIn(market, product.usdCents);
        const reduced = priceIn(market, Math.round(product.usdCents * 0.75));
        const isCheaper = isReduced && reduced < full;
        return product.variants.map((variant) => {
          const { sku } = variant;
          const { code, currency } = market;
          const amount = isCheaper ? reduced : full;
          const price: Price = {
            sku,
            product: product.id,
            market: code,
            currency,
            amount,
            prior: isCheaper ? full : null,
          };
          return { product, variant, price, market };
        });
      });
  });
}
