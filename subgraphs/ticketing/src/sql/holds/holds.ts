import { type Queryable, sql } from '@games/postgres';
import type { HoldState } from '../../domain/holds/holdStates.ts';

/** A hold as it is stored. Its state is what the row says, HELD past its time counting as EXPIRED. */
export interface HoldRow {
  readonly id: string;
  readonly fanId: string;
  readonly sessionId: number;
  readonly planId: number;
  readonly phaseId: number | null;
  readonly state: HoldState;
  readonly expiresAt: Date;
  readonly seatNos: readonly number[] | null;
  readonly blockNo: number | null;
  readonly poolNo: number | null;
  readonly categories: readonly number[];
  readonly pricesMinor: readonly bigint[];
  readonly currency: string;
  readonly quantity: number;
  readonly orderId: string | null;
  readonly createdAt: Date;
}

const columns = sql`
  h.id, h.fan_id as "fanId", h.session_id as "sessionId", s.plan_id as "planId", h.phase_id as "phaseId",
  case when h.state = 'HELD' and h.expires_at <= now() then 'EXPIRED' else h.state end as state,
  h.expires_at as "expiresAt", h.seat_nos as "seatNos", h.block_no as "blockNo", h.pool_no as "poolNo", h.categories,
  h.prices_minor as "pricesMinor", h.currency, h.quantity, h.order_id as "orderId", h.created_at as "createdAt"`;
const from = sql`from hold h join ticketed_session s on s.id = h.session_id`;

export function selectHoldsByIds(db: Queryable, ids: readonly string[]): Promise<HoldRow[]> {
  return db.many(sql`select ${columns} ${from} where h.id = any(${ids}::uuid[])`);
}

/** Holds of orders, once for each order, in the order in which the order names them. */
export function selectHoldsOfOrders(
  db: Queryable,
  orderIds: readonly string[],
): Promise<(HoldRow & { readonly ofOrder: string })[]> {
  return db.many(sql`
    select ${columns}, o.id as "ofOrder"
    from ticket_order o cross join lateral unnest(o.hold_ids) with ordinality as named (hold_id, place)
    join hold h on h.id = named.hold_id join ticketed_session s on s.id = h.session_id
    where o.id = any(${orderIds}::uuid[]) order by o.id, named.place`);
}

/** What a fan holds now and has not paid, the oldest first. */
export function selectOpenHoldsOfFan(db: Queryable, fanId: string): Promise<HoldRow[]> {
  return db.many(sql`
    select ${columns} ${from}
    where h.fan_id = ${fanId} and h.state = 'HELD' and h.expires_at > now() order by h.created_at, h.id`);
}
