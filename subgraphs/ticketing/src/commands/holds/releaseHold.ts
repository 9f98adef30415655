import { isUuid } from '../../domain/uuid.ts';
import { releaseHolds } from '../../sql/holds/endHolds.ts';
import { holdsByIds } from '../../sql/holds/holds.ts';
import type { HoldRooms } from '../../steps/holds/holdRooms.ts';

/** How giving a hold back ends. It may be repeated; a hold that has ended already is as good as given back. */
export type ReleaseOutcome =
  | { readonly kind: 'Released'; readonly holdId: string }
  | { readonly kind: 'UnknownHold' }
  | { readonly kind: 'HoldSold'; readonly holdId: string }
  /** It belongs to an order: that has to be cancelled. */
  | { readonly kind: 'HoldInOrder'; readonly orderId: string };

/** Gives the places of a hold back before its time is over. */
export async function releaseHold(
  { database, hints }: Pick<HoldRooms, 'database' | 'hints'>,
  fanId: string,
  holdId: string,
): Promise<ReleaseOutcome> {
  const [hold] = isUuid(holdId) ? await holdsByIds(database, [holdId]) : [];
  if (hold === undefined || hold.fanId !== fanId) return { kind: 'UnknownHold' };
  if (hold.state === 'SOLD') return { kind: 'HoldSold', holdId };
  if (hold.orderId !== null && hold.state === 'HELD') return { kind: 'HoldInOrder', orderId: hold.orderId };
  for (const ended of await releaseHolds(database, fanId, [holdId])) {
    hints.noteFree(ended.sessionId, ended.seatNos ?? []);
  }
  return { kind: 'Released', holdId };
}
