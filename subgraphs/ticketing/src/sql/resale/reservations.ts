import { type Queryable, sql, type Transaction } from '@games/postgres';
import { listingLifecycle } from '../../domain/resale/listingStates.ts';
import { insertLapses } from '../holds/holdLapses.ts';
import { mayBecome } from '../mayBecome.ts';

/** Lets others buy a listing that was reserved for a buyer, who did not pay for it. */
export async function updateListingUnreserved(tx: Transaction, listingId: string, fanId: string): Promise<void> {
  await tx.run(sql`
    with freed as (
      update resale_listing set state = 'LISTED', reserved_by = null, reserved_until = null
      where id = ${listingId}::uuid and state = 'RESERVED' and ${mayBecome(listingLifecycle, 'LISTED')} and reserved_by = ${fanId}
      returning session_id
    )
    ${insertLapses(sql`select ${fanId}::text as fan_id, session_id from freed`)}`);
}

/** Ends some of the reservations whose time is over; other processes that do the same take others. Returns how many accounts lapsed. */
export function updateExpiredReservations(db: Queryable, limit: number): Promise<number> {
  return db.run(sql`
    with chosen as (
      select id, reserved_by, session_id from resale_listing where state = 'RESERVED' and reserved_until <= now()
      order by id limit ${limit} for update skip locked
    ), freed as (
      update resale_listing l set state = 'LISTED', reserved_by = null, reserved_until = null
      from chosen c where l.id = c.id
    )
    ${insertLapses(sql`select reserved_by as fan_id, session_id from chosen`)}`);
}

/** Ends listings of sessions that are over, but for those that somebody is paying. `now` is by the clock of the Games. */
export function updateOverListings(db: Queryable, now: Date, limit: number): Promise<number> {
  return db.run(sql`
    update resale_listing set state = 'WITHDRAWN', reserved_by = null, reserved_until = null
    where id in (
      select l.id from resale_listing l join ticketed_session s on s.id = l.session_id
      where l.state in ('LISTED', 'RESERVED') and s.ends_at <= ${now} and (l.state = 'LISTED' or l.reserved_until <= now())
      limit ${limit} for update of l skip locked)`);
}
