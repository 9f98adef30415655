import type { DeadLetter, WebhookAttempt, WebhookEndpoint } from '@games/postgres';
import type { TicketsAudit as Audit, AuditedInvariant } from '../commands/audit/auditTickets.ts';
import type { TicketingContext } from '../context.ts';
import type { PositionView } from '../domain/waitingRoom/positionView.ts';
import type { CountedAvailability } from '../memory/sessions/availabilityFeed.ts';
import type { AuditOffender } from '../sql/audit/audited.ts';
import type { AuditLogEntryRow } from '../sql/audit/auditLog.ts';
import type { DrawEntryRow, DrawRow } from '../sql/draws/draws.ts';
import type { DeviceRow, GateRow } from '../sql/gates/gates.ts';
import type { AttendanceRow, ConflictRow, ScanRow } from '../sql/gates/scans.ts';
import type { HoldLapseRow } from '../sql/holds/holdLapses.ts';
import type { HoldRow } from '../sql/holds/holds.ts';
import type { OrderRow, RefundRow } from '../sql/orders/orders.ts';
import type { PaymentIssueRow } from '../sql/payments/paymentIssues.ts';
import type { ListingRow } from '../sql/resale/resale.ts';
import type { PhaseRow, SalesRulesRow } from '../sql/sales/sales.ts';
import type { BlockRow, CategoryRow, PlacedSeat, PlanRow, PlanRowRow } from '../sql/seating/seatingPlans.ts';
import type { CategoryAvailabilityRow, TakenSeatRow } from '../sql/sessions/availability.ts';
import type { SessionRow } from '../sql/sessions/sessions.ts';
import type { MediumRow } from '../sql/tickets/ticketMedia.ts';
import type { TicketRow } from '../sql/tickets/tickets.ts';
import type { TransferRow } from '../sql/transfers/ticketTransfers.ts';
import type { WaitingRoomRow } from '../sql/waitingRoom/waitingRooms.ts';

/** An amount in minor units, as `Money` receives it. */
export interface MinorAmount {
  readonly minor: bigint;
  readonly currency: string;
}

/** One place of a hold. */
export interface HeldPlaceParent {
  readonly planId: number;
  readonly seatNo: number | null;
  readonly blockNo: number | null;
  readonly categoryNo: number;
  readonly price: MinorAmount;
}

declare module '@games/schema/generated/ticketing.ts' {
  interface Parents {
    Money: MinorAmount;
    Fan: { readonly id: string };
    Unit: { readonly code: string };
    Event: { readonly code: string };
    Venue: { readonly code: string };
    SeatingPlan: PlanRow;
    SeatCategory: CategoryRow;
    SeatingBlock: BlockRow;
    SeatRow: PlanRowRow;
    Seat: PlacedSeat;
    TicketedSession: SessionRow;
    PriceCategory: CategoryAvailabilityRow;
    CategoryAvailability: CategoryAvailabilityRow;
    AvailabilityUpdate: CountedAvailability;
    AuditLogEntry: AuditLogEntryRow;
    Deed: AuditLogEntryRow;
    SalesRules: SalesRulesRow;
    TakenSeat: TakenSeatRow;
    SalesPhase: PhaseRow;
    Draw: DrawRow;
    DrawEntry: DrawEntryRow;
    Hold: HoldRow;
    HoldLapse: HoldLapseRow;
    HeldPlace: HeldPlaceParent;
    TicketOrder: OrderRow;
    TicketRefund: RefundRow;
    PaymentIssue: PaymentIssueRow;
    Ticket: TicketRow;
    ResaleListing: ListingRow;
    TicketsAudit: Audit;
    TicketsInvariant: AuditedInvariant;
    TicketsAuditOffender: AuditOffender;
    Gate: GateRow;
    GateDevice: DeviceRow;
    Scan: ScanRow;
    EntryConflict: ConflictRow;
    Attendance: AttendanceRow;
    TicketCarrier: MediumRow;
    TicketMedium: MediumRow;
    TicketTransfer: TransferRow;
    WaitingRoom: WaitingRoomRow;
    WaitingRoomPlace: PositionView;
    TicketingWebhook: WebhookEndpoint;
    TicketingWebhookAttempt: WebhookAttempt;
    TicketingDeadLetter: DeadLetter;
  }
  interface Context extends TicketingContext {}
}
