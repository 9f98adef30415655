import type { Transaction } from '@games/postgres';
import { ClientError } from '@games/service';
import type { HoldOutcome } from '../../domain/holds/holdOutcome.ts';
import { type IdempotentRequest, idempotent, type ReplayProblem, replay } from '../../domain/idempotency.ts';
import { newUuid } from '../../domain/uuid.ts';
import type { Sale } from '../../memory/sales/saleDesk.ts';
import { giveBackAllowances } from '../../sql/holds/allowances.ts';
import { countArea, findArea, putBack } from '../../sql/holds/areaPools.ts';
import { expireHoldsOfFans } from '../../sql/holds/endHolds.ts';
import { type ClaimedHold, keepHolds, unkeepHolds } from '../../sql/holds/keepHolds.ts';
import { findKey, keepOutcome } from '../../sql/idempotencyKeys.ts';
import { allocationNo } from '../../sql/sales/allocations.ts';
import type { Buying, HoldRooms } from '../../steps/holds/holdRooms.ts';
import { limitReached } from '../../steps/holds/limitReached.ts';
import { openSale } from '../../steps/holds/openSale.ts';
import { takePlaces } from '../../steps/holds/takePlaces.ts';
import { keepRefusal, placesPerHoldMax, priceOf } from './holdSeats.ts';

/**
 * Holds places of a general admission area. Throws ClientError BAD_USER_INPUT for a number of places that makes no sense,
 * and INVALID_ID when the session has no such area.
 */
export async function holdArea(
  rooms: HoldRooms,
  buying: Buying,
  sale: Sale,
  wish: { readonly blockCode: string; readonly quantity: number },
): Promise<HoldOutcome | ReplayProblem> {
  const { session, chart } = sale;
  const { quantity } = wish;
  if (quantity < 1 || quantity > placesPerHoldMax) {
    throw new ClientError('BAD_USER_INPUT', `A hold has from 1 to ${placesPerHoldMax} places.`);
  }
  const block = [...chart.blocks.values()].find(({ code }) => code === wish.blockCode);
  if (block?.kind !== 'GENERAL_ADMISSION') {
    throw new ClientError('INVALID_ID', 'This session has no general admission area of this code.');
  }
  const categoryNo = block.categoryNo as number;
  const idempotency = idempotent(buying.fanId, buying.idempotencyKey, 'holdArea', { session: session.code, ...wish });
  const own = sale.allocationOf.get(block.blockNo) ?? allocationNo.public;
  const allocationId = own === allocationNo.elsewhere ? allocationNo.public : own;
  const open = await openSale(rooms, sale, buying, { categoryNos: [categoryNo], allocationId });
  if (open.kind !== 'Open') return keepRefusal(rooms, idempotency, open);
  const hold: AreaHold = {
    ...open.limits,
    idempotency,
    holdId: newUuid(),
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
  return rooms.database.transaction((tx) => take(tx, hold));
}

type AreaHold = ClaimedHold & { readonly blockNo: number };

async function take(tx: Transaction, wish: AreaHold): Promise<HoldOutcome | ReplayProblem> {
  const known = await findKey<HoldOutcome>(tx, wish.idempotency);
  if (known !== null) return replay(wish.idempotency, known);
  const area = await findArea(tx, wish.sessionId, wish.blockNo);
  if (area?.sessionState !== 'SCHEDULED') return keep(tx, wish.idempotency, { kind: 'SessionCancelled' });
  const poolNo = area.allocationId === wish.allocationId ? await takePlaces(tx, wish, wish.categories.length) : null;
  if (poolNo === null) {
    const { free, held } = await countArea(tx, wish.sessionId, wish.blockNo);
    return keep(tx, wish.idempotency, { kind: 'NotEnoughPlaces', freePlaces: free, heldPlaces: held });
  }
  return keepWithinLimits(tx, { ...wish, poolNo });
}

async function keepWithinLimits(
  tx: Transaction,
  hold: AreaHold & { readonly poolNo: number | null },
): Promise<HoldOutcome | ReplayProblem> {
  const { fanId, sessionId, blockNo, poolNo, holdId } = hold;
  const quantity = hold.categories.length;
  let kept = await tryToKeep(tx, hold);
  if (kept === 'NO_ROOM' && (await expireHoldsOfFans(tx, [fanId])).length > 0) kept = await tryToKeep(tx, hold);
  if (kept === 'KEPT') return { kind: 'Held', holdId };
  await putBack(tx, sessionId, blockNo, poolNo as number, quantity);
  if (kept === 'NO_ROOM') return keep(tx, hold.idempotency, await limitReached(tx, hold, quantity));
  await unkeepHolds(tx, [holdId]);
  await giveBackAllowances(tx, [
    { fanId, sessionId, quantity },
    { fanId, sessionId: 0, quantity },
  ]);
  const known = await findKey<HoldOutcome>(tx, hold.idempotency);
  return known === null ? { kind: 'InProgress' } : replay(hold.idempotency, known);
}

async function tryToKeep(tx: Transaction, hold: ClaimedHold): Promise<'KEPT' | 'NO_ROOM' | 'KEY_USED'> {
  const { fanId, sessionId, accountCap, sessionCap } = hold;
  const quantity = hold.categories.length;
  if (quantity > accountCap || quantity > sessionCap) return 'NO_ROOM';
  const [row] = await keepHolds(tx, [hold]);
  if (row?.accountRoom && row.sessionRoom) return row.keyed ? 'KEPT' : 'KEY_USED';
  if (row?.accountRoom) await giveBackAllowances(tx, [{ fanId, sessionId: 0, quantity }]);
  if (row?.sessionRoom) await giveBackAllowances(tx, [{ fanId, sessionId, quantity }]);
  return 'NO_ROOM';
}

async function keep(
  tx: Transaction,
  idempotency: IdempotentRequest,
  outcome: HoldOutcome,
): Promise<HoldOutcome | ReplayProblem> {
  const known = await keepOutcome(tx, idempotency, outcome);
  return known === null ? outcome : replay(idempotency, known);
}
