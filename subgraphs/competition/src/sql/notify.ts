import { sql, type Transaction } from '@games/postgres';

/** Sends a notification for each payload when the transaction commits. */
export async function notify(tx: Transaction, channel: string, payloads: readonly string[]): Promise<void> {
  if (payloads.length === 0) return;
  await tx.run(sql`select pg_notify(${channel}, payload) from unnest(${payloads}::text[]) as payload`);
}
