import { type Queryable, sql, type Transaction } from '@games/postgres';

/** Cancels a session. Returns its number, and whether it was this call that did it; null when there is no such session. */
export async function markCancelled(
  tx: Transaction,
  sessionCode: string,
): Promise<{ readonly id: number; readonly isNew: boolean } | null> {
  const cancelled = await tx.maybeOne<{ id: number }>(sql`
    update ticketed_sessions set state = 'CANCELLED', cancelled_at = now()
    where code = ${sessionCode} and state = 'SCHEDULED' returning id`);
  if (cancelled !== null) return { id: cancelled.id, isNew: true };
  const known = await tx.maybeOne<{ id: number }>(sql`select id from ticketed_sessions where code = ${sessionCode}`);
  return known === null ? null : { id: known.id, isNew: false };
}

/** Cancelled sessions that still have valid tickets: those whose refunds are under way. */
export function cancelledWithTickets(db: Queryable): Promise<{ readonly id: number }[]> {
  return db.many(sql`
    select s.id from ticketed_sessions s
    where s.state = 'CANCELLED' and exists (select from tickets t where t.session_id = s.id and t.state = 'VALID')`);
}

/** Some valid tickets of a session; those that another process is at are left out. */
export function someValidTickets(
  tx: Transaction,
  sessionId: number,
  limit: number,
): Promise<{ readonly id: string }[]> {
  return tx.many(sql`
    select id from tickets where session_id = ${sessionId} and state = 'VALID'
    order by order_id, id limit ${limit} for update skip locked`);
}

/** What the buyers of resold tickets paid on top, by listing. */
export function buyerFeesOf(
  tx: Transaction,
  listingIds: readonly string[],
): Promise<{ readonly id: string; readonly buyerFeeMinor: bigint }[]> {
  return tx.many(sql`
    select id, buyer_fee_minor as "buyerFeeMinor" from resale_listings where id = any(${listingIds}::uuid[])`);
}
