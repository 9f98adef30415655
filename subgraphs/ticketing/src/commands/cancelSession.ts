import { type Database, publishEvents, type Transaction } from '@games/postgres';
import { encodeId } from '@games/subgraph';
import { recordDeeds, system } from '../sql/auditTrail.ts';
import { buyerFeesOf, cancelledWithTickets, markCancelled, someValidTickets } from '../sql/cancelSession.ts';
import { lockTicketsToReturn } from '../sql/returnTickets.ts';
import { refundTickets } from './refundTickets.ts';

const ticketsAtOnce = 200;

/**
 * Cancels a session for good. From then on nothing of it can be held or issued; its tickets are refunded in portions by
 * {@link refundCancelledSessions}, here and in every process's sweep, so that a process that dies in between changes
 * nothing. Returns false when there is no such session.
 */
export async function cancelSession(
  database: Database,
  staffId: string,
  sessionCode: string,
  reason: string,
): Promise<boolean> {
  const found = await database.transaction(async (tx) => {
    const session = await markCancelled(tx, sessionCode);
    if (session?.isNew !== true) return session !== null;
    const subject = encodeId('tse', sessionCode);
    const actor = { kind: 'STAFF', id: staffId } as const;
    await recordDeeds(tx, [{ actor, action: 'session.cancelled', subject, detail: { reason } }]);
    await publishEvents(tx, [
      { aggregate: `ticketed_session/${subject}`, type: 'ticketing.session.cancelled', payload: { session: subject } },
    ]);
    return true;
  });
  if (found) await refundCancelledSessions(database);
  return found;
}

/** Refunds the tickets of cancelled sessions, until none is left. */
export async function refundCancelledSessions(database: Database): Promise<void> {
  for (const { id } of await cancelledWithTickets(database)) {
    while ((await database.transaction((tx) => refundSome(tx, id))) > 0);
  }
}

/** Refunds some tickets of a session: what was paid for them, the fees of a resale included. Returns how many. */
async function refundSome(tx: Transaction, sessionId: number): Promise<number> {
  const chosen = await someValidTickets(tx, sessionId, ticketsAtOnce);
  if (chosen.length === 0) return 0;
  const tickets = await lockTicketsToReturn(
    tx,
    chosen.map(({ id }) => id),
  );
  const listingIds = tickets.flatMap(({ listingId }) => (listingId === null ? [] : [listingId]));
  const fees = new Map((await buyerFeesOf(tx, listingIds)).map(({ id, buyerFeeMinor }) => [id, buyerFeeMinor]));
  await refundTickets(tx, tickets, {
    reason: 'SESSION_CANCELLED',
    actor: system,
    amountOf: ({ priceMinor, listingId }) => priceMinor + (fees.get(listingId ?? '') ?? 0n),
  });
  return tickets.length;
}
