import { type Database, publishEvents } from '@games/postgres';
import type { Log } from '@games/service';
import { encodeId } from '@games/subgraph';
import { insertAuditLogEntry, staff, system } from '../../sql/audit/auditLog.ts';
import { lockTicketsToReturn } from '../../sql/returns/returnTickets.ts';
import {
  lockCancelledSession,
  selectCancelledSessionsWithTickets,
  selectNextValidTickets,
  updateSessionCancelled,
} from '../../sql/sessions/cancelSession.ts';
import { refundTickets } from '../../steps/payments/refundTickets.ts';

const ticketsAtOnce = 200;
/** How many portions one turn does of a session, so that the other housekeeping has its turn too. */
const portionsMax = 25;

/**
 * Cancels a session for good. From then on nothing of it can be held or issued; its tickets are refunded in portions by
 * {@link refundCancelledSessions} in every process's sweep, so that a process that dies in between changes nothing. Returns
 * false when there is no such session.
 */
export function cancelSession(
  database: Database,
  staffId: string,
  sessionCode: string,
  reason: string,
): Promise<boolean> {
  return database.transaction(async (tx) => {
    const session = await updateSessionCancelled(tx, sessionCode);
    if (session?.isNew !== true) return session !== null;
    const subject = encodeId('tse', sessionCode);
    await insertAuditLogEntry(tx, staff(staffId), 'session.cancelled', subject, { reason });
    await publishEvents(tx, [
      { aggregate: `ticketed_session/${subject}`, type: 'ticketing.session.cancelled', payload: { session: subject } },
    ]);
    return true;
  });
}

/**
 * Refunds tickets of cancelled sessions, a bounded number of each. Tickets that were issued while the session was being
 * cancelled are found the next time.
 */
export async function refundCancelledSessions(database: Database, log: Log): Promise<void> {
  for (const { id } of await selectCancelledSessionsWithTickets(database)) {
    let after: string | null = null;
    for (let portion = 0; portion < portionsMax; portion += 1) {
      after = await refundPortion(database, log, id, after);
      if (after === null) break;
    }
  }
}

/**
 * Refunds the tickets of a session after one of them. When they can't be refunded together, each is by itself, so that one
 * whose money is not in order keeps nobody else from theirs. Returns the last of them, null when there are no more.
 */
async function refundPortion(
  database: Database,
  log: Log,
  sessionId: number,
  after: string | null,
): Promise<string | null> {
  try {
    return (await refundSome(database, sessionId, after, ticketsAtOnce)).at(-1) ?? null;
  } catch (error) {
    log.warn('tickets of a cancelled session are refunded one by one', { session: sessionId, error });
  }
  const ids = await selectNextValidTickets(database, sessionId, after, ticketsAtOnce);
  for (const [index, id] of ids.entries()) {
    await refundSome(database, sessionId, ids[index - 1] ?? after, 1).catch((error) =>
      log.error('a ticket of a cancelled session could not be refunded', { ticket: id, error }),
    );
  }
  return ids.at(-1) ?? null;
}

/** Returns the tickets that were looked at; none when there are no more, or another process is at it. */
function refundSome(
  database: Database,
  sessionId: number,
  after: string | null,
  limit: number,
): Promise<readonly string[]> {
  return database.transaction(async (tx) => {
    if (!(await lockCancelledSession(tx, sessionId))) return [];
    const ids = await selectNextValidTickets(tx, sessionId, after, limit);
    if (ids.length > 0) {
      await refundTickets(tx, await lockTicketsToReturn(tx, ids), { reason: 'SESSION_CANCELLED', actor: system });
    }
    return ids;
  });
}
