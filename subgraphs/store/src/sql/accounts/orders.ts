import { type Queryable, sql } from '@games/postgres';
import { keyset, type Page } from '@games/subgraph';

export type OrderState =
  | 'PLACED'
  | 'PAID'
  | 'PACKED'
  | 'READY_FOR_PICKUP'
  | 'SHIPPED'
  | 'COMPLETED'
  | 'CANCELLED'
  | 'REFUNDED';

interface OrderColumns {
  readonly id: string;
  readonly number: string;
  readonly fanSubject: string;
  readonly market: string;
  readonly currency: string;
  readonly state: OrderState;
  readonly placedAt: Date;
  readonly subtotalMinor: bigint;
  readonly discountMinor: bigint;
  readonly deliveryMinor: bigint;
  readonly taxMinor: bigint;
  readonly totalMinor: bigint;
  readonly roundingMode: string;
}

export interface ParcelColumns {
  readonly fulfilment: 'PARCEL';
  readonly recipient: string;
  readonly addressLines: readonly string[];
  readonly postalCode: string | null;
  readonly city: string;
  readonly country: string;
}

export interface PickupColumns {
  readonly fulfilment: 'PICKUP';
  readonly pickupPoint: string;
  readonly pickupStartsAt: Date;
  readonly pickupEndsAt: Date;
  readonly pickupCode: string;
  readonly utcOffsetMinutes: number;
}

export type OrderRow = OrderColumns & (ParcelColumns | PickupColumns);

const columns = sql`
  o.id, o.number, o.fan_subject as "fanSubject", o.market, o.currency, o.state, o.placed_at as "placedAt",
  o.subtotal_minor as "subtotalMinor", o.discount_minor as "discountMinor", o.delivery_minor as "deliveryMinor",
  o.tax_minor as "taxMinor", o.total_minor as "totalMinor", o.rounding_mode as "roundingMode", o.fulfilment,
  o.recipient, o.address_lines as "addressLines", o.postal_code as "postalCode", o.city, o.country,
  o.pickup_point as "pickupPoint", o.pickup_starts_at as "pickupStartsAt", ps.ends_at as "pickupEndsAt",
  o.pickup_code as "pickupCode", pp.utc_offset_minutes as "utcOffsetMinutes"`;
const source = sql`
  shop_order o
  left join pickup_slot ps on ps.pickup_point = o.pickup_point and ps.starts_at = o.pickup_starts_at
  left join pickup_point pp on pp.id = o.pickup_point`;

export function selectOrders(db: Queryable, ids: readonly string[]): Promise<OrderRow[]> {
  return db.many(sql`select ${columns} from ${source} where o.id = any(${ids})`);
}

/** One page of each fan's orders, the latest first. */
export function selectOrdersOfFans(db: Queryable, fanSubjects: readonly string[], page: Page): Promise<OrderRow[]> {
  const { where, orderBy, limit } = keyset(page, [
    { expression: sql`o.placed_at`, type: sql`timestamptz`, descending: true },
    { expression: sql`o.id`, type: sql`text`, descending: true },
  ]);
  return db.many(sql`
    select paged.* from unnest(${fanSubjects}::text[]) as owner(subject) cross join lateral (
      select ${columns} from ${source}
      where o.fan_subject = owner.subject and ${where} order by ${orderBy} limit ${limit}
    ) paged`);
}

export interface OrderLineRow {
  readonly orderId: string;
  readonly sku: string;
  readonly title: string;
  readonly quantity: number;
  readonly unitMinor: bigint;
  readonly totalMinor: bigint;
  readonly merchantId: string;
  readonly currency: string;
}

export function selectLinesOfOrders(db: Queryable, orderIds: readonly string[]): Promise<OrderLineRow[]> {
  return db.many(sql`
    select ol.order_id as "orderId", ol.sku, ol.title, ol.quantity, ol.unit_minor as "unitMinor",
      ol.total_minor as "totalMinor", ol.merchant_id as "merchantId", o.currency
    from order_line ol join shop_order o on o.id = ol.order_id
    where ol.order_id = any(${orderIds}) order by ol.order_id, ol.position`);
}

export interface OrderStateChangeRow {
  readonly orderId: string;
  readonly state: OrderState;
  readonly at: Date;
}

export function selectHistoriesOfOrders(db: Queryable, orderIds: readonly string[]): Promise<OrderStateChangeRow[]> {
  return db.many(sql`
    select order_id as "orderId", state, changed_at as at from order_state_change
    where order_id = any(${orderIds}) order by order_id, changed_at, state`);
}
