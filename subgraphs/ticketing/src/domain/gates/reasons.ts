/** Why a ticket does not open a gate, with the words for the person who stands there. */
export const refusalTexts = Object.freeze({
  MALFORMED: 'This is not a ticket of these Games.',
  UNKNOWN_KEY: 'This ticket was signed by nobody we know.',
  BAD_SIGNATURE: 'This ticket is forged.',
  WRONG_SESSION: 'This ticket is for another session.',
  NOT_YET_VALID: 'This ticket is not active yet.',
  EXPIRED: 'This ticket is of a session that is over.',
  SESSION_CANCELLED: 'The session has been cancelled.',
  UNKNOWN_TICKET: 'This ticket does not exist.',
  TRANSFERRED: 'This ticket has changed hands since; its new owner has another code.',
  SUPERSEDED: 'This ticket has moved to another device; only its latest code is good.',
  REVOKED: 'This ticket has been revoked.',
  REFUNDED: 'This ticket was returned for its money.',
  EXCHANGED: 'This ticket was exchanged for another one.',
  CODE_MISSING: 'This ticket works only in the app that shows its changing code.',
  STALE_CODE: 'This code is too old, as of a photograph. Open the ticket in the app.',
  ALREADY_IN: 'This ticket has been used to enter.',
  NOT_IN: 'This ticket has not been used to enter.',
});

export type Refusal = keyof typeof refusalTexts;
