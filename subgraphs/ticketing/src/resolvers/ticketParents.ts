import type { CarrierRow } from '../sql/ticketCarriers.ts';
import type { TransferRow } from '../sql/ticketTransfers.ts';

declare module '@games/schema/generated/ticketing.ts' {
  interface Parents {
    TicketCarrier: CarrierRow;
    TicketTransfer: TransferRow;
  }
}
