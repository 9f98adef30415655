import { sql, type Transaction } from '@games/postgres';

/**
 * Ends whatever offers tickets to others, in resale or as a gift, because they have been used. A buyer who is paying at this
 * moment gets the money back: the offer has gone.
 */
export async function updateOffersEnded(tx: Transaction, ticketIds: readonly string[]): Promise<void> {
  if (ticketIds.length === 0) return;
  await tx.run(sql`
    with withdrawn as (
      update resale_listing set state = 'WITHDRAWN', reserved_by = null, reserved_until = null
      where ticket_id = any(${ticketIds}::uuid[]) and state in ('LISTED', 'RESERVED')
    )
    update ticket_transfer set state = 'CANCELLED', ended_at = now()
    where ticket_id = any(${ticketIds}::uuid[]) and state = 'OFFERED'`);
}
