import type { Queryable } from '@games/postgres';
import { batchLoader, groupLoader } from '@games/subgraph';
import { pairKey, readPair } from './domain/pairKey.ts';
import type { SharedReads } from './memory/sharedReads.ts';
import { selectDrawsByCodes, selectDrawsByIds, selectDrawsOfPhases } from './sql/draws/draws.ts';
import { selectCheckInStatuses } from './sql/gates/checkInStatuses.ts';
import { selectDevicesByIds, selectDevicesOfGates, selectGatesByIds } from './sql/gates/gates.ts';
import { selectAttendanceOfSessions, selectScansByIds } from './sql/gates/scans.ts';
import { selectHoldsOfOrders } from './sql/holds/holds.ts';
import { selectRefundsOfOrders } from './sql/orders/orders.ts';
import { selectListingsByIds, selectOpenListingsOfTickets } from './sql/resale/resale.ts';
import { selectPhasesByIds, selectPhasesOfSessions, selectSalesRules } from './sql/sales/sales.ts';
import {
  selectBlocksOfPlans,
  selectCategoriesOfPlans,
  selectPlansByCodes,
  selectPlansByIds,
  selectPlansOfVenues,
  selectRowsOfBlocks,
  selectSeatsOfRows,
} from './sql/seating/seatingPlans.ts';
import { selectAvailabilityOfSessions, selectTakenSeatsOfBlocks } from './sql/sessions/availability.ts';
import {
  selectSessionsByCodes,
  selectSessionsByIds,
  selectSessionsOfEvents,
  selectSessionsOfUnits,
  selectUnitsOfSessions,
} from './sql/sessions/sessions.ts';
import { selectMediaOfTickets } from './sql/tickets/ticketMedia.ts';
import { selectTicketsByIds } from './sql/tickets/tickets.ts';
import { selectOpenTransfersOfTickets } from './sql/transfers/ticketTransfers.ts';

type Keys = readonly string[];
type Ids = readonly number[];

const firstOf = (key: string): number => readPair(key)[0];
const secondOf = (key: string): string => readPair(key)[1];

/** The loaders of one request: whatever many rows ask for is read in one statement. */
export function createLoaders(db: Queryable, shared: SharedReads) {
  return {
    session: batchLoader((ids: Ids) => selectSessionsByIds(db, ids), 'id'),
    sessionByCode: batchLoader((codes: Keys) => selectSessionsByCodes(db, codes), 'code'),
    sessionsOfUnit: groupLoader((codes: Keys) => selectSessionsOfUnits(db, codes), 'unitCode'),
    sessionsOfEvent: groupLoader((codes: Keys) => selectSessionsOfEvents(db, codes), 'eventCode'),
    unitsOfSession: groupLoader((ids: Ids) => selectUnitsOfSessions(db, ids), 'sessionId'),
    /** Categories of a session with price and availability. */
    categoriesOfSession: groupLoader((ids: Ids) => selectAvailabilityOfSessions(db, ids), 'sessionId'),
    /** By {@link pairKey} of session and block code. */
    takenSeatsOfBlock: groupLoader(
      (keys: Keys) =>
        selectTakenSeatsOfBlocks(
          db,
          keys.map((key) => ({ sessionId: firstOf(key), block: secondOf(key) })),
        ),
      (row) => pairKey(row.sessionId, row.block),
    ),
    plan: batchLoader((ids: Ids) => selectPlansByIds(db, ids), 'id'),
    planByCode: batchLoader((codes: Keys) => selectPlansByCodes(db, codes), 'code'),
    planOfVenue: batchLoader((codes: Keys) => selectPlansOfVenues(db, codes), 'venueCode'),
    categoriesOfPlan: groupLoader((ids: Ids) => selectCategoriesOfPlans(db, ids), 'planId'),
    blocksOfPlan: groupLoader((ids: Ids) => selectBlocksOfPlans(db, ids), 'planId'),
    /** By {@link pairKey} of plan and block number. */
    rowsOfBlock: groupLoader(
      (keys: Keys) =>
        selectRowsOfBlocks(
          db,
          keys.map((key) => ({ planId: firstOf(key), blockNo: Number(secondOf(key)) })),
        ),
      (row) => pairKey(row.planId, row.blockNo),
    ),
    /** By {@link pairKey} of plan and row number. */
    seatsOfRow: groupLoader(
      (keys: Keys) =>
        selectSeatsOfRows(
          db,
          keys.map((key) => ({ planId: firstOf(key), rowNo: Number(secondOf(key)) })),
        ),
      (row) => pairKey(row.planId, row.rowNo),
    ),
    /** By {@link pairKey} of plan and seat number. */
    seat: batchLoader(shared.seats, (row) => pairKey(row.planId, row.seatNo)),
    phase: batchLoader((ids: Ids) => selectPhasesByIds(db, ids), 'id'),
    phasesOfSession: groupLoader((ids: Ids) => selectPhasesOfSessions(db, ids), 'sessionId'),
    rules: batchLoader(
      async (_only: readonly 'rules'[]) => [await selectSalesRules(db)],
      () => 'rules' as const,
    ),
    draw: batchLoader((ids: Ids) => selectDrawsByIds(db, ids), 'id'),
    drawByCode: batchLoader((codes: Keys) => selectDrawsByCodes(db, codes), 'code'),
    drawOfPhase: batchLoader((ids: Ids) => selectDrawsOfPhases(db, ids), 'phaseId'),
    hold: batchLoader(shared.holds, (row) => row.id),
    holdsOfOrder: groupLoader((ids: Keys) => selectHoldsOfOrders(db, ids), 'ofOrder'),
    order: batchLoader(shared.orders, (row) => row.id),
    refundsOfOrder: groupLoader((ids: Keys) => selectRefundsOfOrders(db, ids), 'orderId'),
    ticket: batchLoader((ids: Keys) => selectTicketsByIds(db, ids), 'id'),
    ticketsOfOrder: groupLoader(shared.ticketsOfOrders, (row) => row.orderId),
    listing: batchLoader((ids: Keys) => selectListingsByIds(db, ids), 'id'),
    openListingOfTicket: batchLoader((ids: Keys) => selectOpenListingsOfTickets(db, ids), 'ticketId'),
    mediumOfTicket: batchLoader((ids: Keys) => selectMediaOfTickets(db, ids), 'ticketId'),
    checkInStatusOfTicket: batchLoader((ids: Keys) => selectCheckInStatuses(db, ids), 'ticketId'),
    openTransferOfTicket: batchLoader((ids: Keys) => selectOpenTransfersOfTickets(db, ids), 'ticketId'),
    gate: batchLoader((ids: Ids) => selectGatesByIds(db, ids), 'id'),
    device: batchLoader((ids: Keys) => selectDevicesByIds(db, ids), 'id'),
    devicesOfGate: groupLoader((ids: Ids) => selectDevicesOfGates(db, ids), 'gateId'),
    scan: batchLoader((ids: Keys) => selectScansByIds(db, ids), 'id'),
    attendanceOfSession: batchLoader((ids: Ids) => selectAttendanceOfSessions(db, ids), 'sessionId'),
  };
}

export type Loaders = ReturnType<typeof createLoaders>;
