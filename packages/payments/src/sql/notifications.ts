import { sql, type Transaction } from '@games/postgres';
import type { PaymentMethod } from '../domain/payment.ts';

/** A notification of a provider about a payment of ours. */
export interface NotificationName {
  readonly provider: PaymentMethod;
  /** The provider's, stable across its resends. */
  readonly id: string;
  readonly paymentId: string;
}

/**
 * Writes down that notifications came, each about another payment. Returns, in their order, false for one that came before:
 * its effect is already there, committed with that row.
 */
export async function insertNotifications(
  tx: Transaction,
  notifications: readonly NotificationName[],
): Promise<readonly boolean[]> {
  if (notifications.length === 0) return [];
  const rows = await tx.many<{ paymentId: string }>(sql`
    with arrived as (
      insert into payment_notification (provider, id, payment_id)
      select * from ${sql.rows('n', notifications, { provider: 'text', id: 'text', paymentId: 'text' })}
      on conflict (provider, id) do update set arrivals = payment_notification.arrivals + 1
      returning payment_id, arrivals
    )
    select payment_id as "paymentId" from arrived where arrivals = 1`);
  const first = new Set(rows.map(({ paymentId }) => paymentId));
  return notifications.map(({ paymentId }) => first.has(paymentId));
}
