import { sql } from '@games/postgres';
import { type InvariantQuery, issued, orderId, sessionId } from './audited.ts';

/** What was sold of each pool of an area. A revoked ticket keeps its place, and a session that is cancelled its counts. */
const poolSales = sql`
  select p.*, s.code, s.state as session_state, b.code as block_code,
    (select count(*) from ticket t where t.session_id = p.session_id and t.block_no = p.block_no
      and t.pool_no = p.pool_no and t.state in ('VALID', 'REVOKED')) as tickets_count,
    (select coalesce(sum(h.quantity), 0) from hold h where h.session_id = p.session_id and h.state = 'HELD'
      and h.block_no = p.block_no and h.pool_no = p.pool_no) as held_count
  from area_pool p join ticketed_session s on s.id = p.session_id
  join plan_block b on b.plan_id = s.plan_id and b.block_no = p.block_no`;

/** What must be true of seats, areas, and the counts of both. */
export const placeInvariants: readonly InvariantQuery[] = [
  {
    name: 'SEATS_WITHIN_PLAN',
    rule: 'Of a session not more seats are sold, held or kept back than its plan has, and not more places of a category.',
    checked: sql`select count(*) from ticketed_session`,
    offenders: sql`
      select ${sessionId(sql`s.code`)} as subject,
        format('%s seats are taken, the plan has %s', taken.seats, p.seats_count) as detail
      from (select session_id, count(*) as seats from seat_occupancy
        where expires_at is null or expires_at > now() group by session_id) taken
      join ticketed_session s on s.id = taken.session_id join seating_plan p on p.id = s.plan_id
      where taken.seats > p.seats_count
      union all
      select ${sessionId(sql`s.code`)}, format('%s tickets are valid, the plan has %s places', valid.tickets,
        p.seats_count + p.standing_count)
      from (select session_id, count(*) as tickets from ticket where state = 'VALID' group by session_id) valid
      join ticketed_session s on s.id = valid.session_id join seating_plan p on p.id = s.plan_id
      where valid.tickets > p.seats_count + p.standing_count
      union all
      select ${sessionId(sql`s.code`)}, format('%s places of category %s are counted as sold, there are %s', counted.sold,
        counted.category_no, price.places_count)
      from (select session_id, category_no, sum(sold) as sold from session_sold group by 1, 2) counted
      join ticketed_session s on s.id = counted.session_id
      left join session_price price on price.session_id = counted.session_id and price.category_no = counted.category_no
      where counted.sold > coalesce(price.places_count, 0)`,
  },
  {
    name: 'AREA_COUNTERS',
    rule: 'A general admission area has sold and holds no more places than it has, and its counters are what its holds and tickets add up to.',
    checked: sql`select count(*) from area_pool`,
    offenders: sql`
      select ${sessionId(sql`pool.code`)} as subject, format('pool %s of block %s: %s taken and %s sold elsewhere of %s '
        'places; holds keep %s, tickets have %s', pool_no, block_code, taken, sold_elsewhere, capacity, held_count,
        tickets_count) as detail
      from (${poolSales}) pool
      where taken + sold_elsewhere > capacity or taken < held_count + tickets_count
        or (session_state = 'SCHEDULED' and taken <> held_count + tickets_count)
      union all
      select ${sessionId(sql`s.code`)}, format('the pools of block %s have %s places together, the block has %s', b.code,
        sum(p.capacity), b.capacity)
      from area_pool p join ticketed_session s on s.id = p.session_id
      join plan_block b on b.plan_id = s.plan_id and b.block_no = p.block_no
      group by s.code, b.code, b.capacity having sum(p.capacity) > b.capacity`,
  },
  {
    name: 'SOLD_COUNTERS',
    rule: 'The counters behind availability are what seats and areas add up to, for each session and category.',
    checked: sql`select count(*) from (select from session_sold group by session_id, category_no) counted`,
    offenders: sql`
      select ${sessionId(sql`s.code`)} as subject, format('category %s: %s are counted, %s are sold', category_no,
        coalesce(counted.sold, 0), coalesce(true_count.sold, 0)) as detail
      from (select session_id, category_no, sum(sold) as sold from session_sold group by 1, 2) counted
      full join (
        select session_id, category_no, sum(places) as sold
        from (
          select session_id, category_no, count(*) as places from seat_occupancy where state = 'SOLD' group by 1, 2
          union all
          select session_id, category_no, sum(sold_elsewhere) from area_pool group by 1, 2
          union all
          select session_id, category_no, count(*) from ticket
          where block_no is not null and state in ('VALID', 'REVOKED') group by 1, 2
        ) place group by 1, 2
      ) true_count using (session_id, category_no)
      join ticketed_session s on s.id = session_id and s.state = 'SCHEDULED'
      where coalesce(counted.sold, 0) <> coalesce(true_count.sold, 0)`,
  },
  {
    name: 'ONE_OWNER_PER_SEAT',
    rule: 'A seat of a session has one valid ticket at most, and one owner.',
    checked: sql`select count(*) from seat_occupancy where state <> 'BLOCKED'`,
    offenders: sql`
      select ${sessionId(sql`s.code`)} as subject, format('seat %s has %s valid tickets', t.seat_no, count(*)) as detail
      from ticket t join ticketed_session s on s.id = t.session_id
      where t.state = 'VALID' and t.seat_no is not null
      group by s.code, t.seat_no having count(*) > 1
      union all
      select ${sessionId(sql`s.code`)}, format('seat %s has %s owners', o.seat_no, o.owners)
      from (select session_id, seat_no, count(*) as owners from seat_occupancy
        group by session_id, seat_no having count(*) > 1) o
      join ticketed_session s on s.id = o.session_id`,
  },
  {
    name: 'TICKET_HAS_ITS_SEAT',
    rule: 'A valid ticket for a seat has that seat sold, a seat that was sold here has its ticket, and an order has a ticket for each place.',
    checked: sql`select count(*) from ticket`,
    offenders: sql`
      select 'tkt_' || t.id as subject, format('seat %s of %s is not sold', t.seat_no, s.code) as detail
      from ticket t join ticketed_session s on s.id = t.session_id
      where t.state = 'VALID' and t.seat_no is not null and s.state = 'SCHEDULED' and not exists (
        select from seat_occupancy o where o.session_id = t.session_id and o.seat_no = t.seat_no and o.state = 'SOLD'
          and o.hold_id is not null)
      union all
      select ${sessionId(sql`s.code`)}, format('seat %s is sold by hold %s and has no ticket', o.seat_no, o.hold_id)
      from seat_occupancy o join ticketed_session s on s.id = o.session_id
      where o.state = 'SOLD' and o.hold_id is not null and s.state = 'SCHEDULED' and not exists (
        select from ticket t where t.session_id = o.session_id and t.seat_no = o.seat_no
          and t.state in ('VALID', 'REVOKED'))
      union all
      select ${orderId(sql`o.id`)}, format('%s tickets were issued for %s places', issued.tickets_count, place.places)
      from (select order_id, sum(quantity) as places from hold where order_id is not null and state = 'SOLD'
        group by order_id) place
      join ticket_order o on o.id = place.order_id
      join (${issued}) issued on issued.order_id = o.id
      where issued.tickets_count <> place.places`,
  },
  {
    name: 'ACCOUNT_COUNTS',
    rule: 'What an account is counted to have, of each session and in all, is what it holds and what it has bought and not returned.',
    checked: sql`select count(*) from fan_allowance`,
    offenders: sql`
      select 'fan_' || fan_id as subject, format('%s are counted%s, it has %s', coalesce(a.taken, 0),
        ' of ' || (select ${sessionId(sql`s.code`)} from ticketed_session s where s.id = session_id), coalesce(own.places, 0)) as detail
      from fan_allowance a
      full join (
        select fan_id, scope.session_id, sum(places) as places
        from (
          select fan_id, session_id, quantity as places from hold where state = 'HELD'
          union all
          select reserved_by, session_id, 1 from resale_listing where state = 'RESERVED'
          union all
          select o.fan_id, t.session_id, 1 from ticket t join ticket_order o on o.id = t.order_id
          where t.state in ('VALID', 'REVOKED')
          union all
          select o.fan_id, l.session_id, 1 from resale_listing l join ticket_order o on o.id = l.seller_order_id
          where l.state = 'SOLD'
        ) place cross join lateral (values (0), (place.session_id)) as scope (session_id)
        group by 1, 2
      ) own using (fan_id, session_id)
      where coalesce(a.taken, 0) <> coalesce(own.places, 0)`,
  },
];
