import type { Transaction } from '@games/postgres';
import { InternalError } from '@games/service';
import { failureOfCode } from '../domain/derivePayment.ts';
import type { PaymentOutcome } from '../outcome.ts';
import type { Payments } from '../payments.ts';
import type { ProviderReport } from '../provider.ts';
import { endOperations } from '../sql/operations.ts';
import { lockPayments, type StoredPayment } from '../sql/payments.ts';
import { keepOutcome, outcomeOf } from './operationOutcome.ts';
import { type Recorded, recordReports } from './recordReports.ts';
import type { Operation, OperationEnd } from './runOperation.ts';

/** An operation and what the provider said to it. */
export type Finishing = { readonly operation: Operation; readonly report: ProviderReport };

/** Records what providers said to operations, each on another payment, in one transaction. The results are in their order. */
export async function finishOperations(
  payments: Payments,
  tx: Transaction,
  finishing: readonly Finishing[],
): Promise<OperationEnd[]> {
  const locked = await lockPayments(
    tx,
    finishing.map(({ operation }) => operation.paymentId),
  );
  const reports = finishing.map(({ operation, report }) => {
    const before = locked.get(operation.paymentId);
    if (before === undefined) throw new InternalError(`Payment ${operation.paymentId} has disappeared.`);
    return { before, report, inquiries: 0 };
  });
  const recorded = await recordReports(payments, tx, reports);
  const ends = finishing.map((item, index) => endOf(item, recorded[index] as Recorded));
  await endOperations(
    tx,
    finishing.map(({ operation: { paymentId, key } }, index) => {
      const { outcome } = ends[index] as OperationEnd;
      return { paymentId, key, outcome: keepOutcome(outcome) };
    }),
  );
  return ends;
}

function endOf({ operation, report }: Finishing, { payment, facts, next }: Recorded): OperationEnd {
  const outcome = outcomeOf(operation, payment, facts) ?? refusedOutcome(payment, report);
  return { outcome: outcome ?? { kind: 'Pending', payment }, payment, next };
}

function refusedOutcome(payment: StoredPayment, report: ProviderReport): PaymentOutcome | null {
  return report.refused === undefined ? null : { kind: 'Declined', payment, failure: failureOfCode(report.refused) };
}
