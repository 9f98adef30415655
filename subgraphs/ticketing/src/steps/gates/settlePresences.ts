import type { Transaction } from '@games/postgres';
import { presenceOf } from '../../domain/gates/presence.ts';
import { passagesOfTickets, type TicketPresence, writePresences } from '../../sql/gates/scans.ts';
import { endOffers } from '../../sql/transfers/ticketOffers.ts';

/**
 * Derives where tickets are from all of their scans, and writes it down. A ticket that has been used is offered to nobody any
 * more. The tickets must be locked.
 */
export async function settlePresences(tx: Transaction, ticketIds: readonly string[]): Promise<void> {
  const passages = await passagesOfTickets(tx, ticketIds);
  const presences: TicketPresence[] = [];
  for (const [ticketId, ofTicket] of Map.groupBy(passages, (passage) => passage.ticketId)) {
    const presence = presenceOf(ofTicket);
    const sessionId = ofTicket[0]?.sessionId;
    if (presence !== null && sessionId !== undefined) presences.push({ ...presence, ticketId, sessionId });
  }
  await writePresences(tx, presences);
  const used = presences.filter(({ entries }) => entries > 0).map(({ ticketId }) => ticketId);
  await endOffers(tx, used);
}
