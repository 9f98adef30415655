import { venueTime } from '@games/subgraph';
import type { TransferRow } from '../../sql/transfers/ticketTransfers.ts';
import { problem, problemsBy } from '../problem.ts';

const used = () => problem('TicketUsed', 'TICKET_USED', 'This ticket has opened a gate already.');
const toOneself = () =>
  problem('TicketTransferRefused', 'TICKET_TRANSFER_REFUSED', 'A ticket cannot be given to its own owner.');

/** Expected outcomes of what is done to a ticket that are not a success, in the form of the graph. */
export const ticketProblem = problemsBy({
  NotFound: () => problem('TicketNotFound', 'TICKET_NOT_FOUND', 'There is no such ticket of yours.'),
  NotActive: ({ ticket }: { readonly ticket: { readonly activatesAt: Date; readonly utcOffsetMinutes: number } }) =>
    problem('TicketNotActive', 'TICKET_NOT_ACTIVE', 'This ticket is not active yet.', {
      activatesAt: venueTime(ticket.activatesAt, ticket.utcOffsetMinutes),
    }),
  NotValid: () =>
    problem('TicketNotValid', 'TICKET_NOT_VALID', 'This ticket is no longer good, or its session does not take place.'),
  MediaUsedUp: () =>
    problem(
      'TicketCarriersUsedUp',
      'TICKET_CARRIERS_USED_UP',
      'This ticket has been moved too often. Our staff can make it anew.',
    ),
  Used: used,
  InResale: () =>
    problem('TicketInResale', 'TICKET_IN_RESALE', 'This ticket is offered in resale. Withdraw the listing first.'),
  InTransfer: () =>
    problem(
      'TicketInTransfer',
      'TICKET_IN_TRANSFER',
      'This ticket is being given to somebody. Withdraw the transfer first.',
    ),
  ToOneself: toOneself,
});

/** The same of what is done to a transfer. */
export const transferProblem = problemsBy({
  NotFound: () => problem('TicketTransferNotFound', 'TICKET_TRANSFER_NOT_FOUND', 'There is no such offer for you.'),
  Closed: ({ state }: { readonly state: TransferRow['state'] }) =>
    problem('TicketTransferClosed', 'TICKET_TRANSFER_CLOSED', 'This offer has ended.', { state }),
  Used: used,
  ToOneself: toOneself,
});
