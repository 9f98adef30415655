import { sql, type Transaction } from '@games/postgres';

/**
 * Writes down that a notification came. Returns false when the same one (the provider's id) came before: its effect is
 * already there, committed with that row.
 */
export async function insertNotification(
  tx: Transaction,
  provider: string,
  id: string,
  paymentId: string,
): Promise<boolean> {
  const row = await tx.one<{ first: boolean }>(sql`
    insert into payment_notification (provider, id, payment_id) values (${provider}, ${id}, ${paymentId})
    on conflict (provider, id) do update set arrivals = payment_notification.arrivals + 1
    returning arrivals = 1 as first`);
  return row.first;
}
