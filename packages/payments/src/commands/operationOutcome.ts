import { failureOfCode } from '../domain/derivePayment.ts';
import type { PaymentFact } from '../domain/fact.ts';
import type { Payment } from '../domain/payment.ts';
import type { OperationKind } from '../domain/paymentStates.ts';
import { refundIdOf } from '../domain/refundId.ts';
import type { PaymentOutcome } from '../paymentOutcome.ts';
import type { StoredOutcome } from '../sql/operations.ts';

/** How an operation stands, judged by the payment alone; null while nobody knows. */
export function outcomeOf(
  operation: { readonly kind: OperationKind; readonly key: string },
  payment: Payment,
  facts: readonly PaymentFact[],
): PaymentOutcome | null {
  switch (operation.kind) {
    case 'START':
      if (payment.state === 'REQUIRES_ACTION' && payment.action !== null) {
        return { kind: 'ActionRequired', payment, action: payment.action };
      }
      return payingOutcome(payment);
    case 'CONTINUE':
      return payingOutcome(payment);
    case 'CAPTURE':
      return payment.capturedMinor > 0n ? { kind: 'Done', payment } : null;
    case 'VOID':
      if (payment.capturedMinor > 0n) return notAllowed(payment, 'The payment has been captured: refund it instead.');
      return payment.state === 'VOIDED' || payment.state === 'FAILED' ? { kind: 'Done', payment } : null;
    case 'REFUND':
      return refundOutcome(payment, refundIdOf(payment.id, operation.key), facts);
  }
}

function payingOutcome(payment: Payment): PaymentOutcome | null {
  if (payment.state === 'CREATED' || payment.state === 'REQUIRES_ACTION') return null;
  // The capture that was to come with it is missing, or contradicts the payment.
  if (payment.state === 'AUTHORIZED' && payment.capture === 'AUTOMATIC') return null;
  if (payment.failure !== null) return { kind: 'Declined', payment, failure: payment.failure };
  if (payment.state === 'VOIDED') return notAllowed(payment, 'The payment has been given up.');
  return { kind: 'Done', payment };
}

function refundOutcome(payment: Payment, refundId: string, facts: readonly PaymentFact[]): PaymentOutcome | null {
  const said = (type: PaymentFact['type']) =>
    facts.some((fact) => fact.type === type && 'refundId' in fact && fact.refundId === refundId);
  if (said('REFUNDED')) return { kind: 'Done', payment };
  return said('REFUND_FAILED') ? { kind: 'Declined', payment, failure: failureOfCode('REFUSED') } : null;
}

export const notAllowed = (payment: Payment, message: string): PaymentOutcome => ({
  kind: 'NotAllowed',
  payment,
  message,
});

/** An outcome in the form that is stored for replays; null for one that is not stored because it may still change. */
export function toStoredOutcome(outcome: PaymentOutcome): StoredOutcome | null {
  switch (outcome.kind) {
    case 'Pending':
    case 'InFlight':
    case 'KeyReused':
    case 'UnknownPayment':
      return null;
    case 'Declined':
      return { kind: outcome.kind, failureCode: outcome.failure.code };
    case 'NotAllowed':
      return { kind: outcome.kind, message: outcome.message };
    case 'AmountExceeded':
      return { kind: outcome.kind, availableMinor: outcome.availableMinor.toString() };
    case 'ActionRequired':
    case 'Done':
      return { kind: outcome.kind };
  }
}

/** The outcome of a replay: what was stored, about the payment as it is now. */
export function fromStoredOutcome(stored: StoredOutcome, payment: Payment): PaymentOutcome {
  switch (stored.kind) {
    case 'Declined':
      return { kind: 'Declined', payment, failure: failureOfCode(stored.failureCode ?? 'REFUSED') };
    case 'NotAllowed':
      return { kind: 'NotAllowed', payment, message: stored.message ?? '' };
    case 'AmountExceeded':
      return { kind: 'AmountExceeded', payment, availableMinor: BigInt(stored.availableMinor ?? '0') };
    case 'ActionRequired':
      // Over in the meantime: then the way it ended is the answer.
      return payment.action === null
        ? (payingOutcome(payment) ?? { kind: 'Pending', payment })
        : { kind: 'ActionRequired', payment, action: payment.action };
    default:
      return { kind: 'Done', payment };
  }
}
