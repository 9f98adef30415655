/** What other workspaces' tests use: the service on a database of its own, phones, sold tickets. */

export { updateTicketOwner } from '../src/sql/tickets/ticketStatus.ts';
export { staff, startTestService, type TestService } from './service.ts';
export { putOnPhone } from './tickets/device.ts';
export { type SoldSessions, storeSoldSessions } from './tickets/soldTickets.ts';
