import type { Transaction } from '@games/postgres';
import { InternalError } from '@games/service';
import { type DerivedPayment, derivePayment } from '../domain/derivePayment.ts';
import { mismatch, type PaymentFact } from '../domain/fact.ts';
import { nextInquiry } from '../domain/nextInquiry.ts';
import { leadsTo } from '../domain/paymentStates.ts';
import type { Payments } from '../payments.ts';
import type { ProviderReport } from '../provider.ts';
import { leaseOperation, type OperationLease } from '../sql/operations.ts';
import { type StoredPayment, selectFacts, writePayment } from '../sql/payments.ts';

export type Recorded = {
  readonly payment: StoredPayment;
  readonly facts: readonly PaymentFact[];
  /** Operations that the service wants next; they are leased to this process. */
  readonly next: readonly OperationLease[];
};

/**
 * Appends what a provider reported to a locked payment, derives its state, and lets the service react in the same
 * transaction. Facts that are known already change nothing, so the same report may come any number of times.
 */
export async function recordReport(
  payments: Payments,
  tx: Transaction,
  before: StoredPayment,
  report: ProviderReport,
  inquiries = 0,
): Promise<Recorded> {
  const known = await selectFacts(tx, before.id);
  const newFacts = newlyHeard(before, known, report.facts);
  const facts = [...known, ...newFacts];
  const derived = derivePayment(facts);
  if (!leadsTo(before.state, derived.state)) {
    throw new InternalError(`Payment ${before.id} cannot go from ${before.state} to ${derived.state}.`);
  }
  const payment = await writePayment(tx, {
    paymentId: before.id,
    newFacts,
    derived,
    providerReference: report.providerReference ?? before.providerReference,
    inquireAt: nextInquiry({ ...before, ...derived }, payments.now(), inquiries, payments.inquiryDelaysMs),
    inquiries,
  });
  const next = changed(before, derived) ? await react(payments, tx, before, payment) : [];
  return { payment, facts, next };
}

/** Drops what is known and turns what contradicts the payment into a fact for staff: an event never fails to be recorded. */
function newlyHeard(
  payment: StoredPayment,
  known: readonly PaymentFact[],
  heard: readonly PaymentFact[],
): PaymentFact[] {
  const byKey = new Map<string, PaymentFact>();
  for (const fact of heard) {
    const fits = !('amountMinor' in fact) || (fact.amountMinor > 0n && fact.amountMinor <= payment.amountMinor);
    const whole = fact.type !== 'AUTHORIZED' || fact.amountMinor === payment.amountMinor;
    const recorded = fits && whole ? fact : mismatch(fact.at, fact.key, `${fact.type} with another amount`);
    byKey.set(recorded.key, recorded);
  }
  for (const fact of known) byKey.delete(fact.key);
  return [...byKey.values()];
}

function changed(before: StoredPayment, after: DerivedPayment): boolean {
  return (
    before.state !== after.state ||
    before.authorizedMinor !== after.authorizedMinor ||
    before.capturedMinor !== after.capturedMinor ||
    before.refundedMinor !== after.refundedMinor ||
    before.refundPendingMinor !== after.refundPendingMinor
  );
}

async function react(
  payments: Payments,
  tx: Transaction,
  before: StoredPayment,
  after: StoredPayment,
): Promise<OperationLease[]> {
  const next: OperationLease[] = [];
  const lease = { paymentId: after.id, leaseMs: payments.leaseMs };
  await payments.onChange(tx, {
    before,
    after,
    next: {
      capture: (key) => next.push({ ...lease, key, kind: 'CAPTURE', request: {} }),
      void: (key) => next.push({ ...lease, key, kind: 'VOID', request: {} }),
      refund: (key, amountMinor, reason) =>
        next.push({ ...lease, key, kind: 'REFUND', request: { amountMinor: amountMinor.toString(), reason } }),
    },
  });
  for (const operation of next) await leaseOperation(tx, operation);
  return next;
}
