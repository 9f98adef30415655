import { type Queryable, sql } from '@games/postgres';
import type { SeatState } from '../../domain/seating/seatState.ts';
import type { SessionState } from '../../domain/sessions/sessionStates.ts';
import { allocationNo } from '../sales/allocations.ts';

/** A category of a session with its price and what is taken of it at this moment. Numbers are places. */
export interface CategoryAvailabilityRow {
  readonly sessionId: number;
  readonly sessionCode: string;
  readonly sessionState: SessionState;
  readonly categoryNo: number;
  readonly code: string;
  readonly name: string;
  readonly colour: string;
  readonly priceMinor: bigint;
  readonly currency: string;
  readonly total: number;
  readonly sold: number;
  readonly held: number;
  readonly notForSale: number;
}

/**
 * Prices and availability of many sessions in one statement, dearest category first. Nothing is read seat by seat: sold
 * places are counted where they are sold (session_sold), held ones in the few holds that are open and whose time is not
 * over. What a set-aside block has sold or holds counts as that, and the rest of the block as not for sale; a block that
 * was sold elsewhere counts as sold.
 */
export function selectAvailabilityOfSessions(
  db: Queryable,
  sessionIds: readonly number[],
): Promise<CategoryAvailabilityRow[]> {
  return db.many(sql`
    with sold as (
      select session_id, category_no, sum(sold)::integer as sold, sum(blocked)::integer as blocked,
        coalesce(sum(sold) filter (where set_aside), 0)::integer as sold_aside
      from session_sold where session_id = any(${sessionIds}::integer[]) group by 1, 2
    ), held as (
      select h.session_id, place.category_no, count(*)::integer as held,
        (count(*) filter (where h.allocation_id <> 1))::integer as held_aside
      from hold h cross join lateral unnest(h.categories) as place (category_no)
      where h.session_id = any(${sessionIds}::integer[]) and h.state = 'HELD' and h.expires_at > now() group by 1, 2
    ), aside as (
      select set_aside.session_id, place.category_no,
        coalesce(sum(place.places_count) filter (where set_aside.allocation_id <> ${allocationNo.elsewhere}), 0)::integer as places,
        coalesce(sum(place.places_count) filter (where set_aside.allocation_id = ${allocationNo.elsewhere}), 0)::integer as sold
      from session_block set_aside
      join ticketed_session s on s.id = set_aside.session_id
      join plan_block_place place on place.plan_id = s.plan_id and place.block_no = set_aside.block_no
      where set_aside.session_id = any(${sessionIds}::integer[]) and set_aside.allocation_id <> 1 group by 1, 2
    )
    select price.session_id as "sessionId", s.code as "sessionCode", s.state as "sessionState",
      price.category_no as "categoryNo", category.code, category.name, category.colour,
      price.price_minor as "priceMinor", s.currency, price.places_count as total,
      coalesce(sold.sold, 0) + coalesce(aside.sold, 0) as sold, coalesce(held.held, 0) as held,
      coalesce(sold.blocked, 0) + greatest(
        coalesce(aside.places, 0) - coalesce(sold.sold_aside, 0) - coalesce(held.held_aside, 0), 0) as "notForSale"
    from session_price price
    join ticketed_session s on s.id = price.session_id
    join plan_category category on category.plan_id = s.plan_id and category.category_no = price.category_no
    left join sold on sold.session_id = price.session_id and sold.category_no = price.category_no
    left join held on held.session_id = price.session_id and held.category_no = price.category_no
    left join aside on aside.session_id = price.session_id and aside.category_no = price.category_no
    where price.session_id = any(${sessionIds}::integer[])
    order by price.session_id, price.category_no`);
}

/** A seat that is not free. */
export interface TakenSeatRow {
  readonly planCode: string;
  readonly seatNo: number;
  readonly state: SeatState;
  readonly expiresAt: Date | null;
}

/**
 * Seats that are not free, of many blocks given as pairs of session and block code. The seats of a block that is set
 * aside count as blocked, or sold where the whole block was sold elsewhere, unless they have a state of their own.
 */
export function selectTakenSeatsOfBlocks(
  db: Queryable,
  blocks: readonly { readonly sessionId: number; readonly block: string }[],
): Promise<(TakenSeatRow & { readonly sessionId: number; readonly block: string })[]> {
  return db.many(sql`
    select s.id as "sessionId", b.code as block, p.code as "planCode", seat.seat_no as "seatNo",
      coalesce(o.state, case aside.allocation_id when ${allocationNo.elsewhere} then 'SOLD' else 'BLOCKED' end) as state, o.expires_at as "expiresAt"
    from ${sql.rows('wanted', blocks, { sessionId: 'integer', block: 'text' })}
    join ticketed_session s on s.id = wanted.session_id
    join seating_plan p on p.id = s.plan_id
    join plan_block b on b.plan_id = s.plan_id and b.code = wanted.block
    join plan_row r on r.plan_id = b.plan_id and r.block_no = b.block_no
    join seat seat on seat.plan_id = r.plan_id and seat.row_no = r.row_no
    left join session_block aside
      on aside.session_id = s.id and aside.block_no = b.block_no and aside.allocation_id <> 1
    left join seat_occupancy o on o.session_id = s.id and o.seat_no = seat.seat_no
      and (o.expires_at is null or o.expires_at > now())
    where o.seat_no is not null or aside.session_id is not null
    order by s.id, b.block_no, seat.seat_no`);
}
