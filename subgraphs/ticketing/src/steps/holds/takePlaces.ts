import type { Transaction } from '@games/postgres';
import { gatherPlaces } from '../../domain/holds/gatherPlaces.ts';
import { poolsPerArea } from '../../domain/sessions/session.ts';
import { lockPools, updatePoolCapacities, updatePoolTaken } from '../../sql/holds/areaPools.ts';
import { updateExpiredHoldsOfArea } from '../../sql/holds/endHolds.ts';

/**
 * Takes places of an area from any of its pools: first from one at random, so that buyers spread; then from all together,
 * after the holds whose time is over have been ended. Returns the pool, or null when the area has not so many places.
 * Holds of `except` are not ended: those that the caller is about to sell although their time is over.
 */
export async function takePlaces(
  tx: Transaction,
  area: { readonly sessionId: number; readonly blockNo: number },
  quantity: number,
  except: readonly string[] = [],
): Promise<number | null> {
  const { sessionId, blockNo } = area;
  const poolNo = 1 + Math.floor(Math.random() * poolsPerArea);
  if (await updatePoolTaken(tx, sessionId, blockNo, poolNo, quantity)) return poolNo;
  await updateExpiredHoldsOfArea(tx, sessionId, blockNo, except);
  const gathered = gatherPlaces(await lockPools(tx, sessionId, blockNo), quantity);
  if (gathered === null) return null;
  await updatePoolCapacities(tx, sessionId, blockNo, gathered.capacities);
  return (await updatePoolTaken(tx, sessionId, blockNo, gathered.poolNo, quantity)) ? gathered.poolNo : null;
}
