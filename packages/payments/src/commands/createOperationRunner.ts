import { createGroupCommit } from '@games/postgres';
import type {
  Operation,
  OperationCompletion,
  OperationResult,
  OperationStart,
  StartedOperation,
} from '../operation.ts';
import type { PaymentDependencies } from '../paymentDependencies.ts';
import type { PaymentOutcome } from '../paymentOutcome.ts';
import { type ProviderReport, ProviderSilent } from '../providers/provider.ts';
import type { StoredPayment } from '../sql/payments.ts';
import { completeOperations } from './completeOperations.ts';
import { resumedOperation } from './operations.ts';
import { startOperations } from './startOperations.ts';

export interface OperationRunner {
  /**
   * Runs an operation in three steps: write down that it starts; call the provider, holding neither a transaction nor a
   * connection; record what the provider said. The first and the last step share their transactions with those of other
   * payments of the same moment. A key that has a result answers with it. What the service then wants next is run too.
   * `held` is the payment when this process holds the operation's lease already.
   */
  run(operation: Operation, held?: StoredPayment | null): Promise<PaymentOutcome>;
  /**
   * Runs what the service wanted next, and what it then wanted after that. Returns the payment as it is at the end, or null
   * when nothing followed. A failure here is not the first operation's: what remains is written down for the sweep.
   */
  runNext(result: OperationResult): Promise<StoredPayment | null>;
  /** Settles when the answer that this process is recording of a payment has been recorded. It never rejects. */
  whenRecorded(paymentId: string): Promise<void> | undefined;
}

export const batches = { batchItemsMax: 64, batchesAtOnce: 2, waitingMax: 50_000 };

export function createOperationRunner(dependencies: PaymentDependencies): OperationRunner {
  const { database, providers, callTimeoutMs, log, now } = dependencies;
  const conflictKeysOf = ({ operation }: { readonly operation: Operation }) => [operation.paymentId];
  const starts = createGroupCommit<OperationStart, StartedOperation>({
    ...batches,
    run: (items) => database.transaction((tx) => startOperations(dependencies, tx, items)),
    conflictKeysOf,
  });
  const completions = createGroupCommit<OperationCompletion, OperationResult>({
    ...batches,
    run: (items) => database.transaction((tx) => completeOperations(dependencies, tx, items)),
    conflictKeysOf,
  });
  const recordings = new Map<string, Promise<void>>();

  /** A silent provider is not a fault of ours and no failure of the payment: nobody knows the result yet. */
  const callProvider = async (operation: Operation, payment: StoredPayment): Promise<ProviderReport> => {
    try {
      return await operation.call(providers.of(payment.method), payment, AbortSignal.timeout(callTimeoutMs));
    } catch (error) {
      if (!(error instanceof ProviderSilent)) throw error;
      log.warn('a payment provider was silent', { payment: payment.id, operation: operation.kind, error });
      return { facts: [], undecided: true };
    }
  };

  /** Records what the provider said; meanwhile notifications about the payment wait for it. */
  const complete = async (completion: OperationCompletion): Promise<OperationResult> => {
    const { paymentId } = completion.operation;
    const completed = completions.submit(completion);
    const settled = completed.then(
      () => {},
      () => {},
    );
    recordings.set(paymentId, settled);
    try {
      return await completed;
    } finally {
      if (recordings.get(paymentId) === settled) recordings.delete(paymentId);
    }
  };

  const runOne = async (operation: Operation, held: StoredPayment | null): Promise<OperationResult> => {
    const started =
      held !== null && operation.prepare === undefined ? held : await starts.submit({ operation, held: held !== null });
    if ('outcome' in started) return started;
    return complete({ operation, report: await callProvider(operation, started) });
  };

  const runNext = async (result: OperationResult): Promise<StoredPayment | null> => {
    let payment: StoredPayment | null = null;
    const waiting = [...result.next];
    let held = result.payment;
    for (const lease of waiting) {
      const operation = resumedOperation(lease.paymentId, lease, now());
      if (operation === null || held === null) continue;
      try {
        const following = await runOne(operation, held);
        waiting.push(...following.next);
        held = following.payment ?? held;
        payment = held;
      } catch (error) {
        log.error('an operation that followed from a payment failed', { payment: lease.paymentId, error });
      }
    }
    return payment;
  };

  return {
    async run(operation, held = null) {
      const result = await runOne(operation, held);
      const last = await runNext(result);
      return last === null || !('payment' in result.outcome) ? result.outcome : { ...result.outcome, payment: last };
    },
    runNext,
    whenRecorded: (paymentId) => recordings.get(paymentId),
  };
}
