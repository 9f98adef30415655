import type { Transaction } from '@games/postgres';
import type { OperationResult } from '../operation.ts';
import type { PaymentDependencies } from '../paymentDependencies.ts';
import type { ProviderReport } from '../providers/provider.ts';
import { insertNotifications, type NotificationName } from '../sql/notifications.ts';
import { lockPayments, type StoredPayment } from '../sql/payments.ts';
import { type Recorded, recordReports } from './recordReports.ts';

/** A genuine notification and what it says. */
export type ReportedNotification = NotificationName & { readonly report: ProviderReport };

/**
 * Records what notifications say, each about another payment, in one transaction with the memory of having received them.
 * The results are in their order; null where a notification came before.
 */
export async function recordNotifications(
  dependencies: PaymentDependencies,
  tx: Transaction,
  notifications: readonly ReportedNotification[],
): Promise<(OperationResult | null)[]> {
  const locked = await lockPayments(
    tx,
    notifications.map(({ paymentId }) => paymentId),
  );
  const known = notifications.filter(({ paymentId }) => locked.has(paymentId));
  const isFirst = await insertNotifications(tx, known);
  const first = known.filter((_notification, index) => isFirst[index]);
  const recorded = await recordReports(
    dependencies,
    tx,
    first.map(({ paymentId, report }) => ({
      before: locked.get(paymentId) as StoredPayment,
      report,
      inquiries: 0,
    })),
  );
  const results = new Map(first.map(({ paymentId }, index) => [paymentId, resultOf(recorded[index] as Recorded)]));
  return notifications.map(({ paymentId }) => results.get(paymentId) ?? null);
}

const resultOf = ({ payment, next }: Recorded): OperationResult => ({
  outcome: { kind: 'Done', payment },
  payment,
  next,
});
