import type { Transaction } from '@games/postgres';
import { ClientError } from '@games/service';
import type { HoldOutcome } from '../../domain/holds/holdOutcome.ts';
import { mustWait } from '../../domain/holds/mustWait.ts';
import { type IdempotentRequest, idempotent, type ReplayProblem, replay } from '../../domain/idempotency.ts';
import { newUuid } from '../../domain/uuid.ts';
import type { Sale } from '../../memory/sales/saleCache.ts';
import { updateAllowancesReleased } from '../../sql/holds/allowances.ts';
import { selectArea, selectAreaCounts, updatePoolReleased } from '../../sql/holds/areaPools.ts';
import { updateExpiredHoldsOfFans } from '../../sql/holds/endHolds.ts';
import { selectWaitUntil } from '../../sql/holds/holdLapses.ts';
import { type ClaimedHold, deleteHolds, insertHolds } from '../../sql/holds/insertHolds.ts';
import { insertOutcome, selectKey } from '../../sql/idempotencyKeys.ts';
import { allocationNo } from '../../sql/sales/allocations.ts';
import { limitReached } from '../../steps/holds/limitReached.ts';
import { takePlaces } from '../../steps/holds/takePlaces.ts';
import type { Buying, HoldDependencies } from './holdDependencies.ts';
import { placesPerHoldMax, priceOf, saveRefusal } from './holdSeats.ts';
import { openSale } from './openSale.ts';

/**
 * Holds places of a general admission area. Throws ClientError BAD_USER_INPUT for a number of places that makes no sense,
 * and INVALID_ID when the session has no such area.
 */
export async function holdArea(
  dependencies: HoldDependencies,
  buying: Buying,
  sale: Sale,
  request: { readonly blockCode: string; readonly quantity: number },
): Promise<HoldOutcome | ReplayProblem> {
  const { session, chart } = sale;
  const { quantity } = request;
  if (quantity < 1 || quantity > placesPerHoldMax) {
    throw new ClientError('BAD_USER_INPUT', `A hold has from 1 to ${placesPerHoldMax} places.`);
  }
  const block = [...chart.blocks.values()].find(({ code }) => code === request.blockCode);
  if (block?.kind !== 'GENERAL_ADMISSION') {
    throw new ClientError('INVALID_ID', 'This session has no general admission area of this code.');
  }
  const categoryNo = block.categoryNo as number;
  const idempotency = idempotent(buying.fanId, buying.idempotencyKey, 'holdArea', {
    session: session.code,
    ...request,
  });
  const own = sale.allocationOf.get(block.blockNo) ?? allocationNo.public;
  const allocationId = own === allocationNo.elsewhere ? allocationNo.public : own;
  const open = await openSale(dependencies, sale, buying, { categoryNos: [categoryNo], allocationId });
  if (open.kind !== 'Open') return saveRefusal(dependencies, idempotency, open);
  const hold: AreaHold = {
    ...open.limits,
    idempotency,
    holdId: newUuid(),
    at: open.at,
    fanId: buying.fanId,
    sessionId: session.id,
    phaseId: open.phase.id,
    allocationId,
    holdSeconds: sale.rules.holdSeconds,
    seatNos: null,
    blockNo: block.blockNo,
    poolNo: 0,
    categories: Array.from({ length: quantity }, () => categoryNo),
    pricesMinor: Array.from({ length: quantity }, () => priceOf(sale.prices, categoryNo)),
    currency: session.currency,
  };
  return dependencies.database.transaction((tx) => take(tx, hold));
}

type AreaHold = ClaimedHold & { readonly blockNo: number; readonly at: Date };

async function take(tx: Transaction, hold: AreaHold): Promise<HoldOutcome | ReplayProblem> {
  const known = await selectKey<HoldOutcome>(tx, hold.idempotency);
  if (known !== null) return replay(hold.idempotency, known);
  const area = await selectArea(tx, hold.sessionId, hold.blockNo);
  if (area?.sessionState !== 'SCHEDULED') return save(tx, hold.idempotency, { kind: 'SessionCancelled' });
  const waitUntil = await selectWaitUntil(tx, hold.fanId, hold.sessionId);
  if (waitUntil !== null) return save(tx, hold.idempotency, mustWait(waitUntil, hold.at, Date.now()));
  const poolNo = area.allocationId === hold.allocationId ? await takePlaces(tx, hold, hold.categories.length) : null;
  if (poolNo === null) {
    const { free, held } = await selectAreaCounts(tx, hold.sessionId, hold.blockNo);
    return save(tx, hold.idempotency, { kind: 'NotEnoughPlaces', freePlaces: free, heldPlaces: held });
  }
  return insertWithinLimits(tx, { ...hold, poolNo });
}

async function insertWithinLimits(
  tx: Transaction,
  hold: AreaHold & { readonly poolNo: number | null },
): Promise<HoldOutcome | ReplayProblem> {
  const { fanId, sessionId, blockNo, poolNo, holdId } = hold;
  const quantity = hold.categories.length;
  let inserted = await tryToInsert(tx, hold);
  if (inserted === 'OVER_LIMIT' && (await updateExpiredHoldsOfFans(tx, [fanId])).length > 0)
    inserted = await tryToInsert(tx, hold);
  if (inserted === 'INSERTED') return { kind: 'Held', holdId };
  await updatePoolReleased(tx, sessionId, blockNo, poolNo as number, quantity);
  if (inserted === 'OVER_LIMIT') return save(tx, hold.idempotency, await limitReached(tx, hold, quantity));
  await deleteHolds(tx, [holdId]);
  await updateAllowancesReleased(tx, [
    { fanId, sessionId, quantity },
    { fanId, sessionId: 0, quantity },
  ]);
  const known = await selectKey<HoldOutcome>(tx, hold.idempotency);
  return known === null ? { kind: 'InProgress' } : replay(hold.idempotency, known);
}

async function tryToInsert(tx: Transaction, hold: ClaimedHold): Promise<'INSERTED' | 'OVER_LIMIT' | 'KEY_USED'> {
  const { fanId, sessionId, accountCap, sessionCap } = hold;
  const quantity = hold.categories.length;
  if (quantity > accountCap || quantity > sessionCap) return 'OVER_LIMIT';
  const [row] = await insertHolds(tx, [hold]);
  if (row?.accountFits && row.sessionFits) return row.keyed ? 'INSERTED' : 'KEY_USED';
  if (row?.accountFits) await updateAllowancesReleased(tx, [{ fanId, sessionId: 0, quantity }]);
  if (row?.sessionFits) await updateAllowancesReleased(tx, [{ fanId, sessionId, quantity }]);
  return 'OVER_LIMIT';
}

async function save(
  tx: Transaction,
  idempotency: IdempotentRequest,
  outcome: HoldOutcome,
): Promise<HoldOutcome | ReplayProblem> {
  const known = await insertOutcome(tx, idempotency, outcome);
  return known === null ? outcome : replay(idempotency, known);
}
