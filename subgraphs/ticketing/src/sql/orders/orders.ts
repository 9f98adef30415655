import { type Queryable, sql } from '@games/postgres';
import { keyset, type Page } from '@games/subgraph';
import type { OrderFailure, OrderState } from '../../domain/orders/orderStates.ts';
import type { RefundReason } from '../../domain/payments/refundReason.ts';

export interface OrderRow {
  readonly id: string;
  readonly fanId: string;
  readonly state: OrderState;
  readonly holdIds: readonly string[];
  readonly listingId: string | null;
  readonly exchangedTicketId: string | null;
  readonly currency: string;
  readonly placesMinor: bigint;
  readonly feesMinor: bigint;
  readonly creditMinor: bigint;
  readonly totalMinor: bigint;
  readonly refundedMinor: bigint;
  readonly rounding: string;
  readonly paymentId: string | null;
  readonly payBy: Date;
  readonly failure: OrderFailure | null;
  readonly createdAt: Date;
  readonly paidAt: Date | null;
}

export const orderColumns = sql`
  o.id, o.fan_id as "fanId", o.state, o.hold_ids as "holdIds", o.listing_id as "listingId",
  o.exchanged_ticket_id as "exchangedTicketId", o.currency, o.places_minor as "placesMinor", o.fees_minor as "feesMinor",
  o.credit_minor as "creditMinor", o.total_minor as "totalMinor", o.refunded_minor as "refundedMinor", o.rounding,
  o.payment_id as "paymentId", o.pay_by as "payBy", o.failure, o.created_at as "createdAt", o.paid_at as "paidAt"`;

export function selectOrdersByIds(db: Queryable, ids: readonly string[]): Promise<OrderRow[]> {
  return db.many(sql`select ${orderColumns} from ticket_order o where o.id = any(${ids}::uuid[])`);
}

/** One page of a fan's orders, the latest first, one more than the page holds. */
export function selectOrdersOfFan(db: Queryable, fanId: string, page: Page): Promise<OrderRow[]> {
  const { where, orderBy, limit } = keyset(page, [
    { expression: sql`o.created_at`, type: sql`timestamptz`, descending: true },
    { expression: sql`o.id`, type: sql`uuid`, descending: true },
  ]);
  return db.many(sql`
    select ${orderColumns} from ticket_order o where o.fan_id = ${fanId} and ${where} order by ${orderBy} limit ${limit}`);
}

export interface RefundRow {
  readonly id: string;
  readonly orderId: string;
  readonly amountMinor: bigint;
  readonly currency: string;
  readonly reason: RefundReason;
  /** What the payment's ledger says of it. */
  readonly state: 'UNDER_WAY' | 'DONE' | 'REFUSED' | 'CLOSED';
  readonly createdAt: Date;
}

/** Refunds of orders, the oldest first. */
export function selectRefundsOfOrders(db: Queryable, orderIds: readonly string[]): Promise<RefundRow[]> {
  return db.many(sql`
    select r.id, r.order_id as "orderId", r.amount_minor as "amountMinor", r.currency, r.reason,
      case when r.closed_at is not null then 'CLOSED'
        when r.reason in ('UNREQUESTED_REFUND', 'CHARGEBACK') or p.outcome ->> 'kind' = 'Done' then 'DONE'
        when p.outcome is null then 'UNDER_WAY' else 'REFUSED' end as state,
      r.created_at as "createdAt"
    from ticket_refund r left join payment_operation p on p.payment_id = r.payment_id and p.key = r.operation_key
    where r.order_id = any(${orderIds}::uuid[]) order by r.created_at, r.id`);
}
