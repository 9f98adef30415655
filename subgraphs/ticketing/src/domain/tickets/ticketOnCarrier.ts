import { createHmac } from 'node:crypto';
import type { StandingTicket } from '../../sql/tickets/ticketStandings.ts';
import { rotationSecret, sessionRotationKey } from './rotatingCode.ts';
import type { TicketBody } from './ticketBody.ts';
import { signTicket } from './ticketCode.ts';
import type { TicketKeys } from './ticketKeys.ts';

/** Codes stay good this long after the planned end: sessions run over. */
const AFTER_END_MS = 24 * 3_600_000;
const PSEUDONYM_BYTES = 8;

/** A ticket in the form that a carrier gets. It follows from the ticket and the keys alone, so it is stored nowhere. */
export interface TicketOnCarrier {
  readonly body: Omit<TicketBody, 'keyId'>;
  readonly signedTicket: string;
  /** Of the rotating code; null for a carrier that doesn't rotate. */
  readonly secret: Buffer | null;
}

/** Signs a ticket for its carrier and finds the secret of its rotating code. */
export function putOnCarrier(
  keys: TicketKeys,
  ticket: StandingTicket,
  carrier: number,
  rotating: boolean,
): TicketOnCarrier {
  const body: TicketOnCarrier['body'] = {
    rotating,
    ticketId: ticket.id,
    version: ticket.version,
    carrier,
    sessionId: ticket.sessionId,
    seatNo: ticket.seatNo,
    blockNo: ticket.blockNo,
    validFrom: ticket.activatesAt,
    validUntil: new Date(ticket.endsAt.getTime() + AFTER_END_MS),
    holder: pseudonymOf(keys, ticket),
  };
  const sessionKey = sessionRotationKey(keys.rotationMasterKey, ticket.sessionId);
  return {
    body,
    signedTicket: signTicket(keys.signer, body),
    secret: rotating ? rotationSecret(sessionKey, body) : null,
  };
}

function pseudonymOf(keys: TicketKeys, { id, ownerId }: StandingTicket): string {
  const mac = createHmac('sha256', keys.pseudonymKey).update(`${id} ${ownerId}`).digest();
  return mac.toString('hex', 0, PSEUDONYM_BYTES);
}
