import type { Lifecycle } from '../lifecycle.ts';

export type TicketState = 'VALID' | 'REVOKED' | 'REFUNDED' | 'EXCHANGED';

/** A ticket that changes hands stays valid: it gets a new version. */
export const ticketLifecycle: Lifecycle<TicketState> = {
  VALID: ['REVOKED', 'REFUNDED', 'EXCHANGED'],
  REVOKED: [],
  REFUNDED: [],
  EXCHANGED: [],
};
