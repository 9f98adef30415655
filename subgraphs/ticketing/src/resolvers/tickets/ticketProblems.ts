import { problem } from '../problem.ts';

/** Expected outcomes that are not a success, in the form of the graph. */

export const ticketNotFound = () => problem('TicketNotFound', 'TICKET_NOT_FOUND', 'There is no such ticket of yours.');

export const ticketNotActive = (activatesAt: string) =>
  problem('TicketNotActive', 'TICKET_NOT_ACTIVE', 'This ticket is not active yet.', { activatesAt });

export const ticketNotValid = () =>
  problem('TicketNotValid', 'TICKET_NOT_VALID', 'This ticket is no longer good, or its session does not take place.');

export const mediaUsedUp = () =>
  problem(
    'TicketCarriersUsedUp',
    'TICKET_CARRIERS_USED_UP',
    'This ticket has been moved too often. Our staff can make it anew.',
  );

export const ticketUsed = () => problem('TicketUsed', 'TICKET_USED', 'This ticket has opened a gate already.');

export const ticketInResale = () =>
  problem('TicketInResale', 'TICKET_IN_RESALE', 'This ticket is offered in resale. Withdraw the listing first.');

export const transferRefused = () =>
  problem('TicketTransferRefused', 'TICKET_TRANSFER_REFUSED', 'A ticket cannot be given to its own owner.');

export const transferNotFound = () =>
  problem('TicketTransferNotFound', 'TICKET_TRANSFER_NOT_FOUND', 'There is no such offer for you.');

export const transferClosed = <State extends string>(state: State) =>
  problem('TicketTransferClosed', 'TICKET_TRANSFER_CLOSED', 'This offer has ended.', { state });
