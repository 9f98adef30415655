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

const firstOf = (key: string): number => readPair(key)[0];
const secondOf = (key: string): string => readPair(key)[1];

/** The loaders of one request: whatever many rows ask for is read in one statement. */
export function createLoaders(db: Queryable, shared: SharedReads) {
  return {
    session: batchLoader(
      (ids: readonly number[]) => selectSessionsByIds(db, ids),
      (row) => row.id,
    ),
    sessionByCode: batchLoader(
      (codes: readonly string[]) => selectSessionsByCodes(db, codes),
      (row) => row.code,
    ),
    sessionsOfUnit: groupLoader(
      (codes: readonly string[]) => selectSessionsOfUnits(db, codes),
      (row) => row.unitCode,
    ),
    sessionsOfEvent: groupLoader(
      (codes: readonly string[]) => selectSessionsOfEvents(db, codes),
      (row) => row.eventCode,
    ),
    unitsOfSession: groupLoader(
      (ids: readonly number[]) => selectUnitsOfSessions(db, ids),
      (row) => row.sessionId,
    ),
    /** Categories of a session with price and availability. */
    categoriesOfSession: groupLoader(
      (ids: readonly number[]) => selectAvailabilityOfSessions(db, ids),
      (row) => row.sessionId,
    ),
    /** By {@link pairKey} of session and block code. */
    takenSeatsOfBlock: groupLoader(
      (keys: readonly string[]) =>
        selectTakenSeatsOfBlocks(
          db,
          keys.map((key) => ({ sessionId: firstOf(key), block: secondOf(key) })),
        ),
      (row) => pairKey(row.sessionId, row.block),
    ),
    plan: batchLoader(
      (ids: readonly number[]) => selectPlansByIds(db, ids),
      (row) => row.id,
    ),
    planByCode: batchLoader(
      (codes: readonly string[]) => selectPlansByCodes(db, codes),
      (row) => row.code,
    ),
    planOfVenue: batchLoader(
      (codes: readonly string[]) => selectPlansOfVenues(db, codes),
      (row) => row.venueCode,
    ),
    categoriesOfPlan: groupLoader(
      (ids: readonly number[]) => selectCategoriesOfPlans(db, ids),
      (row) => row.planId,
    ),
    blocksOfPlan: groupLoader(
      (ids: readonly number[]) => selectBlocksOfPlans(db, ids),
      (row) => row.planId,
    ),
    /** By {@link pairKey} of plan and block number. */
    rowsOfBlock: groupLoader(
      (keys: readonly string[]) =>
        selectRowsOfBlocks(
          db,
          keys.map((key) => ({ planId: firstOf(key), blockNo: Number(secondOf(key)) })),
        ),
      (row) => pairKey(row.planId, row.blockNo),
    ),
    /** By {@link pairKey} of plan and row number. */
    seatsOfRow: groupLoader(
      (keys: readonly string[]) =>
        selectSeatsOfRows(
          db,
          keys.map((key) => ({ planId: firstOf(key), rowNo: Number(secondOf(key)) })),
        ),
      (row) => pairKey(row.planId, row.rowNo),
    ),
    /** By {@link pairKey} of plan and seat number. */
    seat: batchLoader(shared.seats, (row) => pairKey(row.planId, row.seatNo)),
    phase: batchLoader(
      (ids: readonly number[]) => selectPhasesByIds(db, ids),
      (row) => row.id,
    ),
    phasesOfSession: groupLoader(
      (ids: readonly number[]) => selectPhasesOfSessions(db, ids),
      (row) => row.sessionId,
    ),
    rules: batchLoader(
      async (_only: readonly 'rules'[]) => [await selectSalesRules(db)],
      () => 'rules' as const,
    ),
    draw: batchLoader(
      (ids: readonly number[]) => selectDrawsByIds(db, ids),
      (row) => row.id,
    ),
    drawByCode: batchLoader(
      (codes: readonly string[]) => selectDrawsByCodes(db, codes),
      (row) => row.code,
    ),
    drawOfPhase: batchLoader(
      (ids: readonly number[]) => selectDrawsOfPhases(db, ids),
      (row) => row.phaseId,
    ),
    hold: batchLoader(shared.holds, (row) => row.id),
    holdsOfOrder: groupLoader(
      (ids: readonly string[]) => selectHoldsOfOrders(db, ids),
      (row) => row.ofOrder,
    ),
    order: batchLoader(shared.orders, (row) => row.id),
    refundsOfOrder: groupLoader(
      (ids: readonly string[]) => selectRefundsOfOrders(db, ids),
      (row) => row.orderId,
    ),
    ticket: batchLoader(
      (ids: readonly string[]) => selectTicketsByIds(db, ids),
      (row) => row.id,
    ),
    ticketsOfOrder: groupLoader(shared.ticketsOfOrders, (row) => row.orderId),
    listing: batchLoader(
      (ids: readonly string[]) => selectListingsByIds(db, ids),
      (row) => row.id,
    ),
    openListingOfTicket: batchLoader(
      (ids: readonly string[]) => selectOpenListingsOfTickets(db, ids),
      (row) => row.ticketId,
    ),
    mediumOfTicket: batchLoader(
      (ids: readonly string[]) => selectMediaOfTickets(db, ids),
      (row) => row.ticketId,
    ),
    checkInStatusOfTicket: batchLoader(
      (ids: readonly string[]) => selectCheckInStatuses(db, ids),
      (row) => row.ticketId,
    ),
    openTransferOfTicket: batchLoader(
      (ids: readonly string[]) => selectOpenTransfersOfTickets(db, ids),
      (row) => row.ticketId,
    ),
    gate: batchLoader(
      (ids: readonly number[]) => selectGatesByIds(db, ids),
      (row) => row.id,
    ),
    device: batchLoader(
      (ids: readonly string[]) => selectDevicesByIds(db, ids),
      (row) => row.id,
    ),
    devicesOfGate: groupLoader(
      (ids: readonly number[]) => selectDevicesOfGates(db, ids),
      (row) => row.gateId,
    ),
    scan: batchLoader(
      (ids: readonly string[]) => selectScansByIds(db, ids),
      (row) => row.id,
    ),
    attendanceOfSession: batchLoader(
      (ids: readonly number[]) => selectAttendanceOfSessions(db, ids),
      (row) => row.sessionId,
    ),
  };
}

export type Loaders = ReturnType<typeof createLoaders>;
