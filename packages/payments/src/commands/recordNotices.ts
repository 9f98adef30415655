import type { Transaction } from '@games/postgres';
import type { Payments } from '../payments.ts';
import type { ProviderReport } from '../provider.ts';
import { insertNotifications, type NotificationName } from '../sql/notifications.ts';
import { lockPayments, type StoredPayment } from '../sql/payments.ts';
import { type Recorded, recordReports } from './recordReports.ts';
import type { OperationEnd } from './runOperation.ts';

/** A genuine notification and what it says. */
export type Notice = NotificationName & { readonly report: ProviderReport };

/**
 * Records what notifications say, each about another payment, in one transaction with the memory of having received them.
 * The results are in their order; null where a notification came before.
 */
export async function recordNotices(
  payments: Payments,
  tx: Transaction,
  notices: readonly Notice[],
): Promise<(OperationEnd | null)[]> {
  const locked = await lockPayments(
    tx,
    notices.map(({ paymentId }) => paymentId),
  );
  const known = notices.filter(({ paymentId }) => locked.has(paymentId));
  const isFirst = await insertNotifications(tx, known);
  const first = known.filter((_notice, index) => isFirst[index]);
  const recorded = await recordReports(
    payments,
    tx,
    first.map(({ paymentId, report }) => ({
      before: locked.get(paymentId) as StoredPayment,
      report,
      inquiries: 0,
    })),
  );
  const ends = new Map(first.map(({ paymentId }, index) => [paymentId, endOf(recorded[index] as Recorded)]));
  return notices.map(({ paymentId }) => ends.get(paymentId) ?? null);
}

const endOf = ({ payment, next }: Recorded): OperationEnd => ({ outcome: { kind: 'Done', payment }, payment, next });
