import type { PaymentFact } from '../domain/fact.ts';
import type { OperationKind } from '../domain/paymentStates.ts';
import type { PaymentOutcome } from '../outcome.ts';
import type { Payments } from '../payments.ts';
import { type PaymentProvider, type ProviderReport, ProviderSilent } from '../provider.ts';
import type { OperationLease, OperationRequest } from '../sql/operations.ts';
import type { StoredPayment } from '../sql/payments.ts';
import type { Finishing } from './finishOperations.ts';

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
 * connection; record what the provider said. The first and the last step share their transactions with those of other
 * payments that are at them in the same moment. A key that has ended answers with its first outcome.
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
      : await payments.begins.submit({ operation, held: held !== null });
  if ('outcome' in begun) return begun;
  const report = await callProvider(payments, operation, begun);
  return end(payments, { operation, report });
}

/** Records what the provider said; meanwhile notifications about the payment wait for it. */
async function end({ ends, ending }: Payments, finishing: Finishing): Promise<OperationEnd> {
  const { paymentId } = finishing.operation;
  const recording = ends.submit(finishing);
  const ended = recording.then(
    () => {},
    () => {},
  );
  ending.set(paymentId, ended);
  try {
    return await recording;
  } finally {
    if (ending.get(paymentId) === ended) ending.delete(paymentId);
  }
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
