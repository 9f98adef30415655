import type { StoreContext } from '../context.ts';
import type { PricedLine, CartWarning as Warning } from '../domain/accounts/cart.ts';
import type { CartRow } from '../sql/accounts/carts.ts';
import type {
  OrderLineRow,
  OrderRow,
  OrderStateChangeRow,
  ParcelColumns,
  PickupColumns,
} from '../sql/accounts/orders.ts';
import type { CategoryRow, CollectionRow, MerchantRow } from '../sql/catalogue/collections.ts';
import type { ProductRow } from '../sql/catalogue/products.ts';
import type { RatingRow, ReviewRow } from '../sql/catalogue/reviews.ts';
import type { PriceRangeRow, PriceRow, VariantRow } from '../sql/catalogue/variants.ts';
import type { MarketRow } from '../sql/markets/markets.ts';
import type { PickupPointRow, PickupSlotRow, PickupStockRow } from '../sql/pickup/pickup.ts';
import type { StockLevelRow } from '../sql/stock/stock.ts';

/** An amount in minor units, as `Money` receives it. */
export interface MinorAmount {
  readonly minor: bigint;
  readonly currency: string;
}

declare module '@games/schema/generated/store.ts' {
  interface Parents {
    Money: MinorAmount;
    Market: MarketRow;
    Merchant: MerchantRow;
    Collection: CollectionRow;
    ProductCategory: CategoryRow;
    Product: ProductRow;
    ProductRating: Omit<RatingRow, 'productId'> | { readonly count: 0; readonly average: null };
    PriceRange: PriceRangeRow;
    Variant: VariantRow;
    VariantPrice: PriceRow;
    StockLevel: StockLevelRow;
    StockLocation: StockLevelRow;
    Review: ReviewRow;
    PickupPoint: PickupPointRow;
    PickupSlot: PickupSlotRow;
    PickupStock: PickupStockRow;
    Cart: CartRow;
    CartLine: PricedLine & { readonly currency: string };
    CartWarning: Warning;
    Order: OrderRow;
    OrderLine: OrderLineRow;
    OrderStateChange: OrderStateChangeRow;
    ParcelDelivery: ParcelColumns;
    StandPickup: PickupColumns;
    /** The natural key: the token's subject. */
    Fan: { readonly subject: string };
    /** Global ids of what other services own. */
    Athlete: { readonly id: string };
    Picture: { readonly id: string };
    Organisation: { readonly code: string };
    Discipline: { readonly code: string };
    Venue: { readonly code: string };
  }
  interface Context extends StoreContext {}
}
