import type { OnPaymentChange, PaymentChange } from '@games/payments';
import type { Transaction } from '@games/postgres';
import { type GamesClock, InternalError } from '@games/service';
import { encodeId } from '@games/subgraph';
import { onCapture } from '../domain/orders/onCapture.ts';
import { type OrderFailure, statesBefore } from '../domain/orders/orderStates.ts';
import type { RefundReason } from '../domain/orders/refundReason.ts';
import { isUuid, newUuid } from '../domain/uuid.ts';
import { giveBackAllowances, takeAllowances } from '../sql/allowances.ts';
import { system } from '../sql/auditTrail.ts';
import { releaseHolds } from '../sql/endHolds.ts';
import { addRefunded, extendOrder, failOrder, insertRefunds } from '../sql/orderChanges.ts';
import type { OrderRow } from '../sql/orders.ts';
import {
  type HoldToSell,
  lockHolds,
  lockOrder,
  type PlaceToSell,
  reviveHold,
  sellPlaces,
  unsellPlaces,
} from '../sql/sellHolds.ts';
import { sellListing } from './sellListing.ts';
import { takePlaces } from './takePlaces.ts';
import { tellOfOrder } from './tellOfOrder.ts';

/**
 * What payments mean for orders. It runs inside the transaction that records the provider's word, so that money and tickets
 * are written together: a captured payment has its tickets, or its refund, or it isn't captured.
 */
export function createPaymentSettlement(clock: GamesClock): OnPaymentChange {
  return async (tx, changes) => {
    for (const change of changes) await settle(tx, change, clock);
  };
}

async function settle(tx: Transaction, change: PaymentChange, clock: GamesClock): Promise<void> {
  const { before, after } = change;
  const order = isUuid(after.reference) ? await lockOrder(tx, after.reference) : null;
  if (order === null)
    throw new InternalError(`Payment ${after.id} is for the order ${after.reference}, which isn't there.`);
  if (after.capturedMinor > before.capturedMinor) await settleCapture(tx, order, change, clock);
  else if (after.state === 'REQUIRES_ACTION' && before.state !== 'REQUIRES_ACTION') {
    await extendOrder(tx, order, after.expiresAt);
  }
  if (after.refundedMinor > before.refundedMinor) {
    await settleRefund(tx, order, after.id, after.refundedMinor - before.refundedMinor);
  }
}

async function settleCapture(
  tx: Transaction,
  order: OrderRow,
  change: PaymentChange,
  clock: GamesClock,
): Promise<void> {
  const holds = order.holdIds.length === 0 ? [] : await lockHolds(tx, order.holdIds);
  const decision = onCapture(order.state, holds);
  if (decision.kind === 'PaidTwice') return giveBack(tx, order, change, 'PAID_TWICE');
  if (decision.kind === 'Fail') return fail(tx, order, change, decision.failure);
  const failure =
    order.listingId === null
      ? await sellHolds(tx, order, holds, decision.revive, change.after.id, clock.now())
      : await sellListing(tx, order, change.after.id, clock.now());
  if (failure !== null) await fail(tx, order, change, failure);
}

/** Sells the holds of an order. Returns why it could not be done, with nothing sold then; null when tickets were issued. */
export async function sellHolds(
  tx: Transaction,
  order: OrderRow,
  holds: readonly HoldToSell[],
  revive: readonly number[],
  paymentId: string | null,
  paidAt: Date,
): Promise<OrderFailure | null> {
  const revived: HoldToSell[] = [];
  for (const [index, hold] of holds.entries()) {
    if (!revive.includes(index)) revived.push(hold);
    else {
      const again = await takeAgain(tx, hold);
      if (typeof again === 'string') return again;
      revived.push(again);
    }
  }
  const places = revived.flatMap(placesOf);
  if (!(await sellPlaces(tx, { order, paymentId, paidAt, places }, statesBefore('PAID')))) {
    await unsellPlaces(tx, revived);
    return 'SEATS_GONE';
  }
  await tellOfOrder(tx, order, system, 'order.paid', {
    total: order.totalMinor.toString(),
    currency: order.currency,
    tickets: places.map(({ ticketId }) => encodeId('tkt', ticketId)),
  });
  return null;
}

/** A hold that had ended has given its counts and its places of an area back; both are taken again, if they can be. */
async function takeAgain(tx: Transaction, hold: HoldToSell): Promise<HoldToSell | OrderFailure> {
  const { fanId, sessionId, quantity, blockNo } = hold;
  const allowances = await takeAllowances(tx, { fanId, sessionId, quantity });
  if (!allowances.complete) {
    await giveBackAllowances(tx, allowances.counted);
    return 'CAP_REACHED';
  }
  const poolNo = blockNo === null ? null : await takePlaces(tx, { sessionId, blockNo }, quantity);
  if (blockNo !== null && poolNo === null) {
    await giveBackAllowances(tx, allowances.counted);
    return 'SEATS_GONE';
  }
  await reviveHold(tx, hold.id, poolNo);
  return { ...hold, state: 'HELD', poolNo };
}

function placesOf(hold: HoldToSell): PlaceToSell[] {
  return hold.categories.map((categoryNo, index) => ({
    ticketId: newUuid(),
    holdId: hold.id,
    sessionId: hold.sessionId,
    allocationId: hold.allocationId,
    seatNo: hold.seatNos?.[index] ?? null,
    blockNo: hold.blockNo,
    poolNo: hold.poolNo,
    categoryNo,
    priceMinor: hold.pricesMinor[index] as bigint,
  }));
}

/** The order gets nothing: its money goes back, and the fan is told why. */
async function fail(tx: Transaction, order: OrderRow, change: PaymentChange, failure: OrderFailure): Promise<void> {
  await failOrder(tx, order.id, statesBefore('REFUND_DUE'), failure, change.after.id);
  await releaseHolds(tx, order.fanId, order.holdIds);
  await giveBack(tx, order, change, failure);
  await tellOfOrder(tx, order, system, 'order.failed', { failure });
}

async function giveBack(
  tx: Transaction,
  order: OrderRow,
  { after, next }: PaymentChange,
  reason: RefundReason,
): Promise<void> {
  const refundId = newUuid();
  const amountMinor = after.capturedMinor;
  const { currency } = order;
  await insertRefunds(tx, [
    { id: refundId, orderId: order.id, paymentId: after.id, amountMinor, currency, reason, ticketIds: [] },
  ]);
  next.refund(refundId, amountMinor, reason);
}

/** Money of a second payment that went back is none of the order's. */
async function settleRefund(tx: Transaction, order: OrderRow, paymentId: string, amountMinor: bigint): Promise<void> {
  if (order.paymentId === paymentId) await addRefunded(tx, order.id, amountMinor);
  await tellOfOrder(tx, order, system, 'order.refunded', { amount: amountMinor.toString(), currency: order.currency });
}
