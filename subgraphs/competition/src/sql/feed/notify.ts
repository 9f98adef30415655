import { sql, type Transaction } from '@games/postgres';

/**
 * Sends a notification for each payload when the transaction commits. The payload goes with the transaction's number
 * (`4711:payload`), so that several who pass it on can tell that it is the same one.
 */
export async function notify(tx: Transaction, channel: string, payloads: readonly string[]): Promise<void> {
  if (payloads.length === 0) return;
  await tx.run(sql`
    select pg_notify(${channel}, pg_current_xact_id()::text || ':' || payload)
    from unnest(${payloads}::text[]) as payload`);
}

/** Takes a notification apart; null for the empty one that stands for "something may have been missed". */
export function parseNotification(text: string): { readonly transaction: string; readonly payload: string } | null {
  const colon = text.indexOf(':');
  return colon < 0 ? null : { transaction: text.slice(0, colon), payload: text.slice(colon + 1) };
}
