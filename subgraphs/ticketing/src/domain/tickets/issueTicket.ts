import { createHmac } from 'node:crypto';
import type { TicketStatusRow } from '../../sql/tickets/ticketStatus.ts';
import { rotationSecret, sessionRotationKey } from './rotatingCode.ts';
import type { TicketBody } from './ticketBody.ts';
import { signTicket } from './ticketCode.ts';
import type { TicketKeys } from './ticketKeys.ts';

/** Codes stay good this long after the planned end: sessions run over. */
const afterEndMs = 24 * 3_600_000;
const pseudonymBytes = 8;

/** A ticket in the form that a medium gets. It follows from the ticket and the keys alone, so it is stored nowhere. */
export interface IssuedTicket {
  readonly body: Omit<TicketBody, 'keyId'>;
  readonly signedTicket: string;
  /** Of the rotating code; null for a medium that doesn't rotate. */
  readonly secret: Buffer | null;
}

/** Signs a ticket for its medium and finds the secret of its rotating code. */
export function issueTicket(
  keys: TicketKeys,
  ticket: TicketStatusRow,
  mediumNo: number,
  rotating: boolean,
): IssuedTicket {
  const body: IssuedTicket['body'] = {
    rotating,
    ticketId: ticket.id,
    version: ticket.version,
    mediumNo,
    sessionId: ticket.sessionId,
    seatNo: ticket.seatNo,
    blockNo: ticket.blockNo,
    validFrom: ticket.activatesAt,
    validUntil: new Date(ticket.endsAt.getTime() + afterEndMs),
    holder: pseudonymOf(keys, ticket),
  };
  const sessionKey = sessionRotationKey(keys.rotationMasterKey, ticket.sessionId);
  return {
    body,
    signedTicket: signTicket(keys.signer, body),
    secret: rotating ? rotationSecret(sessionKey, body) : null,
  };
}

function pseudonymOf(keys: TicketKeys, { id, ownerId }: TicketStatusRow): string {
  const mac = createHmac('sha256', keys.pseudonymKey).update(`${id} ${ownerId}`).digest();
  return mac.toString('hex', 0, pseudonymBytes);
}
