import type { Transaction } from '@games/postgres';
import { checkInStatusOf } from '../../domain/gates/checkInStatus.ts';
import {
  selectCheckInsOfTickets,
  selectSeatEntries,
  type TicketCheckInStatus,
  upsertCheckInStatuses,
} from '../../sql/gates/scans.ts';
import { updateOffersEnded } from '../../sql/transfers/endOffers.ts';

/**
 * Derives where tickets are from all of their scans, and writes it down. A ticket that has been used is offered to nobody any
 * more. The tickets must be locked.
 */
export async function settleCheckIns(tx: Transaction, ticketIds: readonly string[]): Promise<void> {
  const checkIns = await selectCheckInsOfTickets(tx, ticketIds);
  const statuses: TicketCheckInStatus[] = [];
  for (const [ticketId, ofTicket] of Map.groupBy(checkIns, (checkIn) => checkIn.ticketId)) {
    const status = checkInStatusOf(ofTicket);
    const sessionId = ofTicket[0]?.sessionId;
    if (status !== null && sessionId !== undefined) statuses.push({ ...status, ticketId, sessionId });
  }
  await upsertCheckInStatuses(tx, statuses, await selectSeatEntries(tx, ticketIds));
  const used = statuses.filter(({ entries }) => entries > 0).map(({ ticketId }) => ticketId);
  await updateOffersEnded(tx, used);
}
