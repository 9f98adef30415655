import type { Database, Transaction } from '@games/postgres';
import type { GamesClock } from '@games/service';
import type { HoldOutcome } from '../../domain/holds/holdOutcome.ts';
import { mustWait } from '../../domain/holds/mustWait.ts';
import { idempotent, type ReplayProblem, replay } from '../../domain/idempotency.ts';
import { isReservedFor } from '../../domain/resale/isReservedFor.ts';
import { limitsFor } from '../../domain/sales/limits.ts';
import { isOver } from '../../domain/sales/saleTimes.ts';
import { isUuid, newUuid } from '../../domain/uuid.ts';
import { insertAllowances, updateAllowancesReleased } from '../../sql/holds/allowances.ts';
import { selectWaitUntil } from '../../sql/holds/holdLapses.ts';
import { insertOutcome } from '../../sql/idempotencyKeys.ts';
import { insertResaleOrder } from '../../sql/resale/listingChanges.ts';
import { type ListingToSell, lockListing, updateListingReserved } from '../../sql/resale/sellListing.ts';
import { selectSalesRules } from '../../sql/sales/sales.ts';
import { limitReached } from '../../steps/holds/limitReached.ts';

/** How it ends; stored under the request's key, so it is made of JSON's types alone. */
export type OrderResaleOutcome =
  | { readonly kind: 'OrderCreated'; readonly orderId: string }
  | { readonly kind: 'NotFound' | 'OwnListing' | 'SessionCancelled' }
  | Extract<HoldOutcome, { kind: 'NotOnSale' | 'LimitReached' }>
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
    const now = clock.now();
    const decided = decide(listing, fanId, now);
    const refusal = decided.kind === 'OrderCreated' && listing !== null ? await refuse(tx, listing, fanId, now) : null;
    const outcome = refusal ?? decided;
    const known = await insertOutcome<OrderResaleOutcome>(tx, request, outcome);
    if (known !== null) {
      // A key that was used is answered with what it was used for; the place is not counted.
      if (outcome.kind === 'OrderCreated') await release(tx, listing, fanId);
      return replay(request, known);
    }
    if (outcome.kind === 'OrderCreated' && listing !== null) {
      const payBy = new Date(Date.now() + (await selectSalesRules(tx)).holdSeconds * 1_000);
      await updateListingReserved(tx, listing.id, fanId, payBy);
      await insertResaleOrder(tx, { id: outcome.orderId, fanId, listing, payBy, createdAt: now });
    }
    return outcome;
  });
}

/**
 * Counts the place against the account's allowances, as a hold does, and says why it can not be reserved; null when it can.
 * A reservation of the account's own that is renewed is counted already.
 */
async function refuse(
  tx: Transaction,
  listing: ListingToSell,
  fanId: string,
  now: Date,
): Promise<OrderResaleOutcome | null> {
  const { sessionId, sessionKind } = listing;
  const waitUntil = await selectWaitUntil(tx, fanId, sessionId);
  if (waitUntil !== null) return mustWait(waitUntil, now, Date.now());
  if (isReservedFor(listing, fanId)) return null;
  const limits = limitsFor(await selectSalesRules(tx), { accountCap: null, sessionCap: null }, sessionKind);
  if (await insertAllowances(tx, { fanId, sessionId, quantity: 1 }, limits)) return null;
  return (await limitReached(tx, { fanId, sessionId, ...limits }, 1)) as OrderResaleOutcome;
}

async function release(tx: Transaction, listing: ListingToSell | null, fanId: string): Promise<void> {
  if (listing === null || isReservedFor(listing, fanId)) return;
  const { sessionId } = listing;
  await updateAllowancesReleased(tx, [
    { fanId, sessionId, quantity: 1 },
    { fanId, sessionId: 0, quantity: 1 },
  ]);
}

function decide(listing: ListingToSell | null, fanId: string, now: Date): OrderResaleOutcome {
  if (listing === null || listing.state === 'WITHDRAWN' || isOver(listing, now)) return { kind: 'NotFound' };
  if (listing.state === 'SOLD' || listing.isReserved) return { kind: 'Taken', isSold: listing.state === 'SOLD' };
  if (listing.sellerId === fanId) return { kind: 'OwnListing' };
  if (listing.sessionState === 'CANCELLED') return { kind: 'SessionCancelled' };
  return listing.isTicketUnchanged ? { kind: 'OrderCreated', orderId: newUuid() } : { kind: 'NotFound' };
}
