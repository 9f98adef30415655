import type { PaymentFact, RefundFact } from './fact.ts';
import type { Payment, PaymentAction, PaymentFailure, PaymentFailureCode, PaymentState } from './payment.ts';

/** What the events of a payment add up to. */
export type DerivedPayment = Pick<
  Payment,
  'state' | 'authorizedMinor' | 'capturedMinor' | 'refundedMinor' | 'refundPendingMinor' | 'action' | 'failure'
>;

/** Public text of each failure; the first that applies, in this order, is the one that the fan reads. */
const failureTexts: Readonly<Record<PaymentFailureCode, string>> = {
  DECLINED: 'The card was declined by its bank.',
  NOT_AUTHENTICATED: 'The bank could not confirm that it was you.',
  AUTHENTICATION_REJECTED: 'The bank refused to authenticate this payment.',
  AUTHENTICATION_UNAVAILABLE: 'The card could not be authenticated, and unauthenticated cards are not accepted.',
  REFUSED: 'The payment provider refused the payment.',
  EXPIRED: 'The payment was not finished in time.',
};

/**
 * Derives a payment from its facts. The result depends on the set alone: the order of arrival and repetitions (same key)
 * change nothing. Sums come from facts with distinct keys, and the state is the weightiest that the set supports.
 */
export function derivePayment(facts: Iterable<PaymentFact>): DerivedPayment {
  const set = new Map<string, PaymentFact>();
  for (const fact of facts) if (!set.has(fact.key)) set.set(fact.key, fact);
  const known = [...set.values()];
  const capturedMinor = sumOf(known, 'CAPTURED');
  // A refund heard of before its capture waits for it: nothing can be refunded that isn't known to be captured.
  const refundedMinor = capturedMinor === 0n ? 0n : sumOf(known, 'REFUNDED');
  const state = stateOf(known, capturedMinor, refundedMinor);
  return {
    state,
    authorizedMinor: sumOf(known, 'AUTHORIZED'),
    capturedMinor,
    refundedMinor,
    refundPendingMinor: pendingRefunds(known).reduce((sum, refund) => sum + refund.amountMinor, 0n),
    action: state === 'REQUIRES_ACTION' ? actionOf(known) : null,
    failure: state === 'FAILED' ? failureOf(known) : null,
  };
}

/** Refunds that were asked for and without a known result. */
export function pendingRefunds(facts: readonly PaymentFact[]): RefundFact[] {
  const ended = new Set<string>();
  const asked = new Map<string, RefundFact>();
  for (const fact of facts) {
    if (fact.type === 'REFUNDED' || fact.type === 'REFUND_FAILED') ended.add(fact.refundId);
    if (fact.type === 'REFUND_REQUESTED') asked.set(fact.refundId, fact);
  }
  return [...asked.values()].filter((refund) => !ended.has(refund.refundId));
}

/** The public text of a failure. */
export function failureOfCode(code: PaymentFailureCode): PaymentFailure {
  return { code, message: failureTexts[code] };
}

function stateOf(facts: readonly PaymentFact[], capturedMinor: bigint, refundedMinor: bigint): PaymentState {
  if (capturedMinor > 0n && refundedMinor >= capturedMinor) return 'REFUNDED';
  if (refundedMinor > 0n) return 'PARTIALLY_REFUNDED';
  if (capturedMinor > 0n) return 'CAPTURED';
  if (has(facts, 'VOIDED')) return 'VOIDED';
  if (has(facts, 'AUTHORIZED')) return 'AUTHORIZED';
  if (has(facts, 'FAILED')) return 'FAILED';
  if (has(facts, 'ACTION_REQUIRED')) return 'REQUIRES_ACTION';
  return 'CREATED';
}

function has(facts: readonly PaymentFact[], type: PaymentFact['type']): boolean {
  return facts.some((fact) => fact.type === type);
}

function sumOf(facts: readonly PaymentFact[], type: 'AUTHORIZED' | 'CAPTURED' | 'REFUNDED'): bigint {
  return facts.reduce((sum, fact) => (fact.type === type ? sum + fact.amountMinor : sum), 0n);
}

function actionOf(facts: readonly PaymentFact[]): PaymentAction | null {
  return facts.find((fact) => fact.type === 'ACTION_REQUIRED')?.action ?? null;
}

function failureOf(facts: readonly PaymentFact[]): PaymentFailure | null {
  const codes = new Set(facts.flatMap((fact) => (fact.type === 'FAILED' ? [fact.code] : [])));
  const first = (Object.keys(failureTexts) as PaymentFailureCode[]).find((code) => codes.has(code));
  return first === undefined ? null : failureOfCode(first);
}
