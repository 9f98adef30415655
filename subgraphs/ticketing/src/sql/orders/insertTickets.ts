import { sql, type Transaction } from '@games/postgres';
import { type HoldState, holdLifecycle } from '../../domain/holds/holdStates.ts';
import { orderLifecycle } from '../../domain/orders/orderStates.ts';
import type { SessionState } from '../../domain/sessions/sessionStates.ts';
import { endedCounts, endedPlaces } from '../holds/endHolds.ts';
import type { HoldRow } from '../holds/holds.ts';
import { mayBecome } from '../mayBecome.ts';
import { allocationNo } from '../sales/allocations.ts';
import { type OrderRow, orderColumns } from './orders.ts';

/** Orders, locked in one order until the transaction ends. */
export function lockOrders(tx: Transaction, orderIds: readonly string[]): Promise<OrderRow[]> {
  return tx.many(sql`
    select ${orderColumns} from ticket_order o where o.id = any(${orderIds}::uuid[]) order by o.id for update`);
}

/** An order, locked until the transaction ends. */
export async function lockOrder(tx: Transaction, orderId: string): Promise<OrderRow | null> {
  return (await lockOrders(tx, [orderId]))[0] ?? null;
}

/** A hold that is to be sold. */
export interface HoldToSell extends Omit<HoldRow, 'planId' | 'phaseId' | 'state' | 'orderId' | 'createdAt'> {
  readonly sessionState: SessionState;
  readonly endsAt: Date;
  readonly allocationId: number;
  /** As the row says: HELD may be past its time. */
  readonly state: HoldState;
}

/** Holds, locked until the transaction ends. */
export function lockHolds(tx: Transaction, holdIds: readonly string[]): Promise<HoldToSell[]> {
  return tx.many(sql`
    select h.id, h.fan_id as "fanId", h.session_id as "sessionId", s.state as "sessionState", s.ends_at as "endsAt",
      h.allocation_id as "allocationId", h.state, h.expires_at as "expiresAt", h.seat_nos as "seatNos",
      h.block_no as "blockNo", h.pool_no as "poolNo", h.categories, h.prices_minor as "pricesMinor", h.currency, h.quantity
    from hold h join ticketed_session s on s.id = h.session_id
    where h.id = any(${holdIds}::uuid[]) order by h.id for update of h`);
}

/** A place that becomes a ticket. */
export interface PlaceToSell {
  readonly ticketId: string;
  readonly holdId: string;
  readonly sessionId: number;
  readonly allocationId: number;
  readonly seatNo: number | null;
  readonly blockNo: number | null;
  readonly poolNo: number | null;
  readonly categoryNo: number;
  readonly priceMinor: bigint;
}

/** An order that is to be sold. */
export interface Sale {
  readonly order: Pick<OrderRow, 'id' | 'fanId' | 'currency'>;
  /** Null for an order that costs nothing. */
  readonly paymentId: string | null;
  readonly places: readonly PlaceToSell[];
}

/**
 * Turns the places of orders into tickets and the orders into paid ones, all in one statement. A seat is sold when it is still
 * its hold's, or when nobody's hold on it is alive any more (the payment was late, but nobody took it meanwhile). An order of which
 * one seat is somebody else's gets no ticket and is not in the answer: what was sold of it has to be reverted by
 * {@link updateUnsoldHolds}. Places of areas must be taken from their pools. `paidAt` is by the clock of the Games.
 */
export async function insertTickets(
  tx: Transaction,
  sales: readonly Sale[],
  paidAt: Date,
): Promise<ReadonlySet<string>> {
  const places = sales.flatMap((sale) => sale.places.map((place) => ({ ...place, orderId: sale.order.id })));
  const complete = await tx.many<{ orderId: string }>(sql`
    with sale as materialized (
      select * from unnest(
        ${sales.map(({ order }) => order.id)}::uuid[], ${sales.map(({ order }) => order.fanId)}::text[],
        ${sales.map(({ order }) => order.currency)}::text[], ${sales.map(({ paymentId }) => paymentId)}::text[]
      ) as s (order_id, fan_id, currency, payment_id)
    ), place as materialized (
      select * from unnest(
        ${places.map(({ orderId }) => orderId)}::uuid[], ${places.map(({ ticketId }) => ticketId)}::uuid[],
        ${places.map(({ holdId }) => holdId)}::uuid[], ${places.map(({ sessionId }) => sessionId)}::integer[],
        ${places.map(({ allocationId }) => allocationId)}::integer[], ${places.map(({ seatNo }) => seatNo)}::integer[],
        ${places.map(({ blockNo }) => blockNo)}::integer[], ${places.map(({ poolNo }) => poolNo)}::smallint[],
        ${places.map(({ categoryNo }) => categoryNo)}::smallint[],
        ${places.map(({ priceMinor }) => priceMinor)}::bigint[]
      ) as p (order_id, ticket_id, hold_id, session_id, allocation_id, seat_no, block_no, pool_no, category_no, price_minor)
    ), seat as (
      insert into seat_occupancy as o (session_id, seat_no, state, category_no, hold_id)
      select session_id, seat_no, 'SOLD', category_no, hold_id from place where seat_no is not null
      order by session_id, seat_no
      on conflict (session_id, seat_no) do update set state = 'SOLD', hold_id = excluded.hold_id, expires_at = null
        where o.state = 'HELD' and (o.hold_id = excluded.hold_id or o.expires_at <= now())
      returning o.session_id, o.seat_no
    ), complete as materialized (
      select sale.* from sale
      where (select count(place.seat_no) from place where place.order_id = sale.order_id)
        = (select count(*) from place join seat using (session_id, seat_no) where place.order_id = sale.order_id)
    ), issued as (
      insert into ticket (id, order_id, session_id, seat_no, block_no, pool_no, allocation_id, category_no, price_minor,
        currency, owner_id, issued_at)
      select p.ticket_id, p.order_id, p.session_id, p.seat_no, p.block_no, p.pool_no, p.allocation_id, p.category_no,
        p.price_minor, c.currency, c.fan_id, ${paidAt}::timestamptz
      from place p join complete c on c.order_id = p.order_id
    ), ended as (
      update hold set state = 'SOLD' from (select distinct hold_id from place join complete using (order_id)) done
      where id = done.hold_id and ${mayBecome(holdLifecycle, 'SOLD')}
    ), counted as (
      insert into session_sold (session_id, category_no, set_aside, sold)
      select session_id, category_no, allocation_id <> ${allocationNo.public}, count(*)
      from place join complete using (order_id) group by 1, 2, 3
    ), paid as (
      update ticket_order o set state = 'PAID', paid_at = ${paidAt}, payment_id = coalesce(c.payment_id, o.payment_id)
      from complete c where o.id = c.order_id and ${mayBecome(orderLifecycle, 'PAID', sql`o.state`)}
    )
    select order_id as "orderId" from complete`);
  return new Set(complete.map(({ orderId }) => orderId));
}

/** Reverts what {@link insertTickets} has sold of an incomplete order: its seats come free, its holds have expired. */
export async function updateUnsoldHolds(tx: Transaction, holds: readonly HoldToSell[]): Promise<void> {
  const holdIds = holds.map(({ id }) => id);
  await tx.run(sql`
    with ended as (
      update hold set state = 'EXPIRED' where id = any(${holdIds}::uuid[]) and ${mayBecome(holdLifecycle, 'EXPIRED')}
      returning id, fan_id, session_id, seat_nos, block_no, pool_no, quantity
    ), seats as (
      delete from seat_occupancy o
      using (select id, session_id, unnest(seat_nos) as seat_no from ended where seat_nos is not null) mine
      where o.session_id = mine.session_id and o.seat_no = mine.seat_no and o.hold_id = mine.id
    ), places as (${endedPlaces})
    ${endedCounts}`);
}

/** Brings a hold that had ended back, so that it can be sold; its places and counts have been taken again. */
export async function updateHoldReacquired(tx: Transaction, holdId: string, poolNo: number | null): Promise<void> {
  await tx.run(sql`update hold set state = 'HELD', pool_no = ${poolNo}
    where id = ${holdId}::uuid and ${mayBecome(holdLifecycle, 'HELD')}`);
}
