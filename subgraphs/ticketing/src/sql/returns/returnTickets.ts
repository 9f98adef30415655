import { sql, type Transaction } from '@games/postgres';
import { listingLifecycle } from '../../domain/resale/listingStates.ts';
import { type TicketState, ticketLifecycle } from '../../domain/tickets/ticketStates.ts';
import { mayBecome } from '../mayBecome.ts';

/** A ticket that is to be returned, with what decides whether it can be. */
export interface TicketToReturn {
  readonly id: string;
  readonly ownerId: string;
  readonly state: TicketState;
  readonly orderId: string;
  /** The fan whose money it was. */
  readonly payerId: string;
  /** Of a ticket that was bought in resale. */
  readonly listingId: string | null;
  readonly sessionId: number;
  readonly startsAt: Date;
  readonly priceMinor: bigint;
  /** What was paid for it on top: the buyer's fee of a resale. */
  readonly feesMinor: bigint;
  readonly currency: string;
  readonly hasEntered: boolean;
  readonly isInResale: boolean;
  readonly isInTransfer: boolean;
}

/**
 * Tickets, locked until the transaction ends: scans, resale, transfers, exchanges and returns of them wait.
 * What is said of them is read after they are locked, so that it is what the one before has left.
 */
export async function lockTicketsToReturn(tx: Transaction, ticketIds: readonly string[]): Promise<TicketToReturn[]> {
  await tx.run(sql`select from ticket where id = any(${ticketIds}::uuid[]) order by id for update`);
  return tx.many(sql`
    select t.id, t.owner_id as "ownerId", t.state, t.order_id as "orderId", o.fan_id as "payerId",
      o.listing_id as "listingId", t.session_id as "sessionId", s.starts_at as "startsAt",
      t.price_minor as "priceMinor",
      case when o.listing_id is null then 0 else o.fees_minor end::bigint as "feesMinor", t.currency,
      exists (select from ticket_check_in p where p.ticket_id = t.id and p.entries > 0) as "hasEntered",
      exists (select from resale_listing l where l.ticket_id = t.id and l.ticket_version = t.version
        and l.state in ('LISTED', 'RESERVED')) as "isInResale",
      exists (select from ticket_transfer x where x.ticket_id = t.id and x.ticket_version = t.version
        and x.state = 'OFFERED' and x.expires_at > now()) as "isInTransfer"
    from ticket t
    join ticket_order o on o.id = t.order_id
    join ticketed_session s on s.id = t.session_id
    where t.id = any(${ticketIds}::uuid[]) order by t.id`);
}

/**
 * Ends valid tickets: their places come free, counts go down, offers of them end. Returns the ids of those that were
 * valid. The tickets must be locked.
 */
export async function updateReturnedTickets(
  tx: Transaction,
  ticketIds: readonly string[],
  state: 'REFUNDED' | 'EXCHANGED',
): Promise<readonly string[]> {
  const rows = await tx.many<{ id: string }>(sql`
    with gone as (
      update ticket set state = ${state} where id = any(${ticketIds}::uuid[]) and ${mayBecome(ticketLifecycle, state)}
      returning id, order_id, session_id, seat_no, block_no, pool_no, allocation_id, category_no
    ), seats as (
      delete from seat_occupancy o using gone g
      where o.session_id = g.session_id and o.seat_no = g.seat_no and o.state = 'SOLD' and o.hold_id is not null
    ), places as (
      update area_pool p set taken = p.taken - back.places
      from (select session_id, block_no, pool_no, count(*)::integer as places from gone
        where block_no is not null group by 1, 2, 3) back
      where p.session_id = back.session_id and p.block_no = back.block_no and p.pool_no = back.pool_no
    ), counted as (
      insert into session_sold (session_id, category_no, set_aside, sold)
      select session_id, category_no, allocation_id <> 1, -count(*) from gone group by 1, 2, 3
    ), limits as (
      update fan_allowance a set taken = a.taken - back.places
      from (
        select o.fan_id, scope.session_id, count(*)::integer as places
        from gone g join ticket_order o on o.id = g.order_id
        cross join lateral (values (0), (g.session_id)) as scope (session_id) group by 1, 2
      ) back
      where a.fan_id = back.fan_id and a.session_id = back.session_id
    ), offers as (
      update resale_listing l set state = 'WITHDRAWN', reserved_by = null, reserved_until = null
      from gone g where l.ticket_id = g.id and ${mayBecome(listingLifecycle, 'WITHDRAWN', sql`l.state`)}
    )
    select id from gone`);
  return rows.map(({ id }) => id);
}

/** A payment from which money of an order can go back. */
export interface RefundSource {
  /** The order whose money is asked for. */
  readonly forOrderId: string;
  /** The order that the payment has paid: the same, or one before it. */
  readonly orderId: string;
  readonly paymentId: string;
  /** Captured, and neither gone nor decided to go back. */
  readonly availableMinor: bigint;
  /** What went back without our decision. */
  readonly lostMinor: bigint;
}

/**
 * The payments behind orders, their own first, then those of the tickets that were exchanged for them: a ticket of an exchange
 * was paid with both. They are locked until the transaction ends, so that no two decide on the same money.
 */
export async function lockRefundSources(tx: Transaction, orderIds: readonly string[]): Promise<RefundSource[]> {
  const chain = sql`
    with recursive chain as (
      select id as for_order_id, id, payment_id, exchanged_ticket_id, 1 as depth from ticket_order
      where id = any(${orderIds}::uuid[])
      union all
      select c.for_order_id, o.id, o.payment_id, o.exchanged_ticket_id, c.depth + 1
      from chain c join ticket t on t.id = c.exchanged_ticket_id join ticket_order o on o.id = t.order_id
    )`;
  await tx.run(sql`
    ${chain} select from payment where id in (select payment_id from chain) order by id for update`);
  return tx.many(sql`
    ${chain}
    select c.for_order_id as "forOrderId", c.id as "orderId", c.payment_id as "paymentId",
      greatest(p.captured_minor - coalesce(gone.amount, 0), 0)::bigint as "availableMinor",
      coalesce(gone.lost, 0)::bigint as "lostMinor"
    from chain c join payment p on p.id = c.payment_id
    left join lateral (
      select sum(amount_minor) as amount,
        sum(amount_minor) filter (where reason in ('UNREQUESTED_REFUND', 'CHARGEBACK')) as lost
      from ticket_refund r where r.payment_id = p.id
    ) gone on true
    where p.captured_minor > 0 order by c.for_order_id, c.depth`);
}

/**
 * Orders that have nothing left, neither a ticket nor money that stays here, are owed what has not arrived yet. An order that
 * cost nothing is owed nothing. (Money of an order whose ticket was exchanged is in the new ticket, and stays until that one is
 * returned.)
 */
export async function updateOrdersOwed(tx: Transaction, orderIds: readonly string[]): Promise<void> {
  await tx.run(sql`
    update ticket_order o set state = case when o.total_minor = 0 then 'REFUNDED' else 'REFUND_DUE' end
    where o.id = any(${orderIds}::uuid[]) and o.state = 'PAID'
      and o.total_minor <= (select coalesce(sum(amount_minor), 0) from ticket_refund r where r.payment_id = o.payment_id)
      and not exists (select from ticket t where t.order_id = o.id and t.state in ('VALID', 'REVOKED'))`);
}
