import type { CarrierRow } from '../../sql/tickets/ticketCarriers.ts';
import type { TransferRow } from '../../sql/transfers/ticketTransfers.ts';

declare module '@games/schema/generated/ticketing.ts' {
  interface Parents {
    TicketCarrier: CarrierRow;
    TicketTransfer: TransferRow;
  }
}
