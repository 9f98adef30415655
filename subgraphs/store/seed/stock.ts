import type { World } from '@games/demonstration';
import type { Product } from './catalogue.ts';
import { markets, warehouses } from './markets.ts';
import { licences } from './merchants.ts';
import { assortmentOf, type Stand } from './stands.ts';

export interface StockRow {
  readonly sku: string;
  readonly location: string;
  readonly onHand: number;
}

/** What lies where: in the warehouses that serve a market where the product is licensed, and at the stands. */
export function createStock(world: World, products: readonly Product[], stands: readonly Stand[]): readonly StockRow[] {
  const stream = world.random('store.stock');
  const covered = new Map(licences.map(({ code, territories }) => [code, new Set(territories)]));
  const inWarehouses = products.flatMap(({ licence, variants }) => {
    const serving = new Set(
      markets.filter(({ territory }) => covered.get(licence)?.has(territory)).flatMap((market) => market.warehouses),
    );
    const locations = warehouses.filter(([code]) => serving.has(code));
    return variants.flatMap(({ sku }) =>
      locations.map(([location]) => ({
        sku,
        location,
        onHand: stream.chance(0.06) ? stream.whole(0, 5) : stream.whole(6, 400),
      })),
    );
  });
  const atStands = stands.flatMap((stand) =>
    assortmentOf(stand, products).flatMap(({ variants }) =>
      variants.map(({ sku }) => ({
        sku,
        location: stand.location,
        onHand: stream.chance(0.1) ? 0 : stream.whole(1, 40),
      })),
    ),
  );
  return [...inWarehouses, ...atStands];
}
