import type { Transaction } from '@games/postgres';
import { InternalError } from '@games/service';
import { type DerivedPayment, derivePayment, isUnrequested } from '../domain/derivePayment.ts';
import { mismatch, type PaymentFact, refunded } from '../domain/fact.ts';
import { nextInquiry } from '../domain/nextInquiry.ts';
import { leadsTo } from '../domain/paymentStates.ts';
import type { NextOperations, PaymentChange, PaymentIssue } from '../paymentChange.ts';
import type { PaymentDependencies } from '../paymentDependencies.ts';
import type { ProviderReport } from '../providers/provider.ts';
import { insertOperations, type OperationLease } from '../sql/operations.ts';
import { type PaymentWrite, type StoredPayment, selectFacts, updatePayments } from '../sql/payments.ts';

/** What a provider reported of one payment. */
export interface Reported {
  readonly before: StoredPayment;
  readonly report: ProviderReport;
  /** How often the provider was asked in vain, this time included; 0 when it spoke by itself. */
  readonly inquiries: number;
}

export interface Recorded {
  readonly payment: StoredPayment;
  readonly facts: readonly PaymentFact[];
  /** Operations that the service wants next; they are leased to this process. */
  readonly next: readonly OperationLease[];
}

/**
 * Appends what providers reported to locked payments, derives their states, and lets the service react in the same
 * transaction. Facts that are known already change nothing, so the same report may come any number of times. The reports of
 * a call are of different payments; the results are in their order.
 */
export async function recordReports(
  dependencies: PaymentDependencies,
  tx: Transaction,
  reported: readonly Reported[],
): Promise<Recorded[]> {
  if (reported.length === 0) return [];
  const known = await selectFacts(
    tx,
    reported.map(({ before }) => before.id),
  );
  const derivations = reported.map((item) => derive(dependencies, item, known.get(item.before.id) ?? []));
  const written = await updatePayments(
    tx,
    derivations.filter(({ isChange }) => isChange).map(({ write }) => write),
  );
  const recorded = derivations.map(({ facts, issues, isChange }, index) => {
    const { before } = reported[index] as Reported;
    const payment = isChange ? written.get(before.id) : before;
    if (payment === undefined) throw new InternalError(`Payment ${before.id} was not locked.`);
    return { before, payment, facts, issues, next: [] as OperationLease[] };
  });
  await react(dependencies, tx, recorded);
  return recorded;
}

function derive(
  dependencies: PaymentDependencies,
  { before, report, inquiries }: Reported,
  known: readonly PaymentFact[],
) {
  const newFacts = newlyHeard(before, known, report, dependencies.now());
  const facts = [...known, ...newFacts];
  const derived = derivePayment(facts);
  if (!leadsTo(before.state, derived.state)) {
    throw new InternalError(`Payment ${before.id} cannot go from ${before.state} to ${derived.state}.`);
  }
  const write: PaymentWrite = {
    paymentId: before.id,
    newFacts,
    derived,
    providerReference: report.providerReference ?? before.providerReference,
    inquireAt: nextInquiry({ ...before, ...derived }, dependencies.now(), inquiries, dependencies.inquiryDelaysMs),
    inquiries,
  };
  return {
    facts,
    issues: issuesOf(newFacts, facts),
    write,
    isChange: newFacts.length > 0 || changesPlans(before, write),
  };
}

/** Whether a report without new facts still changes the payment's row; most say what was heard before, and don't. */
function changesPlans(before: StoredPayment, { providerReference, inquireAt, inquiries }: PaymentWrite): boolean {
  return (
    before.providerReference !== providerReference ||
    before.inquireAt?.getTime() !== inquireAt?.getTime() ||
    before.inquiries !== inquiries
  );
}

/** Drops what is known and turns what contradicts the payment into a fact for staff: an event never fails to be recorded. */
function newlyHeard(
  payment: StoredPayment,
  known: readonly PaymentFact[],
  { facts: heard, refundedTotalMinor = 0n }: ProviderReport,
  now: Date,
): PaymentFact[] {
  const byKey = new Map<string, PaymentFact>();
  for (const fact of heard) {
    const fits = !('amountMinor' in fact) || (fact.amountMinor > 0n && fact.amountMinor <= payment.amountMinor);
    // We only ever ask for the whole: a capture of one cent must not pay an order.
    const isPayment = fact.type === 'AUTHORIZED' || fact.type === 'CAPTURED';
    const whole = !isPayment || fact.amountMinor === payment.amountMinor;
    const recorded = fits && whole ? fact : mismatch(fact.at, fact.key, `${fact.type} with another amount`);
    byKey.set(recorded.key, recorded);
  }
  for (const fact of known) byKey.delete(fact.key);
  const fresh = [...byKey.values()];
  const { refundedMinor, refundPendingMinor } = derivePayment([...known, ...fresh]);
  const unnamedMinor = refundedTotalMinor - refundedMinor - refundPendingMinor;
  return unnamedMinor <= 0n ? fresh : [...fresh, refunded(now, `total-${refundedTotalMinor}`, unnamedMinor)];
}

interface Reaction {
  readonly before: StoredPayment;
  readonly payment: StoredPayment;
  readonly issues: readonly PaymentIssue[];
  readonly next: OperationLease[];
}

async function react(dependencies: PaymentDependencies, tx: Transaction, recorded: readonly Reaction[]): Promise<void> {
  const changes = recorded
    .filter(({ before, payment, issues }) => issues.length > 0 || hasChanged(before, payment))
    .map(
      ({ before, payment, issues, next }): PaymentChange => ({
        before,
        after: payment,
        issues,
        next: nextOperations(next, payment.id, dependencies.leaseMs),
      }),
    );
  if (changes.length > 0) await dependencies.onChange(tx, changes);
  await insertOperations(
    tx,
    recorded.flatMap(({ next }) => next),
  );
}

function issuesOf(fresh: readonly PaymentFact[], all: readonly PaymentFact[]): PaymentIssue[] {
  return fresh.flatMap((fact): PaymentIssue[] => {
    switch (fact.type) {
      case 'MISMATCH':
        return [{ kind: 'MISMATCH', amountMinor: null, detail: fact.reason }];
      case 'REFUND_FAILED':
        return [{ kind: 'REFUND_REFUSED', amountMinor: fact.amountMinor, detail: fact.refundId }];
      case 'CHARGED_BACK':
        return [{ kind: 'CHARGEBACK', amountMinor: fact.amountMinor, detail: fact.chargebackId }];
      case 'CHARGEBACK_REVERSED':
        return [{ kind: 'CHARGEBACK_REVERSED', amountMinor: fact.amountMinor, detail: fact.chargebackId }];
      default:
        if (!isUnrequested(fact, all)) return [];
        return [{ kind: 'UNREQUESTED_REFUND', amountMinor: fact.amountMinor, detail: fact.refundId }];
    }
  });
}

function hasChanged(before: DerivedPayment, after: DerivedPayment): boolean {
  return (
    before.state !== after.state ||
    before.authorizedMinor !== after.authorizedMinor ||
    before.capturedMinor !== after.capturedMinor ||
    before.refundedMinor !== after.refundedMinor ||
    before.refundPendingMinor !== after.refundPendingMinor ||
    before.chargedBackMinor !== after.chargedBackMinor
  );
}

function nextOperations(next: OperationLease[], paymentId: string, leaseMs: number): NextOperations {
  const lease = { paymentId, leaseMs };
  return {
    capture: (key) => next.push({ ...lease, key, kind: 'CAPTURE', request: {} }),
    void: (key) => next.push({ ...lease, key, kind: 'VOID', request: {} }),
    refund: (key, amountMinor, reason) =>
      next.push({ ...lease, key, kind: 'REFUND', request: { amountMinor: amountMinor.toString(), reason } }),
  };
}
