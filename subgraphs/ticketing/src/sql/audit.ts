import { type Queryable, type Sql, sql } from '@games/postgres';

/** What breaks an invariant: the global id or name of the thing, and what is wrong with it. */
export interface AuditOffender {
  readonly subject: string;
  readonly detail: string;
}

/** One thing that must always be true of what is sold. */
export interface InvariantQuery {
  readonly name: string;
  /** The rule in a sentence. */
  readonly rule: string;
  /** How many things it is true of, as `count`. */
  readonly checked: Sql;
  /** What breaks it, as `subject` and `detail`. */
  readonly offenders: Sql;
}

export interface AuditScope {
  /** Work that is under way is no fault before it is this old. */
  readonly graceSeconds: number;
}

/** Offenders of an invariant, bounded. */
export function findOffenders(db: Queryable, invariant: InvariantQuery, limit: number): Promise<AuditOffender[]> {
  return db.many(sql`
    select subject, detail from (${invariant.offenders}) as offender order by subject, detail limit ${limit}`);
}

export async function countChecked(db: Queryable, invariant: InvariantQuery): Promise<number> {
  const { count } = await db.one<{ count: number }>(sql`select (${invariant.checked})::integer as count`);
  return count;
}

/** What was sold of each pool of an area. A revoked ticket keeps its place, and a session that is cancelled its counts. */
const poolSales = sql`
  select p.*, s.code, s.state as session_state, b.code as block_code,
    (select count(*) from tickets t where t.session_id = p.session_id and t.block_no = p.block_no
      and t.pool_no = p.pool_no and t.state in ('VALID', 'REVOKED')) as tickets_count,
    (select coalesce(sum(h.quantity), 0) from holds h where h.session_id = p.session_id and h.state = 'HELD'
      and h.block_no = p.block_no and h.pool_no = p.pool_no) as held_count
  from area_pools p join ticketed_sessions s on s.id = p.session_id
  join plan_blocks b on b.plan_id = s.plan_id and b.block_no = p.block_no`;

/**
 * What each order has issued: tickets that are its own still, and those that its fan has sold on to others since. Its value
 * is what was asked for them.
 */
const issued = sql`
  select order_id, count(*) as tickets_count, sum(price_minor) as value_minor
  from (
    select order_id, price_minor from tickets
    union all
    select seller_order_id, face_minor from resale_listings where state = 'SOLD'
  ) t group by order_id`;

/** What moved with each payment, by its events: these are the truth. */
const moved = sql`
  select p.id, p.reference, p.amount_minor, p.currency, p.captured_minor, p.refunded_minor,
    coalesce(sum(e.amount_minor) filter (where e.type = 'CAPTURED'), 0) as captured,
    coalesce(sum(e.amount_minor) filter (where e.type = 'REFUNDED'), 0) as refunded,
    max(e.recorded_at) filter (where e.type = 'CAPTURED') as captured_at
  from payment p left join payment_event e on e.payment_id = p.id group by p.id`;

const orderId = (expression: Sql): Sql => sql`'tor_' || ${expression}`;
const sessionId = (expression: Sql): Sql => sql`'tse_' || ${expression}`;

/** Every invariant as a query that finds what breaks it. */
export function invariantQueries({ graceSeconds }: AuditScope): readonly InvariantQuery[] {
  const grace = sql`${graceSeconds}::integer * interval '1 second'`;
  return [
    {
      name: 'SEATS_WITHIN_PLAN',
      rule: 'Of a session not more seats are sold, held or kept back than its plan has, and not more places of a category.',
      checked: sql`select count(*) from ticketed_sessions`,
      offenders: sql`
        select ${sessionId(sql`s.code`)} as subject,
          format('%s seats are taken, the plan has %s', taken.seats, p.seats_count) as detail
        from (select session_id, count(*) as seats from seat_occupancy
          where expires_at is null or expires_at > now() group by session_id) taken
        join ticketed_sessions s on s.id = taken.session_id join seating_plans p on p.id = s.plan_id
        where taken.seats > p.seats_count
        union all
        select ${sessionId(sql`s.code`)}, format('%s tickets are valid, the plan has %s places', valid.tickets,
          p.seats_count + p.standing_count)
        from (select session_id, count(*) as tickets from tickets where state = 'VALID' group by session_id) valid
        join ticketed_sessions s on s.id = valid.session_id join seating_plans p on p.id = s.plan_id
        where valid.tickets > p.seats_count + p.standing_count
        union all
        select ${sessionId(sql`s.code`)}, format('%s places of category %s are counted as sold, there are %s', counted.sold,
          counted.category_no, price.places_count)
        from (select session_id, category_no, sum(sold) as sold from session_sold group by 1, 2) counted
        join ticketed_sessions s on s.id = counted.session_id
        left join session_prices price on price.session_id = counted.session_id and price.category_no = counted.category_no
        where counted.sold > coalesce(price.places_count, 0)`,
    },
    {
      name: 'AREA_COUNTERS',
      rule: 'A general admission area has sold and holds no more places than it has, and its counters are what its holds and tickets add up to.',
      checked: sql`select count(*) from area_pools`,
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
        from area_pools p join ticketed_sessions s on s.id = p.session_id
        join plan_blocks b on b.plan_id = s.plan_id and b.block_no = p.block_no
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
            select session_id, category_no, sum(sold_elsewhere) from area_pools group by 1, 2
            union all
            select session_id, category_no, count(*) from tickets
            where block_no is not null and state in ('VALID', 'REVOKED') group by 1, 2
          ) place group by 1, 2
        ) true_count using (session_id, category_no)
        join ticketed_sessions s on s.id = session_id and s.state = 'SCHEDULED'
        where coalesce(counted.sold, 0) <> coalesce(true_count.sold, 0)`,
    },
    {
      name: 'ONE_OWNER_PER_SEAT',
      rule: 'A seat of a session has one valid ticket at most, and one owner.',
      checked: sql`select count(*) from seat_occupancy where state <> 'BLOCKED'`,
      offenders: sql`
        select ${sessionId(sql`s.code`)} as subject, format('seat %s has %s valid tickets', t.seat_no, count(*)) as detail
        from tickets t join ticketed_sessions s on s.id = t.session_id
        where t.state = 'VALID' and t.seat_no is not null
        group by s.code, t.seat_no having count(*) > 1
        union all
        select ${sessionId(sql`s.code`)}, format('seat %s has %s owners', o.seat_no, o.owners)
        from (select session_id, seat_no, count(*) as owners from seat_occupancy
          group by session_id, seat_no having count(*) > 1) o
        join ticketed_sessions s on s.id = o.session_id`,
    },
    {
      name: 'TICKET_HAS_ITS_SEAT',
      rule: 'A valid ticket for a seat has that seat sold, a seat that was sold here has its ticket, and an order has a ticket for each place.',
      checked: sql`select count(*) from tickets`,
      offenders: sql`
        select 'tkt_' || t.id as subject, format('seat %s of %s is not sold', t.seat_no, s.code) as detail
        from tickets t join ticketed_sessions s on s.id = t.session_id
        where t.state = 'VALID' and t.seat_no is not null and s.state = 'SCHEDULED' and not exists (
          select from seat_occupancy o where o.session_id = t.session_id and o.seat_no = t.seat_no and o.state = 'SOLD'
            and o.hold_id is not null)
        union all
        select ${sessionId(sql`s.code`)}, format('seat %s is sold by hold %s and has no ticket', o.seat_no, o.hold_id)
        from seat_occupancy o join ticketed_sessions s on s.id = o.session_id
        where o.state = 'SOLD' and o.hold_id is not null and s.state = 'SCHEDULED' and not exists (
          select from tickets t where t.session_id = o.session_id and t.seat_no = o.seat_no
            and t.state in ('VALID', 'REVOKED'))
        union all
        select ${orderId(sql`o.id`)}, format('%s tickets were issued for %s places', issued.tickets_count, place.places)
        from (select order_id, sum(quantity) as places from holds where order_id is not null and state = 'SOLD'
          group by order_id) place
        join ticket_orders o on o.id = place.order_id
        join (${issued}) issued on issued.order_id = o.id
        where issued.tickets_count <> place.places`,
    },
    {
      name: 'MONEY_IS_ACCOUNTED_FOR',
      rule: 'Money captured for an order is the value of the tickets issued plus what is given back, and never more than was agreed.',
      checked: sql`select count(*) from payment`,
      offenders: sql`
        select ${orderId(sql`o.id`)} as subject, format('paid %s, tickets for %s were issued (fees %s, credit %s)', paid.captured,
          issued.value_minor, o.fees_minor, o.credit_minor) as detail
        from (${moved}) paid join ticket_orders o on o.payment_id = paid.id
        join (${issued}) issued on issued.order_id = o.id
        where paid.captured + o.credit_minor <> issued.value_minor + o.fees_minor
        union all
        select ${orderId(sql`paid.reference`)}, format('payment %s captured %s, without tickets, and %s are to be given back', paid.id,
          paid.captured, coalesce(back.amount, 0))
        from (${moved}) paid
        left join ticket_orders o on o.payment_id = paid.id
        left join (${issued}) issued on issued.order_id = o.id
        left join (select payment_id, sum(amount_minor) as amount from ticket_refunds group by payment_id) back
          on back.payment_id = paid.id
        where paid.captured > 0 and issued.order_id is null and paid.captured <> coalesce(back.amount, 0)
        union all
        select ${orderId(sql`paid.reference`)}, format('payment %s was for %s: %s captured, %s refunded, of which %s was decided', paid.id,
          paid.amount_minor, paid.captured, paid.refunded, coalesce(back.amount, 0))
        from (${moved}) paid
        left join (select payment_id, sum(amount_minor) as amount from ticket_refunds group by payment_id) back
          on back.payment_id = paid.id
        where paid.captured > paid.amount_minor or paid.refunded > paid.captured or paid.refunded > coalesce(back.amount, 0)
          or coalesce(back.amount, 0) > paid.captured
          or paid.captured <> paid.captured_minor or paid.refunded <> paid.refunded_minor`,
    },
    {
      name: 'NO_PAYMENT_LOST',
      rule: 'Nobody who has paid is left without tickets or a refund, and a refund that was decided arrives.',
      checked: sql`select count(*) from ticket_orders where state in ('PAID', 'REFUND_DUE', 'REFUNDED')`,
      offenders: sql`
        select ${orderId(sql`o.id`)} as subject, 'is paid, and has no tickets' as detail
        from ticket_orders o
        where o.state = 'PAID' and not exists (select from (${issued}) issued where issued.order_id = o.id)
        union all
        select ${orderId(sql`o.id`)}, format('payment %s is captured, but the order is %s', paid.id, o.state)
        from (${moved}) paid join ticket_orders o on o.id::text = paid.reference
        where paid.captured > 0 and o.state in ('AWAITING_PAYMENT', 'CANCELLED', 'EXPIRED')
          and not exists (select from ticket_refunds r where r.payment_id = paid.id)
        union all
        select ${orderId(sql`r.order_id`)}, format('refund %s of %s %s has not arrived', r.id, r.amount_minor, r.currency)
        from ticket_refunds r
        left join payment_operation p on p.payment_id = r.payment_id and p.key = r.id::text
        where coalesce(p.outcome ->> 'kind', '') <> 'Done' and r.created_at <= now() - ${grace}
        union all
        select ${orderId(sql`o.id`)}, 'is owed its money, and no refund was decided'
        from ticket_orders o
        where o.state = 'REFUND_DUE' and not exists (select from ticket_refunds r where r.order_id = o.id)`,
    },
    {
      name: 'NO_TICKET_UNPAID',
      rule: 'A valid ticket was paid for by the order that it belongs to.',
      checked: sql`select count(*) from tickets where state = 'VALID'`,
      offenders: sql`
        select 'tkt_' || t.id as subject, format('its order %s is %s, with %s of %s captured', o.id, o.state,
          coalesce(paid.captured, 0), o.total_minor) as detail
        from tickets t join ticket_orders o on o.id = t.order_id left join (${moved}) paid on paid.id = o.payment_id
        where t.state = 'VALID' and (o.state <> 'PAID' or coalesce(paid.captured, 0) < o.total_minor)`,
    },
    {
      name: 'ONE_OUTCOME_PER_KEY',
      rule: 'An idempotency key has one outcome, which names something that its caller has, and nothing comes of two keys.',
      checked: sql`select (select count(*) from idempotency_keys) + (select count(*) from payment_operation)`,
      offenders: sql`
        select k.key as subject, format('%s has %s outcomes', k.caller, count(*)) as detail
        from idempotency_keys k group by k.caller, k.key having count(*) > 1
        union all
        select p.key, format('payment %s has %s outcomes', p.payment_id, count(*))
        from payment_operation p group by p.payment_id, p.key having count(*) > 1
        union all
        select min(k.key), format('%s keys have the outcome %s', count(*), k.outcome)
        from idempotency_keys k where k.outcome ->> 'kind' in ('Held', 'OrderCreated', 'PaymentOpened')
        group by k.outcome having count(*) > 1
        union all
        select k.key, format('its outcome %s is not there', k.outcome)
        from idempotency_keys k
        where case k.outcome ->> 'kind'
          when 'Held' then not exists (
            select from holds h where h.id = (k.outcome ->> 'holdId')::uuid and h.fan_id = k.caller)
          when 'OrderCreated' then not exists (
            select from ticket_orders o where o.id = (k.outcome ->> 'orderId')::uuid and o.fan_id = k.caller)
          when 'PaymentOpened' then not exists (
            select from payment p where p.id = k.outcome ->> 'paymentId' and p.owner = k.caller)
          else false end`,
    },
  ];
}
