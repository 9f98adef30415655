import type { ChargebackFact, PaymentFact, RefundFact } from './fact.ts';
import type { Payment, PaymentAction, PaymentFailure, PaymentFailureCode, PaymentState } from './payment.ts';

/** What the events of a payment add up to. */
export type DerivedPayment = Pick<
  Payment,
  | 'state'
  | 'authorizedMinor'
  | 'capturedMinor'
  | 'refundedMinor'
  | 'unrequestedRefundMinor'
  | 'chargedBackMinor'
  | 'refundPendingMinor'
  | 'action'
  | 'failure'
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
  const refundedMinor = lesser(capturedMinor, sumOf(known, 'REFUNDED'));
  const state = stateOf(known, capturedMinor, refundedMinor);
  return {
    state,
    authorizedMinor: sumOf(known, 'AUTHORIZED'),
    capturedMinor,
    refundedMinor,
    unrequestedRefundMinor: lesser(refundedMinor, sum(known.filter((fact) => isUnrequested(fact, known)))),
    chargedBackMinor: lesser(capturedMinor, sumOf(known, 'CHARGED_BACK') - sum(reversed(known))),
    refundPendingMinor: sum(pendingRefunds(known)),
    action: state === 'REQUIRES_ACTION' ? actionOf(known) : null,
    failure: state === 'FAILED' ? failureOf(known) : null,
  };
}

/** What can still be refunded of a payment. */
export function refundableMinor(payment: Omit<DerivedPayment, 'action' | 'failure'>): bigint {
  const { capturedMinor, refundedMinor, refundPendingMinor, chargedBackMinor } = payment;
  const left = capturedMinor - refundedMinor - refundPendingMinor - chargedBackMinor;
  return left > 0n ? left : 0n;
}

/** True for a refund that was made and that we have never asked for. */
export function isUnrequested(fact: PaymentFact, facts: readonly PaymentFact[]): fact is RefundFact {
  if (fact.type !== 'REFUNDED') return false;
  return !facts.some((other) => other.type === 'REFUND_REQUESTED' && other.refundId === fact.refundId);
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

function sumOf(facts: readonly PaymentFact[], type: 'AUTHORIZED' | 'CAPTURED' | 'REFUNDED' | 'CHARGED_BACK'): bigint {
  return facts.reduce((total, fact) => (fact.type === type ? total + fact.amountMinor : total), 0n);
}

/** Chargebacks that were reversed. A reversal heard of before its chargeback waits for it. */
function reversed(facts: readonly PaymentFact[]): ChargebackFact[] {
  const ids = new Set(facts.flatMap((fact) => (fact.type === 'CHARGEBACK_REVERSED' ? [fact.chargebackId] : [])));
  return facts.filter((fact) => fact.type === 'CHARGED_BACK' && ids.has(fact.chargebackId)) as ChargebackFact[];
}

const sum = (facts: readonly { readonly amountMinor: bigint }[]): bigint =>
  facts.reduce((total, { amountMinor }) => total + amountMinor, 0n);

const lesser = (a: bigint, b: bigint): bigint => (a < b ? a : b);

function actionOf(facts: readonly PaymentFact[]): PaymentAction | null {
  return facts.find((fact) => fact.type === 'ACTION_REQUIRED')?.action ?? null;
}

function failureOf(facts: readonly PaymentFact[]): PaymentFailure | null {
  const codes = new Set(facts.flatMap((fact) => (fact.type === 'FAILED' ? [fact.code] : [])));
  const first = (Object.keys(failureTexts) as PaymentFailureCode[]).find((code) => codes.has(code));
  return first === undefined ? null : failureOfCode(first);
}
