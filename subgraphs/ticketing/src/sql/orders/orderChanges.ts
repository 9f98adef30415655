import { type Queryable, sql, type Transaction } from '@games/postgres';
import { type OrderFailure, type OrderState, orderLifecycle } from '../../domain/orders/orderStates.ts';
import type { RefundReason } from '../../domain/payments/refundReason.ts';
import { mayBecome } from '../mayBecome.ts';
import type { OrderRow } from './orders.ts';

/** An order that is paid but gets nothing: its money goes back. */
export async function updateOrderFailed(
  tx: Transaction,
  orderId: string,
  failure: OrderFailure,
  paymentId: string,
): Promise<void> {
  await tx.run(sql`
    update ticket_order set state = 'REFUND_DUE', failure = ${failure}, payment_id = ${paymentId}
    where id = ${orderId}::uuid and ${mayBecome(orderLifecycle, 'REFUND_DUE')}`);
}

/** An order of nothing that gets nothing: no money has moved. */
export async function updateUnpaidOrderFailed(tx: Transaction, orderId: string, failure: OrderFailure): Promise<void> {
  await tx.run(sql`
    update ticket_order set state = 'CANCELLED', failure = ${failure}
    where id = ${orderId}::uuid and ${mayBecome(orderLifecycle, 'CANCELLED')}`);
}

/** An order's next state. Returns false when it is in none of the states that lead there. */
export async function updateOrderState(tx: Transaction, orderId: string, to: OrderState): Promise<boolean> {
  const moved = await tx.run(sql`
    update ticket_order set state = ${to} where id = ${orderId}::uuid and ${mayBecome(orderLifecycle, to)}`);
  return moved === 1;
}

/** Money that has arrived back. An order that was owed its money, and has it all, is REFUNDED. */
export async function updateOrderRefunded(tx: Transaction, orderId: string, amountMinor: bigint): Promise<void> {
  await tx.run(sql`
    update ticket_order set refunded_minor = least(refunded_minor + ${amountMinor}, total_minor),
      state = case when state = 'REFUND_DUE' and refunded_minor + ${amountMinor} >= total_minor
        then 'REFUNDED' else state end
    where id = ${orderId}::uuid`);
}

/** A refund that was decided. */
export interface NewRefund {
  readonly id: string;
  readonly orderId: string;
  readonly paymentId: string;
  readonly amountMinor: bigint;
  readonly currency: string;
  readonly reason: RefundReason;
  readonly ticketIds: readonly string[];
}

/** Writes refunds down. */
export async function insertRefunds(tx: Transaction, refunds: readonly NewRefund[]): Promise<void> {
  await tx.run(sql`
    insert into ticket_refund (id, order_id, payment_id, amount_minor, currency, reason, ticket_ids)
    select id, order_id, payment_id, amount_minor, currency, reason, ticket_ids::uuid[]
    from unnest(
      ${refunds.map(({ id }) => id)}::uuid[], ${refunds.map(({ orderId }) => orderId)}::uuid[],
      ${refunds.map(({ paymentId }) => paymentId)}::text[], ${refunds.map(({ amountMinor }) => amountMinor)}::bigint[],
      ${refunds.map(({ currency }) => currency)}::text[], ${refunds.map(({ reason }) => reason)}::text[],
      ${refunds.map(({ ticketIds }) => `{${ticketIds.join()}}`)}::text[]
    ) as r (id, order_id, payment_id, amount_minor, currency, reason, ticket_ids)`);
}

/** The payments with which orders are being paid. */
export async function updateOrderPayments(
  tx: Transaction,
  bound: readonly { readonly orderId: string; readonly paymentId: string }[],
): Promise<void> {
  await tx.run(sql`
    update ticket_order o set payment_id = b.payment_id
    from unnest(${bound.map(({ orderId }) => orderId)}::uuid[], ${bound.map(({ paymentId }) => paymentId)}::text[])
      as b (order_id, payment_id)
    where o.id = b.order_id`);
}

/** Lets an order be paid until a moment at least, and extends its holds as long: see {@link extendHolds}. */
export async function updateOrderExtended(
  tx: Transaction,
  order: Pick<OrderRow, 'id' | 'holdIds'>,
  until: Date,
): Promise<void> {
  await tx.run(sql`
    with listing as (
      update resale_listing l set reserved_until = ${until} from ticket_order o
      where o.id = ${order.id}::uuid and l.id = o.listing_id and l.state = 'RESERVED' and l.reserved_by = o.fan_id
        and l.reserved_until < ${until}
    )
    update ticket_order set pay_by = greatest(pay_by, ${until}) where id = ${order.id}::uuid`);
  if (order.holdIds.length > 0) await extendHolds(tx, order.holdIds, until);
}

/**
 * Extends holds to a moment, as far as they are still theirs: a fan who is at the bank must not lose the seats
 * meanwhile. What somebody else has claimed since stays theirs.
 */
async function extendHolds(tx: Transaction, holdIds: readonly string[], until: Date): Promise<void> {
  await tx.run(sql`
    with longer as (
      update hold set expires_at = ${until}
      where id = any(${holdIds}::uuid[]) and state = 'HELD' and expires_at < ${until}
      returning id, session_id, seat_nos
    )
    update seat_occupancy o set expires_at = ${until}
    from (select id, session_id, unnest(seat_nos) as seat_no from longer where seat_nos is not null) mine
    where o.session_id = mine.session_id and o.seat_no = mine.seat_no and o.hold_id = mine.id and o.state = 'HELD'`);
}

/** Ends orders whose time to be paid is over. Returns how many. */
export async function updateExpiredOrders(db: Queryable, limit: number): Promise<number> {
  return db.run(sql`
    update ticket_order set state = 'EXPIRED'
    where id in (
      select id from ticket_order where state = 'AWAITING_PAYMENT' and pay_by <= now()
      order by pay_by limit ${limit} for update skip locked)`);
}
