import type { Database } from '@games/postgres';
import { encodeId } from '@games/subgraph';
import { isUuid } from '../../domain/uuid.ts';
import { fan, insertAuditLogEntry } from '../../sql/audit/auditLog.ts';
import { updateListingWithdrawn } from '../../sql/resale/listingChanges.ts';
import { lockListing } from '../../sql/resale/sellListing.ts';

export type WithdrawListingOutcome =
  | { readonly kind: 'Withdrawn'; readonly listingId: string }
  | { readonly kind: 'NotFound' }
  | { readonly kind: 'Taken'; readonly isSold: boolean };

/** Takes the fan's own offer back, unless somebody is paying for it or has bought it. It may be repeated. */
export function withdrawResaleListing(
  database: Database,
  fanId: string,
  listingId: string,
): Promise<WithdrawListingOutcome> {
  return database.transaction(async (tx): Promise<WithdrawListingOutcome> => {
    const listing = isUuid(listingId) ? await lockListing(tx, listingId) : null;
    if (listing === null || listing.sellerId !== fanId) return { kind: 'NotFound' };
    if (listing.state === 'WITHDRAWN') return { kind: 'Withdrawn', listingId };
    if (listing.state === 'SOLD' || listing.isReserved) return { kind: 'Taken', isSold: listing.state === 'SOLD' };
    await updateListingWithdrawn(tx, listingId);
    await insertAuditLogEntry(tx, fan(fanId), 'ticket.unlisted', encodeId('tkt', listing.ticketId), {
      listing: encodeId('rsl', listingId),
    });
    return { kind: 'Withdrawn', listingId };
  });
}
