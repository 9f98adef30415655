import { isCurrentCode, rotationSecret } from '../tickets/rotatingCode.ts';
import type { TicketBody } from '../tickets/ticketBody.ts';
import { type ReadTicket, readTicketCode } from '../tickets/ticketCode.ts';
import type { PublicKeys } from '../tickets/ticketKeys.ts';
import type { TicketState } from '../tickets/ticketStates.ts';
import type { Refusal } from './reasons.ts';

/** The status of a ticket: its newest version, that version's newest medium, and whether it is good at all. */
export interface TicketStatus {
  readonly version: number;
  /** 0 while it has none. */
  readonly mediumNo: number;
  readonly state: TicketState;
}

/** What a gate knows of the session it admits to. */
export interface JudgedSession {
  readonly id: number;
  readonly isCancelled: boolean;
  /** From which the secrets of its tickets follow. */
  readonly rotationKey: Buffer;
}

export type Judgement =
  | { readonly kind: 'Good'; readonly body: TicketBody }
  /** `body` is null when nothing in the code can be believed. */
  | { readonly kind: 'Refused'; readonly reason: Refusal; readonly body: TicketBody | null };

/**
 * Judges a barcode with what is at hand, without a network and without a database: the same for a gate that is cut off and
 * for the service. `statusOf` says what has become of a ticket; null where nothing has, since it was issued.
 */
export function judgeTicket(
  text: string,
  keys: PublicKeys,
  session: JudgedSession,
  statusOf: (ticketId: string) => TicketStatus | null,
  now: Date,
): Judgement {
  return judgeRead(readTicketCode(text, keys), session, statusOf, now);
}

/** Judges a barcode that has been read. */
export function judgeRead(
  read: ReadTicket,
  session: JudgedSession,
  statusOf: (ticketId: string) => TicketStatus | null,
  now: Date,
): Judgement {
  if (read.kind === 'Unreadable') return { kind: 'Refused', reason: read.reason, body: null };
  const { body, rotatingCode } = read;
  const reason =
    rejectSession(body, session, now) ??
    rejectStatus(body, statusOf(body.ticketId)) ??
    rejectCode(body, rotatingCode, session, now);
  return reason === null ? { kind: 'Good', body } : { kind: 'Refused', reason, body };
}

function rejectSession(body: TicketBody, session: JudgedSession, now: Date): Refusal | null {
  if (body.sessionId !== session.id) return 'WRONG_SESSION';
  if (session.isCancelled) return 'SESSION_CANCELLED';
  if (now < body.validFrom) return 'NOT_YET_VALID';
  return now > body.validUntil ? 'EXPIRED' : null;
}

/** A code that is newer than what the gate knows was made after the gate had asked: it is good. */
function rejectStatus(body: TicketBody, status: TicketStatus | null): Refusal | null {
  if (status === null) return null;
  if (status.state !== 'VALID') return status.state;
  if (body.version < status.version) return 'TRANSFERRED';
  return body.version === status.version && body.mediumNo < status.mediumNo ? 'SUPERSEDED' : null;
}

function rejectCode(body: TicketBody, code: string | null, session: JudgedSession, now: Date): Refusal | null {
  if (!body.rotating) return null;
  if (code === null) return 'CODE_MISSING';
  return isCurrentCode(rotationSecret(session.rotationKey, body), code, now) ? null : 'STALE_CODE';
}
