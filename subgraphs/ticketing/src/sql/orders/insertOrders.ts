import { sql, type Transaction } from '@games/postgres';
import type { IdempotentRequest } from '../../domain/idempotency.ts';
import type { HoldForOrder } from '../../domain/orders/decideOrder.ts';

/** Holds by their ids, locked until the transaction ends, with what their phases demand of an order. */
export function lockHoldsForOrders(tx: Transaction, holdIds: readonly string[]): Promise<HoldForOrder[]> {
  return tx.many(sql`
    select h.id, h.fan_id as "fanId", h.session_id as "sessionId", s.ends_at as "endsAt",
      case when h.state = 'HELD' and h.expires_at <= now() then 'EXPIRED' else h.state end as state,
      h.order_id as "orderId", h.expires_at as "expiresAt", h.currency, h.prices_minor as "pricesMinor",
      coalesce((select pack_sessions_min from sales_phase where id = h.phase_id), 1) as "packSessionsMin"
    from hold h join ticketed_session s on s.id = h.session_id
    where h.id = any(${holdIds}::uuid[]) order by h.id for update of h`);
}

/** An order to be written. */
export interface NewOrder {
  readonly idempotency: IdempotentRequest;
  readonly orderId: string;
  readonly fanId: string;
  readonly holdIds: readonly string[];
  readonly currency: string;
  readonly placesMinor: bigint;
  readonly creditMinor: bigint;
  readonly exchangedTicketId: string | null;
  readonly payBy: Date;
  /** By the clock of the Games. */
  readonly createdAt: Date;
}

/** Writes orders and binds their holds, which must be locked, to them. */
export async function insertOrders(tx: Transaction, orders: readonly NewOrder[]): Promise<void> {
  if (orders.length === 0) return;
  const bound = orders.flatMap(({ orderId, holdIds }) => holdIds.map((holdId) => ({ orderId, holdId })));
  await tx.run(sql`
    with bound as (
      update hold h set order_id = b.order_id
      from unnest(${bound.map(({ holdId }) => holdId)}::uuid[], ${bound.map(({ orderId }) => orderId)}::uuid[])
        as b (hold_id, order_id)
      where h.id = b.hold_id
    )
    insert into ticket_order (id, fan_id, state, hold_ids, currency, places_minor, credit_minor, total_minor,
      exchanged_ticket_id, pay_by, created_at)
    select o.id, o.fan_id, 'AWAITING_PAYMENT', o.hold_ids::uuid[], o.currency, o.places_minor, o.credit_minor,
      o.places_minor - o.credit_minor, o.exchanged_ticket_id, o.pay_by, o.created_at
    from unnest(
      ${orders.map(({ orderId }) => orderId)}::uuid[], ${orders.map(({ fanId }) => fanId)}::text[],
      ${orders.map(({ holdIds }) => `{${holdIds.join()}}`)}::text[],
      ${orders.map(({ currency }) => currency)}::text[], ${orders.map(({ placesMinor }) => placesMinor)}::bigint[],
      ${orders.map(({ creditMinor }) => creditMinor)}::bigint[],
      ${orders.map(({ exchangedTicketId }) => exchangedTicketId)}::uuid[],
      ${orders.map(({ payBy }) => payBy)}::timestamptz[], ${orders.map(({ createdAt }) => createdAt)}::timestamptz[]
    ) as o (id, fan_id, hold_ids, currency, places_minor, credit_minor, exchanged_ticket_id, pay_by, created_at)`);
}
