import type { Instrument, PaymentAction, PaymentFailure, PaymentOutcome, Payments } from '@games/payments';
import type { Database, GroupCommit } from '@games/postgres';
import type { GamesClock } from '@games/service';
import { encodeId } from '@games/subgraph';
import { idempotent, type ReplayProblem } from '../../domain/idempotency.ts';
import { isUuid } from '../../domain/uuid.ts';
import type { SaleDesk } from '../../memory/sales/saleDesk.ts';
import type { OrderRow } from '../../sql/orders/orders.ts';
import type { OpenPaymentEnd, OpenPaymentOutcome, PayRequest } from './openPayments.ts';

/** What paying works with. */
export interface PayRooms {
  readonly database: Database;
  readonly clock: GamesClock;
  readonly payments: Payments;
  readonly sales: SaleDesk;
  readonly paymentOpenings: GroupCommit<PayRequest, OpenPaymentEnd>;
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

export interface PayWish {
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
export async function payOrder(rooms: PayRooms, fanId: string, wish: PayWish): Promise<PayOutcome> {
  const { orderId, instrument } = wish;
  if (!isUuid(orderId)) return { kind: 'UnknownOrder' };
  const content = { orderId, method: instrument.method };
  const start = rooms.payments.readStart({
    key: 'start',
    instrument,
    returnUrl: wish.returnUrl,
    description: `Tickets, order ${encodeId('tor', orderId)}`,
  });
  const { outcome: opened, started } = await rooms.paymentOpenings.submit({
    idempotency: idempotent(fanId, wish.idempotencyKey, 'payOrder', content),
    fanId,
    orderId,
    start,
    paymentSeconds: (await rooms.sales.rules()).paymentSeconds,
    at: rooms.clock.now(),
  });
  if (opened.kind === 'PaidInFull') return { kind: 'Paid', orderId };
  if (opened.kind !== 'PaymentOpened') return opened;
  const outcome =
    started === null
      ? await rooms.payments.start({ ...start, paymentId: opened.paymentId })
      : await rooms.payments.startOpened(started);
  return toPayOutcome(rooms, orderId, outcome);
}

/** Goes on with the payment of an order after the fan has been at the bank. */
export async function continueOrderPayment(rooms: PayRooms, fanId: string, orderId: string): Promise<PayOutcome> {
  const order = isUuid(orderId) ? await rooms.orderReads.submit(orderId) : null;
  if (order === null || order.fanId !== fanId) return { kind: 'UnknownOrder' };
  if (order.state === 'PAID') return { kind: 'Paid', orderId };
  if (order.paymentId === null) return { kind: 'OrderNotPayable', orderId, state: order.state };
  const outcome = await rooms.payments.continue({ paymentId: order.paymentId, key: 'continue' });
  return toPayOutcome(rooms, orderId, outcome);
}

async function toPayOutcome(rooms: PayRooms, orderId: string, outcome: PaymentOutcome): Promise<PayOutcome> {
  switch (outcome.kind) {
    case 'Done':
      return settledOutcome(rooms, orderId);
    case 'NotAllowed':
      return settledOutcome(rooms, orderId);
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

/** The order tells how it ended: tickets were issued in the transaction that recorded the money, or the money goes back. */
async function settledOutcome({ orderReads }: PayRooms, orderId: string): Promise<PayOutcome> {
  const order = await orderReads.submit(orderId);
  if (order === null) return { kind: 'UnknownOrder' };
  if (order.state === 'PAID') return { kind: 'Paid', orderId };
  if (order.state === 'REFUND_DUE' || order.state === 'REFUNDED') return { kind: 'Failed', orderId };
  return { kind: 'OrderNotPayable', orderId, state: order.state };
}
