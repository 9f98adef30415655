import { sql, type Transaction } from '@games/postgres';
import { listingLifecycle } from '../../domain/resale/listingStates.ts';
import { transferLifecycle } from '../../domain/transfers/transferStates.ts';
import { mayBecome } from '../mayBecome.ts';

/**
 * Ends whatever offers tickets to others, in resale or as a gift, because they have been used. A buyer who is paying at this
 * moment gets the money back: the offer has gone.
 */
export async function updateOffersEnded(tx: Transaction, ticketIds: readonly string[]): Promise<void> {
  if (ticketIds.length === 0) return;
  await tx.run(sql`
    with withdrawn as (
      update resale_listing set state = 'WITHDRAWN', reserved_by = null, reserved_until = null
      where ticket_id = any(${ticketIds}::uuid[]) and ${mayBecome(listingLifecycle, 'WITHDRAWN')}
    )
    update ticket_transfer set state = 'CANCELLED', ended_at = now()
    where ticket_id = any(${ticketIds}::uuid[]) and ${mayBecome(transferLifecycle, 'CANCELLED')}`);
}
