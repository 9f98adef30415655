import type { Database } from '@games/postgres';
import type { GamesClock } from '@games/service';
import { idempotent, type ReplayProblem, replay } from '../../domain/idempotency.ts';
import { isUuid, newUuid } from '../../domain/uuid.ts';
import { insertOutcome } from '../../sql/idempotencyKeys.ts';
import { insertResaleOrder } from '../../sql/resale/listingChanges.ts';
import { type ListingToSell, lockListing, updateListingReserved } from '../../sql/resale/sellListing.ts';
import { selectSalesRules } from '../../sql/sales/sales.ts';

/** How it ends; stored under the request's key, so it is plain JSON. */
export type OrderResaleOutcome =
  | { readonly kind: 'OrderCreated'; readonly orderId: string }
  | { readonly kind: 'NotFound' | 'OwnListing' | 'SessionCancelled' }
  | { readonly kind: 'Taken'; readonly isSold: boolean };

/**
 * Makes an order of a resale offer and reserves the listing for its buyer as long as a hold lasts. The offer is locked while it
 * is decided: of many fans at the same moment one gets it, the others learn that somebody is paying.
 */
export function orderResaleTicket(
  { database, clock }: { readonly database: Database; readonly clock: GamesClock },
  fanId: string,
  listingId: string,
  idempotencyKey: string,
): Promise<OrderResaleOutcome | ReplayProblem> {
  const request = idempotent(fanId, idempotencyKey, 'orderResaleTicket', { listing: listingId });
  return database.transaction(async (tx) => {
    const listing = isUuid(listingId) ? await lockListing(tx, listingId) : null;
    const outcome = decide(listing, fanId);
    const known = await insertOutcome<OrderResaleOutcome>(tx, request, outcome);
    // Nothing has been written yet: a key that was used is answered with what it was used for.
    if (known !== null) return replay(request, known);
    if (outcome.kind === 'OrderCreated' && listing !== null) {
      const payBy = new Date(Date.now() + (await selectSalesRules(tx)).holdSeconds * 1_000);
      await updateListingReserved(tx, listing.id, fanId, payBy);
      await insertResaleOrder(tx, { id: outcome.orderId, fanId, listing, payBy, createdAt: clock.now() });
    }
    return outcome;
  });
}

function decide(listing: ListingToSell | null, fanId: string): OrderResaleOutcome {
  if (listing === null || listing.state === 'WITHDRAWN') return { kind: 'NotFound' };
  if (listing.state === 'SOLD' || listing.isReserved) return { kind: 'Taken', isSold: listing.state === 'SOLD' };
  if (listing.sellerId === fanId) return { kind: 'OwnListing' };
  if (listing.sessionState === 'CANCELLED') return { kind: 'SessionCancelled' };
  return listing.isTicketUnchanged ? { kind: 'OrderCreated', orderId: newUuid() } : { kind: 'NotFound' };
}
