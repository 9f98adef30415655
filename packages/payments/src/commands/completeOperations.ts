import type { Transaction } from '@games/postgres';
import { InternalError } from '@games/service';
import { failureOfCode } from '../domain/derivePayment.ts';
import type { OperationCompletion, OperationResult } from '../operation.ts';
import type { PaymentDependencies } from '../paymentDependencies.ts';
import type { PaymentOutcome } from '../paymentOutcome.ts';
import type { ProviderReport } from '../providers/provider.ts';
import { updateOperationOutcomes } from '../sql/operations.ts';
import { lockPayments, type StoredPayment } from '../sql/payments.ts';
import { outcomeOf, toStoredOutcome } from './operationOutcome.ts';
import { type Recorded, recordReports } from './recordReports.ts';

/** Records what providers said to operations, each on another payment, in one transaction. The results are in their order. */
export async function completeOperations(
  dependencies: PaymentDependencies,
  tx: Transaction,
  completions: readonly OperationCompletion[],
): Promise<OperationResult[]> {
  const locked = await lockPayments(
    tx,
    completions.map(({ operation }) => operation.paymentId),
  );
  const reports = completions.map(({ operation, report }) => {
    const before = locked.get(operation.paymentId);
    if (before === undefined) throw new InternalError(`Payment ${operation.paymentId} has disappeared.`);
    return { before, report, inquiries: 0 };
  });
  const recorded = await recordReports(dependencies, tx, reports);
  const results = completions.map((item, index) => resultOf(item, recorded[index] as Recorded));
  await updateOperationOutcomes(
    tx,
    completions.map(({ operation: { paymentId, key } }, index) => {
      const { outcome } = results[index] as OperationResult;
      return { paymentId, key, outcome: toStoredOutcome(outcome) };
    }),
  );
  return results;
}

function resultOf({ operation, report }: OperationCompletion, { payment, facts, next }: Recorded): OperationResult {
  const outcome = outcomeOf(operation, payment, facts) ?? refusedOutcome(payment, report);
  return { outcome: outcome ?? { kind: 'Pending', payment }, payment, next };
}

function refusedOutcome(payment: StoredPayment, report: ProviderReport): PaymentOutcome | null {
  return report.refused === undefined ? null : { kind: 'Declined', payment, failure: failureOfCode(report.refused) };
}
