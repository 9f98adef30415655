import type { Queryable } from '@games/postgres';
import { batchLoader, groupLoader } from '@games/subgraph';
import type { SharedReads } from './memory/sharedReads.ts';
import { pairKey, readPair } from './pairKey.ts';
import { drawsByCodes, drawsByIds, drawsOfPhases } from './sql/draws/draws.ts';
import { devicesByIds, devicesOfGates, gatesByIds } from './sql/gates/gates.ts';
import { attendanceOfSessions, scansByIds } from './sql/gates/scans.ts';
import { presencesOfTickets } from './sql/gates/ticketPresences.ts';
import { holdsOfOrders } from './sql/holds/holds.ts';
import { refundsOfOrders } from './sql/orders/orders.ts';
import { listingsByIds, openListingsOfTickets } from './sql/resale/resale.ts';
import { phasesByIds, phasesOfSessions, salesRules } from './sql/sales/sales.ts';
import {
  blocksOfPlans,
  categoriesOfPlans,
  plansByCodes,
  plansByIds,
  plansOfVenues,
  rowsOfBlocks,
  seatsOfRows,
} from './sql/seating/seatingPlans.ts';
import { availabilityOfSessions, takenSeatsOfBlocks } from './sql/sessions/availability.ts';
import {
  sessionsByCodes,
  sessionsByIds,
  sessionsOfEvents,
  sessionsOfUnits,
  unitsOfSessions,
} from './sql/sessions/sessions.ts';
import { carriersOfTickets } from './sql/tickets/ticketCarriers.ts';
import { ticketsByIds } from './sql/tickets/tickets.ts';
import { openTransfersOfTickets } from './sql/transfers/ticketTransfers.ts';

const firstOf = (key: string): number => readPair(key)[0];
const secondOf = (key: string): string => readPair(key)[1];

/** The loaders of one request: whatever many rows ask for is read in one statement. */
export function createLoaders(db: Queryable, shared: SharedReads) {
  return {
    session: batchLoader(
      (ids: readonly number[]) => sessionsByIds(db, ids),
      (row) => row.id,
    ),
    sessionByCode: batchLoader(
      (codes: readonly string[]) => sessionsByCodes(db, codes),
      (row) => row.code,
    ),
    sessionsOfUnit: groupLoader(
      (codes: readonly string[]) => sessionsOfUnits(db, codes),
      (row) => row.unitCode,
    ),
    sessionsOfEvent: groupLoader(
      (codes: readonly string[]) => sessionsOfEvents(db, codes),
      (row) => row.eventCode,
    ),
    unitsOfSession: groupLoader(
      (ids: readonly number[]) => unitsOfSessions(db, ids),
      (row) => row.sessionId,
    ),
    /** Categories of a session with price and availability. */
    categoriesOfSession: groupLoader(
      (ids: readonly number[]) => availabilityOfSessions(db, ids),
      (row) => row.sessionId,
    ),
    /** By {@link pairKey} of session and block code. */
    takenSeatsOfBlock: groupLoader(
      (keys: readonly string[]) =>
        takenSeatsOfBlocks(
          db,
          keys.map((key) => ({ sessionId: firstOf(key), block: secondOf(key) })),
        ),
      (row) => pairKey(row.sessionId, row.block),
    ),
    plan: batchLoader(
      (ids: readonly number[]) => plansByIds(db, ids),
      (row) => row.id,
    ),
    planByCode: batchLoader(
      (codes: readonly string[]) => plansByCodes(db, codes),
      (row) => row.code,
    ),
    planOfVenue: batchLoader(
      (codes: readonly string[]) => plansOfVenues(db, codes),
      (row) => row.venueCode,
    ),
    categoriesOfPlan: groupLoader(
      (ids: readonly number[]) => categoriesOfPlans(db, ids),
      (row) => row.planId,
    ),
    blocksOfPlan: groupLoader(
      (ids: readonly number[]) => blocksOfPlans(db, ids),
      (row) => row.planId,
    ),
    /** By {@link pairKey} of plan and block number. */
    rowsOfBlock: groupLoader(
      (keys: readonly string[]) =>
        rowsOfBlocks(
          db,
          keys.map((key) => ({ planId: firstOf(key), blockNo: Number(secondOf(key)) })),
        ),
      (row) => pairKey(row.planId, row.blockNo),
    ),
    /** By {@link pairKey} of plan and row number. */
    seatsOfRow: groupLoader(
      (keys: readonly string[]) =>
        seatsOfRows(
          db,
          keys.map((key) => ({ planId: firstOf(key), rowNo: Number(secondOf(key)) })),
        ),
      (row) => pairKey(row.planId, row.rowNo),
    ),
    /** By {@link pairKey} of plan and seat number. */
    seat: batchLoader(shared.seats, (row) => pairKey(row.planId, row.seatNo)),
    phase: batchLoader(
      (ids: readonly number[]) => phasesByIds(db, ids),
      (row) => row.id,
    ),
    phasesOfSession: groupLoader(
      (ids: readonly number[]) => phasesOfSessions(db, ids),
      (row) => row.sessionId,
    ),
    rules: batchLoader(
      async (_only: readonly 'rules'[]) => [await salesRules(db)],
      () => 'rules' as const,
    ),
    draw: batchLoader(
      (ids: readonly number[]) => drawsByIds(db, ids),
      (row) => row.id,
    ),
    drawByCode: batchLoader(
      (codes: readonly string[]) => drawsByCodes(db, codes),
      (row) => row.code,
    ),
    drawOfPhase: batchLoader(
      (ids: readonly number[]) => drawsOfPhases(db, ids),
      (row) => row.phaseId,
    ),
    hold: batchLoader(shared.holds, (row) => row.id),
    holdsOfOrder: groupLoader(
      (ids: readonly string[]) => holdsOfOrders(db, ids),
      (row) => row.ofOrder,
    ),
    order: batchLoader(shared.orders, (row) => row.id),
    refundsOfOrder: groupLoader(
      (ids: readonly string[]) => refundsOfOrders(db, ids),
      (row) => row.orderId,
    ),
    ticket: batchLoader(
      (ids: readonly string[]) => ticketsByIds(db, ids),
      (row) => row.id,
    ),
    ticketsOfOrder: groupLoader(shared.ticketsOfOrders, (row) => row.orderId),
    listing: batchLoader(
      (ids: readonly string[]) => listingsByIds(db, ids),
      (row) => row.id,
    ),
    openListingOfTicket: batchLoader(
      (ids: readonly string[]) => openListingsOfTickets(db, ids),
      (row) => row.ticketId,
    ),
    carrierOfTicket: batchLoader(
      (ids: readonly string[]) => carriersOfTickets(db, ids),
      (row) => row.ticketId,
    ),
    presenceOfTicket: batchLoader(
      (ids: readonly string[]) => presencesOfTickets(db, ids),
      (row) => row.ticketId,
    ),
    openTransferOfTicket: batchLoader(
      (ids: readonly string[]) => openTransfersOfTickets(db, ids),
      (row) => row.ticketId,
    ),
    gate: batchLoader(
      (ids: readonly number[]) => gatesByIds(db, ids),
      (row) => row.id,
    ),
    device: batchLoader(
      (ids: readonly string[]) => devicesByIds(db, ids),
      (row) => row.id,
    ),
    devicesOfGate: groupLoader(
      (ids: readonly number[]) => devicesOfGates(db, ids),
      (row) => row.gateId,
    ),
    scan: batchLoader(
      (ids: readonly string[]) => scansByIds(db, ids),
      (row) => row.id,
    ),
    attendanceOfSession: batchLoader(
      (ids: readonly number[]) => attendanceOfSessions(db, ids),
      (row) => row.sessionId,
    ),
  };
}

export type Loaders = ReturnType<typeof createLoaders>;
