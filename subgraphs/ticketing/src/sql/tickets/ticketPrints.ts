import { type Queryable, sql } from '@games/postgres';

/** What is printed on a ticket beside its code. */
export interface TicketPrint {
  readonly sessionCode: string;
  readonly sessionName: string;
  readonly venueCode: string;
  readonly planName: string;
  readonly doorsOpenAt: Date;
  readonly startsAt: Date;
  readonly utcOffsetMinutes: number;
  readonly block: string;
  /** Null for a place without a number. */
  readonly row: string | null;
  readonly seat: string | null;
  readonly category: string;
  readonly priceMinor: bigint;
  readonly currency: string;
}

/** The printed part of a ticket. Throws CardinalityError when there is no such ticket. */
export function selectTicketPrint(db: Queryable, ticketId: string): Promise<TicketPrint> {
  return db.one<TicketPrint>(sql`
    select s.code as "sessionCode", s.names->>'en' as "sessionName", s.venue_code as "venueCode", p.name as "planName",
      s.doors_open_at as "doorsOpenAt", s.starts_at as "startsAt", s.utc_offset_minutes::integer as "utcOffsetMinutes",
      b.name as block, r.label as row, e.label as seat, c.name as category,
      t.price_minor as "priceMinor", t.currency
    from ticket t
    join ticketed_session s on s.id = t.session_id
    join seating_plan p on p.id = s.plan_id
    left join seat e on e.plan_id = s.plan_id and e.seat_no = t.seat_no
    left join plan_row r on r.plan_id = s.plan_id and r.row_no = e.row_no
    join plan_block b on b.plan_id = s.plan_id and b.block_no = coalesce(t.block_no, r.block_no)
    join plan_category c on c.plan_id = s.plan_id and c.category_no = t.category_no
    where t.id = ${ticketId}`);
}
