import { createPayments, type PaymentProvider, type Payments } from '@games/payments';
import type { Database } from '@games/postgres';
import { type ConflictKey, createGroupCommit } from '@games/postgres';
import type { GamesClock } from '@games/service';
import type { HoldDependencies } from './commands/holds/holdDependencies.ts';
import { holdNamedSeats, type SeatHoldResult } from './commands/holds/holdNamedSeats.ts';
import { type Refusal, saveRefusals } from './commands/holds/saveRefusals.ts';
import type { OrderDependencies } from './commands/orders/createOrder.ts';
import { type CreateOrderOutcome, createOrders, type OrderRequest } from './commands/orders/createOrders.ts';
import { type OpenPaymentResult, openPayments, type PayRequest } from './commands/payments/openPayments.ts';
import type { PayDependencies } from './commands/payments/payOrder.ts';
import { createPaymentSettlement } from './commands/payments/settlePayments.ts';
import type { HoldOutcome } from './domain/holds/holdOutcome.ts';
import type { SeatHoldRequest } from './domain/holds/seatHoldRequest.ts';
import type { ReplayProblem } from './domain/idempotency.ts';
import { createSeatHints } from './memory/holds/seatHints.ts';
import { createSaleCache } from './memory/sales/saleCache.ts';
import type { ChartCache } from './memory/seating/chartCache.ts';
import type { Admissions } from './memory/waitingRoom/admissions.ts';
import { type OrderRow, selectOrdersByIds } from './sql/orders/orders.ts';

/** Everything that selling works with: holds, orders, payments. */
export interface Selling extends HoldDependencies, PayDependencies, OrderDependencies {
  readonly payments: Payments;
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
const seatConflictKey = (sessionId: number, seatNo: number): ConflictKey => sessionId * 2_097_152 + seatNo;

/** Wires selling: what many fans ask for at the same moment is carried out together. */
export function createSelling({ database, clock, charts, providers, returnHosts, admissions }: SellingParts): Selling {
  const payments = createPayments({ database, providers, returnHosts, onChange: createPaymentSettlement(clock) });
  return {
    database,
    clock,
    admissions,
    sales: createSaleCache(database, charts),
    hints: createSeatHints(database),
    payments,
    seatHolds: createGroupCommit<SeatHoldRequest, SeatHoldResult>({
      ...batches,
      run: (requests) => holdNamedSeats(database, requests),
      conflictKeysOf: ({ fanId, sessionId, seatNos }) => [
        fanId,
        ...seatNos.map((seatNo) => seatConflictKey(sessionId, seatNo)),
      ],
    }),
    refusals: createGroupCommit<Refusal, HoldOutcome | ReplayProblem>({
      ...batches,
      run: (refusals) => saveRefusals(database, refusals),
      conflictKeysOf: ({ request }) => [`${request.caller} ${request.key}`],
    }),
    orderCreations: createGroupCommit<OrderRequest, CreateOrderOutcome | ReplayProblem>({
      ...batches,
      run: (requests) => createOrders(database, requests),
      conflictKeysOf: ({ fanId, holdIds }) => [fanId, ...holdIds],
    }),
    paymentOpenings: createGroupCommit<PayRequest, OpenPaymentResult>({
      ...batches,
      run: (requests) => openPayments(payments, requests),
      conflictKeysOf: ({ fanId, orderId }) => [fanId, orderId],
    }),
    orderReads: createGroupCommit<string, OrderRow | null>({
      ...batches,
      run: (orderIds) => readOrders(database, orderIds),
      conflictKeysOf: () => [],
    }),
  };
}

/** Orders in the order of their ids; null where there is none. */
async function readOrders(database: Database, orderIds: readonly string[]): Promise<readonly (OrderRow | null)[]> {
  const orders = new Map((await selectOrdersByIds(database, orderIds)).map((order) => [order.id, order]));
  return orderIds.map((orderId) => orders.get(orderId) ?? null);
}
