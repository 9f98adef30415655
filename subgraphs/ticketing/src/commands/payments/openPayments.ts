import { type Payments, type StartedPayment, type StartRequest, scheduleVoid, selectPaymentsOf } from '@games/payments';
import type { Transaction } from '@games/postgres';
import { InternalError } from '@games/service';
import { type IdempotentRequest, type ReplayProblem, replay } from '../../domain/idempotency.ts';
import { type OrderToPay, type PayRefusal, payRefusal } from '../../domain/orders/mayPay.ts';
import { onCapture } from '../../domain/payments/onCapture.ts';
import { system } from '../../sql/audit/auditLog.ts';
import { updateReleasedHolds } from '../../sql/holds/endHolds.ts';
import { insertOutcomes, selectKeys } from '../../sql/idempotencyKeys.ts';
import { lockHolds, lockOrder } from '../../sql/orders/insertTickets.ts';
import { updateOrderExtended, updateOrderPayments, updateUnpaidOrderFailed } from '../../sql/orders/orderChanges.ts';
import { lockOrdersToPay } from '../../sql/orders/ordersToPay.ts';
import { recordOrderEvents } from '../../steps/orders/recordOrderEvents.ts';
import { sellOrders } from '../../steps/orders/sellOrders.ts';

/** A fan asks to pay an order. */
export interface PayRequest {
  readonly idempotency: IdempotentRequest;
  readonly fanId: string;
  readonly orderId: string;
  /** What the provider is asked then. */
  readonly start: Omit<StartRequest, 'paymentId'>;
  /** How long the fan may take at the bank. */
  readonly paymentSeconds: number;
  /** By the clock of the Games. */
  readonly at: Date;
}

/** The result of opening a payment; stored under the request's key. What becomes of the payment is in its ledger. */
export type OpenPaymentOutcome =
  | { readonly kind: 'PaymentOpened'; readonly orderId: string; readonly paymentId: string }
  /** There was nothing to be paid. */
  | { readonly kind: 'PaidInFull'; readonly orderId: string }
  /** There was nothing to be paid, and there is nothing to give for it any more. */
  | { readonly kind: 'Failed'; readonly orderId: string }
  | { readonly kind: 'TooManyAttempts'; readonly orderId: string }
  | { readonly kind: 'MethodNotAccepted'; readonly orderId: string }
  | PayRefusal;

/** The result of one request of a batch. */
export interface OpenPaymentResult {
  readonly outcome: OpenPaymentOutcome | ReplayProblem;
  /** The payment that this request has opened; null for a repetition, too. */
  readonly started: StartedPayment | null;
}

const attemptsMax = 8;
/** Holds that would expire sooner are extended for the time that a payment takes. */
const remainingMsMin = 60_000;

/**
 * Opens payments for many orders in one transaction, and writes down that they start; nothing is asked of a provider yet. An
 * earlier attempt of an order that is still open is voided. The requests of a batch must not share an order or a fan.
 */
export function openPayments(
  payments: Payments,
  requests: readonly PayRequest[],
): Promise<readonly OpenPaymentResult[]> {
  return payments.database.transaction(async (tx) => {
    const locked = await lockOrdersToPay(
      tx,
      requests.map(({ orderId }) => orderId),
    );
    const orders = new Map(locked.map((order) => [order.id, order]));
    const keys = requests.map(({ idempotency }) => idempotency);
    const known = await selectKeys<OpenPaymentOutcome>(tx, keys);
    const results: (OpenPaymentOutcome | ReplayProblem | null)[] = [];
    const openings: Opening[] = [];
    for (const [index, request] of requests.entries()) {
      const first = known[index];
      const order = orders.get(request.orderId);
      results[index] = first
        ? replay(request.idempotency, first)
        : await resultWithoutPayment(payments, tx, request, order);
      if (results[index] === null && order !== undefined) openings.push({ index, request, order });
    }
    const started = new Map<number, StartedPayment>();
    for (const [at, payment] of (await open(payments, tx, openings)).entries()) {
      const { index, order } = openings[at] as Opening;
      results[index] = { kind: 'PaymentOpened', orderId: order.id, paymentId: payment.payment.id };
      started.set(index, payment);
    }
    await saveResults(tx, requests, known, results as readonly OpenPaymentOutcome[]);
    return results.map((outcome, index) => ({
      outcome: outcome as OpenPaymentOutcome | ReplayProblem,
      started: started.get(index) ?? null,
    }));
  });
}

interface Opening {
  readonly index: number;
  readonly request: PayRequest;
  readonly order: OrderToPay;
}

/**
 * Requests of one order wait for its lock before they look for their key. A key that two orders are paid with at the same
 * moment is the only way to lose here: nothing is committed then, and the next try finds the key.
 */
async function saveResults(
  tx: Transaction,
  requests: readonly PayRequest[],
  known: readonly (object | null)[],
  results: readonly OpenPaymentOutcome[],
): Promise<void> {
  const fresh = requests.flatMap(({ idempotency }, index) =>
    known[index] ? [] : [{ request: idempotency, outcome: results[index] as OpenPaymentOutcome }],
  );
  if ((await insertOutcomes(tx, fresh)).every(Boolean)) return;
  throw new InternalError('A key was used twice at the same moment.');
}

/** The result of a request for which nothing is to be paid; null when a payment is to be opened. */
async function resultWithoutPayment(
  payments: Payments,
  tx: Transaction,
  request: PayRequest,
  order: OrderToPay | undefined,
): Promise<OpenPaymentOutcome | null> {
  const now = new Date();
  const refusal = payRefusal(order, request.fanId, now);
  if (order === undefined || refusal !== null) return refusal ?? { kind: 'UnknownOrder' };
  if (order.totalMinor === 0n) return settleWithoutPayment(tx, order, request.at);
  if (!payments.methodsFor(order.currency).includes(request.start.instrument.method)) {
    return { kind: 'MethodNotAccepted', orderId: order.id };
  }
  if (order.paymentId !== null && !(await voidEarlierAttempts(tx, order, now))) {
    return { kind: 'TooManyAttempts', orderId: order.id };
  }
  return null;
}

async function open(payments: Payments, tx: Transaction, openings: readonly Opening[]): Promise<StartedPayment[]> {
  const nowMs = Date.now();
  const expiresAt = ({ request }: Opening): Date => new Date(nowMs + request.paymentSeconds * 1_000);
  for (const opening of openings) {
    const { order } = opening;
    if ((order.heldUntil as Date).getTime() < nowMs + remainingMsMin)
      await updateOrderExtended(tx, order, expiresAt(opening));
  }
  const started = await payments.openStarted(
    tx,
    openings.map((opening) => ({
      reference: opening.order.id,
      owner: opening.order.fanId,
      currency: opening.order.currency,
      amountMinor: opening.order.totalMinor,
      expiresAt: expiresAt(opening),
      start: opening.request.start,
    })),
  );
  const bound = openings.map(({ order }, at) => ({
    orderId: order.id,
    paymentId: (started[at] as StartedPayment).payment.id,
  }));
  await updateOrderPayments(tx, bound);
  return started;
}

/** Voids attempts that are still open, so that they can not be paid besides. False when there have been too many. */
async function voidEarlierAttempts(tx: Transaction, order: OrderToPay, now: Date): Promise<boolean> {
  const earlier = await selectPaymentsOf(tx, order.id);
  for (const { id, state } of earlier) {
    if (state === 'CREATED' || state === 'REQUIRES_ACTION')
      await scheduleVoid(tx, { paymentId: id, key: 'replaced' }, now);
  }
  return earlier.length < attemptsMax;
}

/**
 * An order that costs nothing (an exchange for a place of no higher price) gets its tickets at once. Where there is nothing to
 * give for it any more it ends, and says why; no money has moved.
 */
async function settleWithoutPayment(tx: Transaction, { id }: OrderToPay, at: Date): Promise<OpenPaymentOutcome> {
  const order = await lockOrder(tx, id);
  if (order === null) return { kind: 'UnknownOrder' };
  const holds = await lockHolds(tx, order.holdIds);
  const decision = onCapture(order.state, holds, at);
  const [failure = null] =
    decision.kind === 'Sell'
      ? await sellOrders(tx, [{ order, holds, reacquire: decision.reacquire, paymentId: null }], at)
      : [decision.kind === 'Fail' ? decision.failure : null];
  if (failure === null) return { kind: 'PaidInFull', orderId: id };
  await updateUnpaidOrderFailed(tx, id, failure);
  await updateReleasedHolds(tx, order.fanId, order.holdIds, false);
  await recordOrderEvents(tx, [{ order, actor: system, action: 'order.failed', detail: { failure } }]);
  return { kind: 'Failed', orderId: id };
}
