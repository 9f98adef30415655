import { setTimeout as delay } from 'node:timers/promises';
import { refuseCardNumbers } from '../domain/refuseCardNumbers.ts';
import type { PaymentOutcome } from '../outcome.ts';
import type { Payments } from '../payments.ts';
import type { OperationName } from '../sql/operations.ts';
import type { StoredPayment } from '../sql/payments.ts';
import type { StartedPayment } from './openPayment.ts';
import {
  captureOperation,
  continueOperation,
  type RefundRequest,
  refundOperation,
  resumedOperation,
  type StartRequest,
  startOperation,
  voidOperation,
} from './operations.ts';
import { type Operation, type OperationEnd, runOperation } from './runOperation.ts';

/**
 * Asks the provider to take the money: for a card authentication and, where no challenge is needed, authorisation; for
 * Alipay the page that the fan pays on.
 * @throws ClientError BAD_USER_INPUT when a card number was sent in the place of a token.
 */
export async function startPayment(payments: Payments, request: StartRequest): Promise<PaymentOutcome> {
  refuseCardNumbers(request);
  return carryOut(payments, startOperation(request));
}

/** Carries out the start of a payment that {@link openStarted} has written down, once that is committed. */
export function startOpened(payments: Payments, { operation, payment }: StartedPayment): Promise<PaymentOutcome> {
  return carryOut(payments, operation, payment);
}

/** How long the fan's return waits for what a notification has set going in the same moment. */
const GO_ON_TRIES = 20;
const GO_ON_PAUSE_MS = 100;

/**
 * Goes on after the fan acted. What the browser brought back is not looked at: the provider is asked. The provider's own
 * notification tends to come in the same moment; then its end is waited for, two seconds at most.
 */
export async function continuePayment(payments: Payments, name: OperationName): Promise<PaymentOutcome> {
  for (let tried = 1; ; tried += 1) {
    const outcome = await carryOut(payments, continueOperation(name));
    if (outcome.kind !== 'InFlight' || tried >= GO_ON_TRIES) return outcome;
    await delay(GO_ON_PAUSE_MS);
  }
}

/** Takes the whole amount that was authorised. */
export function capturePayment(payments: Payments, name: OperationName): Promise<PaymentOutcome> {
  return carryOut(payments, captureOperation(name));
}

/** Gives up a payment that isn't captured: closes the provider's page, or frees the reserved money. */
export function voidPayment(payments: Payments, name: OperationName): Promise<PaymentOutcome> {
  return carryOut(payments, voidOperation(name));
}

/**
 * Gives back a part or all of what was captured.
 * @throws ClientError BAD_USER_INPUT when the amount isn't positive.
 */
export async function refundPayment(payments: Payments, request: RefundRequest): Promise<PaymentOutcome> {
  return carryOut(payments, refundOperation(request, payments.now()));
}

async function carryOut(
  payments: Payments,
  operation: Operation,
  held: StoredPayment | null = null,
): Promise<PaymentOutcome> {
  const ended = await runOperation(payments, operation, held);
  const last = await carryOutNext(payments, ended);
  return last === null || !('payment' in ended.outcome) ? ended.outcome : { ...ended.outcome, payment: last };
}

/**
 * Carries out what the service wanted next, and what it then wanted after that. Returns the payment as it is at the end, or
 * null when nothing followed. A failure here is not the first operation's: what remains is written down, and the sweep
 * takes it up.
 */
export async function carryOutNext(payments: Payments, ended: OperationEnd): Promise<OperationEnd['payment']> {
  let payment: OperationEnd['payment'] = null;
  const waiting = [...ended.next];
  let held = ended.payment;
  for (const lease of waiting) {
    const operation = resumedOperation(lease.paymentId, lease, payments.now());
    if (operation === null || held === null) continue;
    try {
      const end = await runOperation(payments, operation, held);
      waiting.push(...end.next);
      held = end.payment ?? held;
      payment = held;
    } catch (error) {
      payments.log.error('an operation that followed from a payment failed', { payment: lease.paymentId, error });
    }
  }
  return payment;
}
