import { isUuid } from '../../domain/uuid.ts';
import { updateReleasedHolds } from '../../sql/holds/endHolds.ts';
import { selectHoldsByIds } from '../../sql/holds/holds.ts';
import type { HoldDependencies } from './holdDependencies.ts';

/** The result of releasing a hold. It may be repeated; a hold that has ended already counts as released. */
export type ReleaseOutcome =
  | { readonly kind: 'Released'; readonly holdId: string }
  | { readonly kind: 'UnknownHold' }
  | { readonly kind: 'HoldSold'; readonly holdId: string }
  /** It belongs to an order: that has to be cancelled. */
  | { readonly kind: 'HoldInOrder'; readonly orderId: string };

/** Releases the places of a hold before its time is over. */
export async function releaseHold(
  { database, hints }: Pick<HoldDependencies, 'database' | 'hints'>,
  fanId: string,
  holdId: string,
): Promise<ReleaseOutcome> {
  const [hold] = isUuid(holdId) ? await selectHoldsByIds(database, [holdId]) : [];
  if (hold === undefined || hold.fanId !== fanId) return { kind: 'UnknownHold' };
  if (hold.state === 'SOLD') return { kind: 'HoldSold', holdId };
  if (hold.orderId !== null && hold.state === 'HELD') return { kind: 'HoldInOrder', orderId: hold.orderId };
  for (const ended of await updateReleasedHolds(database, fanId, [holdId])) {
    hints.markFree(ended.sessionId, ended.seatNos ?? []);
  }
  return { kind: 'Released', holdId };
}
