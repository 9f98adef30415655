import type { Instrument, PaymentAction, PaymentFailure, PaymentOutcome, Payments } from '@games/payments';
import type { Database, GroupCommit } from '@games/postgres';
import type { GamesClock } from '@games/service';
import { encodeId } from '@games/subgraph';
import { idempotent, type ReplayProblem } from '../../domain/idempotency.ts';
import { isUuid } from '../../domain/uuid.ts';
import type { SaleCache } from '../../memory/sales/saleCache.ts';
import type { OrderRow } from '../../sql/orders/orders.ts';
import type { OpenPaymentOutcome, OpenPaymentResult, PayRequest } from './openPayments.ts';

/** What paying works with. */
export interface PayDependencies {
  readonly database: Database;
  readonly clock: GamesClock;
  readonly payments: Payments;
  readonly sales: SaleCache;
  readonly paymentOpenings: GroupCommit<PayRequest, OpenPaymentResult>;
  /** Reads orders by their ids; those asked for in the same moment are read together. */
  readonly orderReads: GroupCommit<string, OrderRow | null>;
}

/** How paying goes on. */
export type PayOutcome =
  | { readonly kind: 'Paid'; readonly orderId: string }
  /** The money came too late or in vain; it goes back. */
  | { readonly kind: 'Failed'; readonly orderId: string }
  | { readonly kind: 'ActionRequired'; readonly orderId: string; readonly action: PaymentAction }
  | { readonly kind: 'Declined'; readonly orderId: string; readonly failure: PaymentFailure }
  /** Nobody knows yet whether money moved. */
  | { readonly kind: 'Pending'; readonly orderId: string }
  | Exclude<OpenPaymentOutcome, { kind: 'PaymentOpened' | 'PaidInFull' }>
  | ReplayProblem;

export interface PayOrderRequest {
  readonly orderId: string;
  readonly instrument: Instrument;
  /** Where the fan's browser comes back to from the bank. */
  readonly returnUrl: string;
  readonly idempotencyKey: string;
}

/**
 * Pays an order. A repetition with the same key asks how the same payment goes on; it never pays twice. No transaction and no
 * connection is held while the provider is asked.
 */
export async function payOrder(
  dependencies: PayDependencies,
  fanId: string,
  request: PayOrderRequest,
): Promise<PayOutcome> {
  const { orderId, instrument } = request;
  if (!isUuid(orderId)) return { kind: 'UnknownOrder' };
  const content = { orderId, method: instrument.method };
  const start = dependencies.payments.readStart({
    key: 'start',
    instrument,
    returnUrl: request.returnUrl,
    description: `Tickets, order ${encodeId('tor', orderId)}`,
  });
  const { outcome: opened, started } = await dependencies.paymentOpenings.submit({
    idempotency: idempotent(fanId, request.idempotencyKey, 'payOrder', content),
    fanId,
    orderId,
    start,
    paymentSeconds: (await dependencies.sales.rules()).paymentSeconds,
    at: dependencies.clock.now(),
  });
  if (opened.kind === 'PaidInFull') return { kind: 'Paid', orderId };
  if (opened.kind !== 'PaymentOpened') return opened;
  const outcome =
    started === null
      ? await dependencies.payments.start({ ...start, paymentId: opened.paymentId })
      : await dependencies.payments.startOpened(started);
  return toPayOutcome(dependencies, orderId, outcome);
}

/** Goes on with the payment of an order after the fan has been at the bank. */
export async function continueOrderPayment(
  dependencies: PayDependencies,
  fanId: string,
  orderId: string,
): Promise<PayOutcome> {
  const order = isUuid(orderId) ? await dependencies.orderReads.submit(orderId) : null;
  if (order === null || order.fanId !== fanId) return { kind: 'UnknownOrder' };
  if (order.state === 'PAID') return { kind: 'Paid', orderId };
  if (order.paymentId === null) return { kind: 'OrderNotPayable', orderId, state: order.state };
  const outcome = await dependencies.payments.continue({ paymentId: order.paymentId, key: 'continue' });
  return toPayOutcome(dependencies, orderId, outcome);
}

async function toPayOutcome(
  dependencies: PayDependencies,
  orderId: string,
  outcome: PaymentOutcome,
): Promise<PayOutcome> {
  switch (outcome.kind) {
    case 'Done':
      return settledOutcome(dependencies, orderId);
    case 'NotAllowed':
      return settledOutcome(dependencies, orderId);
    case 'ActionRequired':
      return { kind: 'ActionRequired', orderId, action: outcome.action };
    case 'Declined':
      return { kind: 'Declined', orderId, failure: outcome.failure };
    case 'Pending':
    case 'AmountExceeded':
    case 'UnknownPayment':
      return { kind: 'Pending', orderId };
    case 'InFlight':
      return { kind: 'InProgress' };
    case 'KeyReused':
      return { kind: 'KeyReused' };
  }
}

/** The order says how it ended: tickets were issued in the transaction that recorded the money, or the money goes back. */
async function settledOutcome({ orderReads }: PayDependencies, orderId: string): Promise<PayOutcome> {
  const order = await orderReads.submit(orderId);
  if (order === null) return { kind: 'UnknownOrder' };
  if (order.state === 'PAID') return { kind: 'Paid', orderId };
  if (order.state === 'REFUND_DUE' || order.state === 'REFUNDED') return { kind: 'Failed', orderId };
  return { kind: 'OrderNotPayable', orderId, state: order.state };
}
