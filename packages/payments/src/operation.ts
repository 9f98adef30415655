import type { PaymentFact } from './domain/fact.ts';
import type { OperationKind } from './domain/paymentStates.ts';
import type { PaymentOutcome } from './paymentOutcome.ts';
import type { PaymentProvider, ProviderReport } from './providers/provider.ts';
import type { OperationLease, OperationRequest } from './sql/operations.ts';
import type { StoredPayment } from './sql/payments.ts';

/** One operation on a payment: what it does before and at the provider. */
export interface Operation {
  readonly kind: OperationKind;
  readonly paymentId: string;
  readonly key: string;
  readonly request: OperationRequest;
  /** Facts to record as it starts, or the outcome that refuses it. `facts` are those of an earlier attempt. */
  readonly prepare?: (payment: StoredPayment, facts: readonly PaymentFact[]) => readonly PaymentFact[] | PaymentOutcome;
  readonly call: (provider: PaymentProvider, payment: StoredPayment, signal: AbortSignal) => Promise<ProviderReport>;
}

/** An operation that is to start. `held`: this process holds its lease already. */
export interface OperationStart {
  readonly operation: Operation;
  readonly held: boolean;
}

/** The payment to call the provider about, or the result when there is nothing to be asked. */
export type StartedOperation = StoredPayment | OperationResult;

/** An operation and what the provider said to it. */
export interface OperationCompletion {
  readonly operation: Operation;
  readonly report: ProviderReport;
}

/** An operation's outcome, and the operations that the service wants next (leased to this process). */
export interface OperationResult {
  readonly outcome: PaymentOutcome;
  readonly payment: StoredPayment | null;
  readonly next: readonly OperationLease[];
}
