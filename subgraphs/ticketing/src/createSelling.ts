import { createPayments, type PaymentProvider, type Payments } from '@games/payments';
import type { Database } from '@games/postgres';
import { createGroupCommit, type GroupCommit, type Lane } from '@games/postgres';
import type { GamesClock } from '@games/service';
import { holdNamedSeats, type SeatHoldEnd } from './commands/holds/holdNamedSeats.ts';
import { keepRefusals, type Refusal } from './commands/holds/keepRefusals.ts';
import { type CreateOrderOutcome, createOrders, type OrderRequest } from './commands/orders/createOrders.ts';
import { type OpenPaymentEnd, openPayments, type PayRequest } from './commands/payments/openPayments.ts';
import type { PayRooms } from './commands/payments/payOrder.ts';
import { createPaymentSettlement } from './commands/payments/settlePayments.ts';
import type { HoldOutcome } from './domain/holds/holdOutcome.ts';
import type { SeatHoldRequest } from './domain/holds/seatHoldRequest.ts';
import type { ReplayProblem } from './domain/idempotency.ts';
import { createSeatHints } from './memory/holds/seatHints.ts';
import { createSaleDesk } from './memory/sales/saleDesk.ts';
import type { ChartCache } from './memory/seating/chartCache.ts';
import type { Admissions } from './memory/waitingRoom/admissions.ts';
import { type OrderRow, ordersByIds } from './sql/orders/orders.ts';
import type { HoldRooms } from './steps/holds/holdRooms.ts';

/** Everything that selling works with: holds, orders, payments. */
export interface Selling extends HoldRooms, PayRooms {
  readonly payments: Payments;
  readonly orderCreations: GroupCommit<OrderRequest, CreateOrderOutcome | ReplayProblem>;
}

export interface SellingParts {
  readonly database: Database;
  readonly clock: GamesClock;
  readonly charts: ChartCache;
  readonly providers: readonly PaymentProvider[];
  readonly returnHosts: readonly string[];
  readonly admissions: Admissions;
}

const batches = { batchItemsMax: 128, batchesAtOnce: 2, waitingMax: 20_000 };

/** Session and seat as one number: sessions are fewer than two million, seats of a plan too. */
const seatLane = (sessionId: number, seatNo: number): Lane => sessionId * 2_097_152 + seatNo;

/** Wires selling: what many fans ask for at the same moment is carried out together. */
export function createSelling({ database, clock, charts, providers, returnHosts, admissions }: SellingParts): Selling {
  const payments = createPayments({ database, providers, returnHosts, onChange: createPaymentSettlement(clock) });
  return {
    database,
    clock,
    admissions,
    sales: createSaleDesk(database, charts),
    hints: createSeatHints(database),
    payments,
    seatHolds: createGroupCommit<SeatHoldRequest, SeatHoldEnd>({
      ...batches,
      run: (requests) => holdNamedSeats(database, requests),
      lanesOf: ({ fanId, sessionId, seatNos }) => [fanId, ...seatNos.map((seatNo) => seatLane(sessionId, seatNo))],
    }),
    refusals: createGroupCommit<Refusal, HoldOutcome | ReplayProblem>({
      ...batches,
      run: (refusals) => keepRefusals(database, refusals),
      lanesOf: ({ request }) => [`${request.caller} ${request.key}`],
    }),
    orderCreations: createGroupCommit<OrderRequest, CreateOrderOutcome | ReplayProblem>({
      ...batches,
      run: (requests) => createOrders(database, requests),
      lanesOf: ({ fanId, holdIds }) => [fanId, ...holdIds],
    }),
    paymentOpenings: createGroupCommit<PayRequest, OpenPaymentEnd>({
      ...batches,
      run: (requests) => openPayments(payments, requests),
      lanesOf: ({ fanId, orderId }) => [fanId, orderId],
    }),
    orderReads: createGroupCommit<string, OrderRow | null>({
      ...batches,
      run: (orderIds) => readOrders(database, orderIds),
      lanesOf: () => [],
    }),
  };
}

/** Orders in the order of their ids; null where there is none. */
async function readOrders(database: Database, orderIds: readonly string[]): Promise<readonly (OrderRow | null)[]> {
  const orders = new Map((await ordersByIds(database, orderIds)).map((order) => [order.id, order]));
  return orderIds.map((orderId) => orders.get(orderId) ?? null);
}
