import { isDeepStrictEqual } from 'node:util';
import type { Transaction } from '@games/postgres';
import type { PaymentFact } from '../domain/fact.ts';
import { mayStart } from '../domain/paymentStates.ts';
import type { Operation, OperationStart, StartedOperation } from '../operation.ts';
import type { PaymentDependencies } from '../paymentDependencies.ts';
import type { PaymentOutcome } from '../paymentOutcome.ts';
import {
  insertOperations,
  type StoredOperation,
  selectOperations,
  updateOperationOutcomes,
} from '../sql/operations.ts';
import { lockPayments, type StoredPayment, selectFacts, updateInquiryTimes } from '../sql/payments.ts';
import { fromStoredOutcome, notAllowed, outcomeOf, toStoredOutcome } from './operationOutcome.ts';
import { recordReports } from './recordReports.ts';

type Decision =
  /** Answered from what is there; nothing is written. */
  | { readonly kind: 'answer'; readonly outcome: PaymentOutcome; readonly payment: StoredPayment | null }
  /** This is the result, and it is stored under the key. */
  | { readonly kind: 'store'; readonly outcome: PaymentOutcome; readonly payment: StoredPayment }
  | { readonly kind: 'go'; readonly payment: StoredPayment; readonly facts: readonly PaymentFact[] };

/** Writes down that operations start, each on another payment, in one transaction. The results are in their order. */
export async function startOperations(
  dependencies: PaymentDependencies,
  tx: Transaction,
  starts: readonly OperationStart[],
): Promise<StartedOperation[]> {
  const operations = starts.map(({ operation }) => operation);
  const locked = await lockPayments(
    tx,
    operations.map(({ paymentId }) => paymentId),
  );
  const stored = Map.groupBy(await selectOperations(tx, operations), ({ paymentId }) => paymentId);
  const tried = operations.filter(({ paymentId, key }) => stored.get(paymentId)?.some((known) => known.key === key));
  const facts = await selectFacts(
    tx,
    tried.map(({ paymentId }) => paymentId),
  );
  const decisions = starts.map((start): Decision => {
    const { paymentId } = start.operation;
    const payment = locked.get(paymentId);
    if (payment === undefined) return { kind: 'answer', outcome: { kind: 'UnknownPayment' }, payment: null };
    return decide(start, payment, stored.get(paymentId) ?? [], facts.get(paymentId) ?? null);
  });
  return write(dependencies, tx, operations, decisions);
}

/** `facts` are null when the key is new. */
function decide(
  { operation, held }: OperationStart,
  payment: StoredPayment,
  stored: readonly StoredOperation[],
  facts: readonly PaymentFact[] | null,
): Decision {
  const own = stored.find(({ key }) => key === operation.key);
  const answer = own === undefined ? null : answerOfKey(payment, own, operation, held);
  if (answer !== null) return { kind: 'answer', outcome: answer, payment };
  // Operations of one payment exclude each other. Refunds don't: their sums are reserved.
  const othersAreInFlight = stored.some(({ key, leased }) => key !== operation.key && leased);
  if (operation.kind !== 'REFUND' && othersAreInFlight) {
    return { kind: 'answer', outcome: { kind: 'InFlight', payment }, payment };
  }
  const settled = settledBefore(operation, payment, facts);
  if (settled !== null) return { kind: 'store', outcome: settled, payment };
  const prepared = operation.prepare?.(payment, facts ?? []) ?? [];
  if ('kind' in prepared) return { kind: 'store', outcome: prepared, payment };
  return { kind: 'go', payment, facts: prepared };
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
  if (own.outcome !== null) return fromStoredOutcome(own.outcome, payment);
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
  if (mayStart(operation.kind, payment.state)) return null;
  return notAllowed(payment, `A payment that is ${payment.state} does not allow this.`);
}

async function write(
  dependencies: PaymentDependencies,
  tx: Transaction,
  operations: readonly Operation[],
  decisions: readonly Decision[],
): Promise<StartedOperation[]> {
  const leases = operations.filter((_operation, index) => decisions[index]?.kind !== 'answer');
  await insertOperations(
    tx,
    leases.map(({ paymentId, key, kind, request }) => ({
      paymentId,
      key,
      kind,
      request,
      leaseMs: dependencies.leaseMs,
    })),
  );
  await updateOperationOutcomes(
    tx,
    decisions.flatMap((decision, index) => {
      const { paymentId, key } = operations[index] as Operation;
      return decision.kind === 'store' ? [{ paymentId, key, outcome: toStoredOutcome(decision.outcome) }] : [];
    }),
  );
  const going = decisions.filter((decision) => decision.kind === 'go');
  const prepared = going.filter(({ facts }) => facts.length > 0);
  const reports = prepared.map(({ payment, facts }) => ({ before: payment, report: { facts }, inquiries: 0 }));
  const recorded = await recordReports(dependencies, tx, reports);
  const plain = going.filter(({ facts }) => facts.length === 0).map(({ payment }) => payment.id);
  await updateInquiryTimes(tx, plain, new Date(dependencies.now().getTime() + dependencies.leaseMs));
  const after = new Map(recorded.map(({ payment }) => [payment.id, payment]));
  return decisions.map((decision): StartedOperation => {
    if (decision.kind === 'go') return after.get(decision.payment.id) ?? decision.payment;
    return { outcome: decision.outcome, payment: decision.payment, next: [] };
  });
}
