import { type Queryable, sql, type Transaction } from '@games/postgres';
import { sessionLifecycle } from '../../domain/sessions/sessionStates.ts';
import { mayBecome } from '../mayBecome.ts';

/** Cancels a session. Returns its number, and whether it was this call that did it; null when there is no such session. */
export async function updateSessionCancelled(
  tx: Transaction,
  sessionCode: string,
): Promise<{ readonly id: number; readonly isNew: boolean } | null> {
  const cancelled = await tx.maybeOne<{ id: number }>(sql`
    update ticketed_session set state = 'CANCELLED', cancelled_at = now()
    where code = ${sessionCode} and ${mayBecome(sessionLifecycle, 'CANCELLED')} returning id`);
  if (cancelled !== null) return { id: cancelled.id, isNew: true };
  const known = await tx.maybeOne<{ id: number }>(sql`select id from ticketed_session where code = ${sessionCode}`);
  return known === null ? null : { id: known.id, isNew: false };
}

/** Cancelled sessions that still have valid tickets: those whose refunds are under way. */
export function selectCancelledSessionsWithTickets(db: Queryable): Promise<{ readonly id: number }[]> {
  return db.many(sql`
    select s.id from ticketed_session s
    where s.state = 'CANCELLED' and exists (select from ticket t where t.session_id = s.id and t.state = 'VALID')`);
}

/** Makes this transaction the only one that refunds a session's tickets; false when another is at it. */
export async function lockCancelledSession(tx: Transaction, sessionId: number): Promise<boolean> {
  const claimed = await tx.maybeOne(sql`
    select id from ticketed_session where id = ${sessionId} and state = 'CANCELLED' for no key update skip locked`);
  return claimed !== null;
}

/** The next valid tickets of a session, after one of them. */
export async function selectNextValidTickets(
  db: Queryable,
  sessionId: number,
  after: string | null,
  limit: number,
): Promise<readonly string[]> {
  const rows = await db.many<{ id: string }>(sql`
    select id from ticket
    where session_id = ${sessionId} and state = 'VALID' and (${after}::uuid is null or id > ${after}::uuid)
    order by id limit ${limit}`);
  return rows.map(({ id }) => id);
}
