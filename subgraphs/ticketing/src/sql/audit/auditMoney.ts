import { sql } from '@games/postgres';
import { type AuditScope, type InvariantQuery, issued, orderId } from './audited.ts';

/** What moved with each payment, by its events: these are the truth. */
const moved = sql`
  select p.id, p.reference, p.amount_minor, p.currency, p.captured_minor, p.refunded_minor,
    coalesce(sum(e.amount_minor) filter (where e.type = 'CAPTURED'), 0) as captured,
    coalesce(sum(e.amount_minor) filter (where e.type = 'REFUNDED'), 0) as refunded,
    coalesce(sum(e.amount_minor) filter (where e.type = 'CHARGED_BACK'), 0) as charged_back,
    max(e.recorded_at) filter (where e.type = 'CAPTURED') as captured_at
  from payment p left join payment_event e on e.payment_id = p.id group by p.id`;

/**
 * What was decided to go back of each payment, or went back without us (`lost`). What staff has closed was settled in another
 * way: it counts as long as there is money for it.
 */
const decided = sql`
  select r.payment_id, least(sum(r.amount_minor), max(p.captured_minor)) as amount,
    coalesce(sum(r.amount_minor) filter (where r.closed_at is null), 0) as open,
    coalesce(sum(r.amount_minor) filter (where r.closed_at is not null), 0) as closed,
    coalesce(sum(r.amount_minor) filter (where r.reason in ('UNREQUESTED_REFUND', 'CHARGEBACK')), 0) as lost
  from ticket_refund r join payment p on p.id = r.payment_id group by r.payment_id`;

/**
 * The first order of each exchange, and of an exchange of what came of it: all of them share their money. Only orders that an
 * exchange has led to are here; any other stands by itself.
 */
const firstOrders = sql`
  with recursive earlier as (
    select o.id, t.order_id as earlier_id, 1 as depth
    from ticket_order o join ticket t on t.id = o.exchanged_ticket_id
    union all
    select e.id, t.order_id, e.depth + 1
    from earlier e join ticket_order o on o.id = e.earlier_id join ticket t on t.id = o.exchanged_ticket_id
  )
  select distinct on (id) id, earlier_id as first_id from earlier order by id, depth desc`;

/**
 * What orders have kept of the money that was captured for them, and what there is for it: tickets that are good, tickets
 * that were sold on, and the fee of a resale that was not undone.
 */
const purses = sql`
  select coalesce(f.first_id, o.id) as first_id, sum(coalesce(paid.captured, 0) - coalesce(back.amount, 0)) as kept,
    sum(coalesce(back.lost, 0)) as lost,
    sum(coalesce(good.value, 0) + coalesce(resold.value, 0)
      + case when good.order_id is null and resold.seller_order_id is null then 0 else o.fees_minor end) as worth
  from ticket_order o
  join (${issued}) issued on issued.order_id = o.id
  left join (${firstOrders}) f on f.id = o.id
  left join (${moved}) paid on paid.id = o.payment_id
  left join (${decided}) back on back.payment_id = o.payment_id
  left join (select order_id, sum(price_minor) as value from ticket where state in ('VALID', 'REVOKED') group by 1) good
    on good.order_id = o.id
  left join (select seller_order_id, sum(face_minor) as value from resale_listing where state = 'SOLD' group by 1) resold
    on resold.seller_order_id = o.id
  group by 1`;

/** What must be true of money, and of the keys that it moves by. */
export function moneyInvariants({ graceSeconds }: AuditScope): readonly InvariantQuery[] {
  const grace = sql`${graceSeconds}::integer * interval '1 second'`;
  return [
    {
      name: 'MONEY_IS_ACCOUNTED_FOR',
      rule: 'Money captured for an order is the value of the tickets issued plus what is refunded, and never more than was agreed; what is kept of it, over all exchanges, is the value of the tickets that are good or were sold on.',
      checked: sql`select count(*) from payment`,
      offenders: sql`
        select ${orderId(sql`o.id`)} as subject, format('paid %s, tickets for %s were issued (fees %s, credit %s)', paid.captured,
          issued.value_minor, o.fees_minor, o.credit_minor) as detail
        from (${moved}) paid join ticket_order o on o.payment_id = paid.id
        join (${issued}) issued on issued.order_id = o.id
        where paid.captured + o.credit_minor <> issued.value_minor + o.fees_minor
        union all
        select ${orderId(sql`paid.reference`)}, format('payment %s captured %s, without tickets, and %s are to be refunded', paid.id,
          paid.captured, coalesce(back.amount, 0))
        from (${moved}) paid
        left join ticket_order o on o.payment_id = paid.id
        left join (${issued}) issued on issued.order_id = o.id
        left join (${decided}) back
          on back.payment_id = paid.id
        where paid.captured > 0 and issued.order_id is null and paid.captured <> coalesce(back.amount, 0)
        union all
        select ${orderId(sql`paid.reference`)}, format('payment %s was for %s: %s captured, %s refunded, of which %s was decided', paid.id,
          paid.amount_minor, paid.captured, paid.refunded, coalesce(back.amount, 0))
        from (${moved}) paid
        left join (${decided}) back
          on back.payment_id = paid.id
        where paid.captured > paid.amount_minor or paid.refunded > paid.captured
          or least(paid.refunded + paid.charged_back, paid.captured) > coalesce(back.amount, 0)
          or coalesce(back.open, 0) > paid.captured
          or paid.captured <> paid.captured_minor or paid.refunded <> paid.refunded_minor
        union all
        select ${orderId(sql`purse.first_id`)}, format('%s of its money is kept, for what is worth %s', purse.kept, purse.worth)
        from (${purses}) purse where purse.kept > purse.worth or purse.kept + purse.lost < purse.worth`,
    },
    {
      name: 'NO_PAYMENT_LOST',
      rule: 'Nobody who has paid is left without tickets or a refund, not for a cancelled session either, and a refund that was decided arrives.',
      checked: sql`select count(*) from ticket_order where state in ('PAID', 'REFUND_DUE', 'REFUNDED')`,
      offenders: sql`
        select ${orderId(sql`o.id`)} as subject, 'is paid, and has no tickets' as detail
        from ticket_order o
        where o.state = 'PAID' and not exists (select from (${issued}) issued where issued.order_id = o.id)
        union all
        select ${orderId(sql`o.id`)}, format('payment %s is captured, but the order is %s', paid.id, o.state)
        from (${moved}) paid join ticket_order o on o.id::text = paid.reference
        where paid.captured > 0 and o.state in ('AWAITING_PAYMENT', 'CANCELLED', 'EXPIRED')
          and not exists (select from ticket_refund r where r.payment_id = paid.id)
        union all
        select ${orderId(sql`r.order_id`)}, format('refund %s of %s %s has not arrived', r.id, r.amount_minor, r.currency)
        from ticket_refund r
        left join payment_operation p on p.payment_id = r.payment_id and p.key = r.operation_key
        where coalesce(p.outcome ->> 'kind', '') <> 'Done' and r.closed_at is null
          and r.reason not in ('UNREQUESTED_REFUND', 'CHARGEBACK') and r.created_at <= now() - ${grace}
        union all
        select ${orderId(sql`o.id`)}, 'is owed its money, and no refund was decided'
        from ticket_order o
        where o.state = 'REFUND_DUE' and not exists (select from ticket_refund r where r.order_id = o.id)
        union all
        select ${orderId(sql`o.id`)}, format('is %s, with %s of %s refunded, of which it knows %s', o.state, paid.refunded,
          o.total_minor, o.refunded_minor)
        from ticket_order o join (${moved}) paid on paid.id = o.payment_id
        left join (${decided}) back on back.payment_id = paid.id
        where least(paid.refunded + paid.charged_back, o.total_minor) <> o.refunded_minor
          or (o.state = 'REFUND_DUE' and paid.refunded + paid.charged_back >= o.total_minor)
          or (o.state = 'REFUNDED' and paid.refunded + paid.charged_back + coalesce(back.closed, 0) < o.total_minor)
        union all
        select 'tkt_' || t.id, format('is valid, and its session %s was cancelled at %s', s.code, s.cancelled_at)
        from ticket t join ticketed_session s on s.id = t.session_id
        where t.state = 'VALID' and s.state = 'CANCELLED' and s.cancelled_at <= now() - ${grace}`,
    },
    {
      name: 'NO_TICKET_UNPAID',
      rule: 'A valid ticket was paid for by the order that it belongs to.',
      checked: sql`select count(*) from ticket where state = 'VALID'`,
      offenders: sql`
        select 'tkt_' || t.id as subject, format('its order %s is %s, with %s of %s captured', o.id, o.state,
          coalesce(paid.captured, 0), o.total_minor) as detail
        from ticket t join ticket_order o on o.id = t.order_id left join (${moved}) paid on paid.id = o.payment_id
        where t.state = 'VALID' and (o.state <> 'PAID' or coalesce(paid.captured, 0) < o.total_minor)`,
    },
    {
      name: 'ONE_OUTCOME_PER_KEY',
      rule: 'An idempotency key has one outcome, which names something that its caller has, and nothing comes of two keys.',
      checked: sql`select (select count(*) from idempotency_key) + (select count(*) from payment_operation)`,
      offenders: sql`
        select k.key as subject, format('%s has %s outcomes', k.caller, count(*)) as detail
        from idempotency_key k group by k.caller, k.key having count(*) > 1
        union all
        select p.key, format('payment %s has %s outcomes', p.payment_id, count(*))
        from payment_operation p group by p.payment_id, p.key having count(*) > 1
        union all
        select min(k.key), format('%s keys have the outcome %s', count(*), k.outcome)
        from idempotency_key k where k.outcome ->> 'kind' in ('Held', 'OrderCreated', 'PaymentOpened')
        group by k.outcome having count(*) > 1
        union all
        select k.key, format('its outcome %s is not there', k.outcome)
        from idempotency_key k
        where case k.outcome ->> 'kind'
          when 'Held' then not exists (
            select from hold h where h.id = (k.outcome ->> 'holdId')::uuid and h.fan_id = k.caller)
          when 'OrderCreated' then not exists (
            select from ticket_order o where o.id = (k.outcome ->> 'orderId')::uuid and o.fan_id = k.caller)
          when 'PaymentOpened' then not exists (
            select from payment p where p.id = k.outcome ->> 'paymentId' and p.owner = k.caller)
          when 'Returned' then exists (
            select from jsonb_array_elements_text(k.outcome -> 'ticketIds') as returned (id)
            where not exists (select from ticket t where t.id = returned.id::uuid and t.state = 'REFUNDED'))
          else false end`,
    },
  ];
}
