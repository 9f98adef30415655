import { isDeepStrictEqual } from 'node:util';
import type { Transaction } from '@games/postgres';
import { failureOfCode } from '../domain/derivePayment.ts';
import type { PaymentFact } from '../domain/fact.ts';
import { mayBegin, type OperationKind } from '../domain/paymentStates.ts';
import type { PaymentOutcome } from '../outcome.ts';
import type { Payments } from '../payments.ts';
import { type PaymentProvider, type ProviderReport, ProviderSilent } from '../provider.ts';
import {
  endOperation,
  leaseOperation,
  type OperationLease,
  type OperationRequest,
  releaseOperation,
  type StoredOperation,
  selectOperations,
} from '../sql/operations.ts';
import { lockPayment, planInquiry, type StoredPayment, selectFacts } from '../sql/payments.ts';
import { keepOutcome, notAllowed, outcomeOf, restoreOutcome } from './operationOutcome.ts';
import { recordReport } from './recordReport.ts';

/** One operation on a payment: what it does before and at the provider. */
export type Operation = {
  readonly kind: OperationKind;
  readonly paymentId: string;
  readonly key: string;
  readonly request: OperationRequest;
  /** Facts to record as it begins, or the outcome that refuses it. `facts` are those of an earlier try. */
  readonly prepare?: (payment: StoredPayment, facts: readonly PaymentFact[]) => readonly PaymentFact[] | PaymentOutcome;
  readonly call: (provider: PaymentProvider, payment: StoredPayment, signal: AbortSignal) => Promise<ProviderReport>;
};

/** An operation's outcome, and the operations that the service wants next (leased to this process). */
export type OperationEnd = {
  readonly outcome: PaymentOutcome;
  readonly payment: StoredPayment | null;
  readonly next: readonly OperationLease[];
};

/**
 * Runs one operation in three steps: write down that it begins; call the provider, holding neither a transaction nor a
 * connection; record what the provider said. A key that has ended answers with its first outcome.
 * `held` is the payment when this process holds the operation's lease already.
 */
export async function runOperation(
  payments: Payments,
  operation: Operation,
  held: StoredPayment | null = null,
): Promise<OperationEnd> {
  const begun =
    held !== null && operation.prepare === undefined
      ? held
      : await payments.database.transaction((tx) => begin(payments, tx, operation, held !== null));
  if ('outcome' in begun) return begun;
  const report = await callProvider(payments, operation, begun);
  return payments.database.transaction((tx) => finish(payments, tx, operation, report));
}

async function begin(
  payments: Payments,
  tx: Transaction,
  operation: Operation,
  held: boolean,
): Promise<StoredPayment | OperationEnd> {
  const payment = await lockPayment(tx, operation.paymentId);
  if (payment === null) return end({ kind: 'UnknownPayment' }, null);
  const operations = await selectOperations(tx, payment.id, operation.key);
  const own = operations.find(({ key }) => key === operation.key);
  const facts = own === undefined ? [] : await selectFacts(tx, payment.id);
  const answer = own === undefined ? null : answerOfKey(payment, own, operation, held);
  if (answer !== null) return end(answer, payment);
  // Operations of one payment exclude each other. Refunds don't: their sums are reserved as they begin.
  const others = operations.filter(({ key, leased }) => key !== operation.key && leased);
  if (operation.kind !== 'REFUND' && others.length > 0) return end({ kind: 'InFlight', payment }, payment);
  await leaseOperation(tx, { ...operation, leaseMs: payments.leaseMs });
  const settled = settledBefore(operation, payment, own === undefined ? null : facts);
  if (settled !== null) return keep(tx, operation, settled, payment);
  const prepared = operation.prepare?.(payment, facts) ?? [];
  if ('kind' in prepared) return keep(tx, operation, prepared, payment);
  if (prepared.length > 0) return (await recordReport(payments, tx, payment, { facts: prepared })).payment;
  await planInquiry(tx, payment.id, new Date(payments.now().getTime() + payments.leaseMs));
  return payment;
}

/** What a key that was used before answers; null when its operation is to be carried out again. */
function answerOfKey(
  payment: StoredPayment,
  own: StoredOperation,
  operation: Operation,
  held: boolean,
): PaymentOutcome | null {
  if (own.kind !== operation.kind || !isDeepStrictEqual(own.request, operation.request)) {
    return { kind: 'KeyReused', payment };
  }
  if (own.outcome !== null) return restoreOutcome(own.outcome, payment);
  return own.leased && !held ? { kind: 'InFlight', payment } : null;
}

/**
 * The outcome of an operation that needs no provider any more. One that was tried before (`facts`) may have been settled by
 * a notification or an inquiry, and so may what a CONTINUE or VOID is after; anything else comes too late or too early.
 */
function settledBefore(
  operation: Operation,
  payment: StoredPayment,
  facts: readonly PaymentFact[] | null,
): PaymentOutcome | null {
  const repeatable = facts !== null || operation.kind === 'VOID' || operation.kind === 'CONTINUE';
  const outcome = repeatable ? outcomeOf(operation, payment, facts ?? []) : null;
  if (outcome !== null) return outcome;
  if (mayBegin(operation.kind, payment.state)) return null;
  return notAllowed(payment, `A payment that is ${payment.state} does not allow this.`);
}

/** A silent provider is no fault of ours and no failure of the payment: it is an end nobody knows yet. */
async function callProvider(payments: Payments, operation: Operation, payment: StoredPayment): Promise<ProviderReport> {
  const provider = payments.providerOf(payment.method);
  try {
    return await operation.call(provider, payment, AbortSignal.timeout(payments.callTimeoutMs));
  } catch (error) {
    if (!(error instanceof ProviderSilent)) throw error;
    payments.log.warn('a payment provider was silent', { payment: payment.id, operation: operation.kind, error });
    return { facts: [], undecided: true };
  }
}

async function finish(
  payments: Payments,
  tx: Transaction,
  operation: Operation,
  report: ProviderReport,
): Promise<OperationEnd> {
  const before = await lockPayment(tx, operation.paymentId);
  if (before === null) return end({ kind: 'UnknownPayment' }, null);
  const { payment, facts, next } = await recordReport(payments, tx, before, report);
  const outcome = outcomeOf(operation, payment, facts) ?? refusedOutcome(payment, report);
  const kept = outcome === null ? null : keepOutcome(outcome);
  if (kept === null) await releaseOperation(tx, payment.id, operation.key);
  else await endOperation(tx, payment.id, operation.key, kept);
  return { outcome: outcome ?? { kind: 'Pending', payment }, payment, next };
}

function refusedOutcome(payment: StoredPayment, report: ProviderReport): PaymentOutcome | null {
  return report.refused === undefined ? null : { kind: 'Declined', payment, failure: failureOfCode(report.refused) };
}

async function keep(
  tx: Transaction,
  operation: Operation,
  outcome: PaymentOutcome,
  payment: StoredPayment,
): Promise<OperationEnd> {
  const kept = keepOutcome(outcome);
  if (kept !== null) await endOperation(tx, operation.paymentId, operation.key, kept);
  return end(outcome, payment);
}

const end = (outcome: PaymentOutcome, payment: StoredPayment | null): OperationEnd => ({ outcome, payment, next: [] });
