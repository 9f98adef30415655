import { type Queryable, sql } from '@games/postgres';
import { type Page, pageOfEach } from '@games/subgraph';

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
  s.id, s.number, s.fan_subject as "fanSubject", s.market, s.currency, s.state, s.placed_at as "placedAt",
  s.subtotal_minor as "subtotalMinor", s.discount_minor as "discountMinor", s.delivery_minor as "deliveryMinor",
  s.tax_minor as "taxMinor", s.total_minor as "totalMinor", s.rounding_mode as "roundingMode", s.fulfilment,
  s.recipient, s.address_lines as "addressLines", s.postal_code as "postalCode", s.city, s.country,
  s.pickup_point as "pickupPoint", s.pickup_starts_at as "pickupStartsAt", ps.ends_at as "pickupEndsAt",
  s.pickup_code as "pickupCode", pp.utc_offset_minutes as "utcOffsetMinutes"`;
const source = sql`
  shop_order s
  left join pickup_slot ps on ps.pickup_point = s.pickup_point and ps.starts_at = s.pickup_starts_at
  left join pickup_point pp on pp.id = s.pickup_point`;

export function selectOrders(db: Queryable, ids: readonly string[]): Promise<OrderRow[]> {
  return db.many(sql`select ${columns} from ${source} where s.id = any(${ids})`);
}

/** One page of each fan's orders, the latest first. */
export function selectOrdersOfFans(db: Queryable, fanSubjects: readonly string[], page: Page): Promise<OrderRow[]> {
  const order = [
    { expression: sql`s.placed_at`, type: sql`timestamptz`, descending: true },
    { expression: sql`s.id`, type: sql`text`, descending: true },
  ];
  return db.many(pageOfEach(fanSubjects, page, order, { columns, from: source, where: sql`s.fan_subject = o.key` }));
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
