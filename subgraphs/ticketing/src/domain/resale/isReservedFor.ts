import type { ListingState } from './listingStates.ts';

/** Whether a listing is, or was last, reserved for a fan: its place is counted against the fan's allowances then. */
export function isReservedFor(
  listing: { readonly state: ListingState; readonly reservedBy: string | null },
  fanId: string,
): boolean {
  return listing.state === 'RESERVED' && listing.reservedBy === fanId;
}
