import type { MediumRow } from '../../sql/tickets/ticketMedia.ts';
import type { TransferRow } from '../../sql/transfers/ticketTransfers.ts';

declare module '@games/schema/generated/ticketing.ts' {
  interface Parents {
    TicketCarrier: MediumRow;
    TicketMedium: MediumRow;
    TicketTransfer: TransferRow;
  }
}
