import { sql, type Transaction } from '@games/postgres';

export interface SourceSign {
  readonly code: string;
  readonly messageId: bigint;
  readonly receivedAt: Date;
}

/** Notes keep-alives, the latest of each source. */
export async function updateKeepAlives(tx: Transaction, signs: readonly SourceSign[]): Promise<void> {
  await tx.run(sql`
    update feed_source s set last_keep_alive_at = greatest(s.last_keep_alive_at, k.received_at)
    from (
      select code, max(received_at) as received_at
      from ${sql.rows('g', signs, { code: 'text', receivedAt: 'timestamptz' })}
      group by code
    ) k
    where s.code = k.code`);
}

/** Notes whether a source transmits from its venue. */
export async function updateTransmitting(tx: Transaction, sign: SourceSign, transmitting: boolean): Promise<void> {
  await tx.run(sql`
    update feed_source set transmitting = ${transmitting}, transmitting_message_id = ${sign.messageId}
    where code = ${sign.code}`);
}

/** Notes whether the feed of the whole Games is open, as a source says. */
export async function updateFeedOpen(tx: Transaction, sign: SourceSign, open: boolean): Promise<void> {
  await tx.run(sql`
    update feed_source set feed_open = ${open}, feed_open_message_id = ${sign.messageId} where code = ${sign.code}`);
}
