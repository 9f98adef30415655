import { sql, type Transaction } from '@games/postgres';

/** A purchase that went through: one hold, one order, one captured payment, and a ticket for each seat. */
export interface PurchaseSeed {
  readonly orderId: string;
  readonly holdId: string;
  readonly ticketIds: readonly string[];
  readonly paymentId: string;
  readonly fanId: string;
  readonly sessionId: number;
  readonly categoryNo: number;
  readonly priceMinor: bigint;
  readonly currency: string;
  readonly seatNos: readonly number[];
  readonly at: string;
}

/** Stores purchases with everything that a purchase leaves behind, so that the audit holds. */
export async function insertPurchases(tx: Transaction, purchases: readonly PurchaseSeed[]): Promise<void> {
  const rows = purchases.map(({ priceMinor, ...purchase }) => ({ ...purchase, priceMinor: priceMinor.toString() }));
  await tx.run(sql`
    create temporary table purchase on commit drop as
    select *, cardinality(seat_nos) as quantity, price_minor * cardinality(seat_nos) as total_minor
    from (
      select p."orderId" as order_id, p."holdId" as hold_id, p."paymentId" as payment_id, p."fanId" as fan_id,
        p."sessionId" as session_id, p."categoryNo" as category_no, p."priceMinor" as price_minor, p.currency, p.at,
        array(select jsonb_array_elements_text(p."seatNos")::integer) as seat_nos,
        array(select jsonb_array_elements_text(p."ticketIds")::uuid) as ticket_ids
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as p ("orderId" uuid, "holdId" uuid, "paymentId" text,
        "fanId" text, "sessionId" integer, "categoryNo" smallint, "priceMinor" bigint, currency text, at timestamptz,
        "seatNos" jsonb, "ticketIds" jsonb)
    ) p`);
  await insertOrders(tx);
  await insertTickets(tx);
  await insertPayments(tx);
  await tx.run(sql`drop table purchase`);
}

async function insertOrders(tx: Transaction): Promise<void> {
  await tx.run(sql`
    insert into ticket_order (id, fan_id, state, hold_ids, currency, places_minor, total_minor, payment_id, pay_by,
      created_at, paid_at)
    select order_id, fan_id, 'PAID', array[hold_id], currency, total_minor, total_minor, payment_id,
      at + interval '15 minutes', at, at + interval '1 minute'
    from purchase`);
  await tx.run(sql`
    insert into hold (id, fan_id, session_id, phase_id, state, expires_at, seat_nos, categories, prices_minor, currency,
      quantity, order_id, created_at)
    select hold_id, fan_id, session_id, (select id from sales_phase where code = 'OPEN'), 'SOLD',
      at + interval '10 minutes', seat_nos, array_fill(category_no, array[quantity]),
      array_fill(price_minor, array[quantity]), currency, quantity, order_id, at
    from purchase`);
  await tx.run(sql`
    insert into fan_allowance (fan_id, session_id, taken, cap)
    select fan_id, scope.session_id, sum(quantity), scope.cap
    from purchase cross join lateral (values (0, 30), (purchase.session_id, 6)) as scope (session_id, cap)
    group by fan_id, scope.session_id, scope.cap`);
}

async function insertTickets(tx: Transaction): Promise<void> {
  await tx.run(sql`
    insert into ticket (id, order_id, session_id, seat_no, category_no, price_minor, currency, owner_id, issued_at)
    select place.ticket_id, order_id, session_id, place.seat_no, category_no, price_minor, currency, fan_id,
      at + interval '1 minute'
    from purchase cross join lateral unnest(ticket_ids, seat_nos) as place (ticket_id, seat_no)`);
  await tx.run(sql`
    insert into seat_occupancy (session_id, seat_no, state, category_no, hold_id)
    select session_id, unnest(seat_nos), 'SOLD', category_no, hold_id from purchase`);
  await tx.run(sql`
    insert into session_sold (session_id, category_no, set_aside, sold)
    select session_id, category_no, false, sum(quantity) from purchase group by 1, 2`);
}

async function insertPayments(tx: Transaction): Promise<void> {
  await tx.run(sql`
    insert into payment (id, reference, owner, method, capture_mode, currency, amount_minor, state, authorized_minor,
      captured_minor, created_at, expires_at)
    select payment_id, order_id::text, fan_id, 'VISA', 'AUTOMATIC', currency, total_minor, 'CAPTURED', total_minor,
      total_minor, at, at + interval '15 minutes'
    from purchase`);
  await tx.run(sql`
    insert into payment_event (payment_id, key, type, amount_minor, happened_at, recorded_at)
    select payment_id, fact.key, fact.type, total_minor, at + interval '1 minute', at + interval '1 minute'
    from purchase cross join (values ('authorized', 'AUTHORIZED'), ('captured', 'CAPTURED')) as fact (key, type)
    order by at, payment_id, fact.key`);
}
