import type { TicketState } from '../tickets/ticketStates.ts';
/** A ticket as far as returning it depends on it. */
export interface ReturnableTicket {
  readonly ownerId: string;
  readonly payerId: string;
  readonly state: TicketState;
  readonly listingId: string | null;
  readonly startsAt: Date;
  readonly hasEntered: boolean;
  readonly isInResale: boolean;
  readonly isInTransfer: boolean;
}

/** Why a ticket can not be returned for its money, or exchanged. */
export type ReturnRefusal =
  | 'NOT_FOUND'
  | 'NOT_VALID'
  | 'USED'
  | 'IN_RESALE'
  | 'IN_TRANSFER'
  /** It was a gift: the money was somebody else's. */
  | 'PAID_BY_ANOTHER'
  /** It can be offered in resale again. */
  | 'BOUGHT_IN_RESALE'
  | 'TOO_LATE';

const hourMs = 3_600_000;

/** Why a fan can not return a ticket now, or null. `returnHours` before the session it is too late; null: always. */
export function returnRefusal(
  ticket: ReturnableTicket | undefined,
  fanId: string,
  returnHours: number | null,
  now: Date,
): ReturnRefusal | null {
  if (ticket === undefined || ticket.ownerId !== fanId) return 'NOT_FOUND';
  if (ticket.state !== 'VALID') return 'NOT_VALID';
  if (ticket.hasEntered) return 'USED';
  if (ticket.isInResale) return 'IN_RESALE';
  if (ticket.isInTransfer) return 'IN_TRANSFER';
  if (ticket.payerId !== fanId) return 'PAID_BY_ANOTHER';
  if (ticket.listingId !== null) return 'BOUGHT_IN_RESALE';
  const isTooLate = returnHours === null || ticket.startsAt.getTime() - now.getTime() < returnHours * hourMs;
  return isTooLate ? 'TOO_LATE' : null;
}
