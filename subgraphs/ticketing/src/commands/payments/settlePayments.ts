import type { OnPaymentChange, PaymentChange } from '@games/payments';
import type { Transaction } from '@games/postgres';
import { type GamesClock, InternalError } from '@games/service';
import type { OrderFailure } from '../../domain/orders/orderStates.ts';
import { onCapture } from '../../domain/payments/onCapture.ts';
import type { RefundReason } from '../../domain/payments/refundReason.ts';
import { newUuid } from '../../domain/uuid.ts';
import { system } from '../../sql/audit/auditLog.ts';
import { updateReleasedHolds } from '../../sql/holds/endHolds.ts';
import { lockHolds, lockOrders } from '../../sql/orders/insertTickets.ts';
import {
  insertRefunds,
  updateOrderExtended,
  updateOrderFailed,
  updateOrderRefunded,
} from '../../sql/orders/orderChanges.ts';
import type { OrderRow } from '../../sql/orders/orders.ts';
import { updateListingUnreserved } from '../../sql/resale/reservations.ts';
import { recordOrderEvents } from '../../steps/orders/recordOrderEvents.ts';
import { type OrderToSell, sellOrders } from '../../steps/orders/sellOrders.ts';
import { remainingMinor, settleIssues } from '../../steps/payments/settleIssues.ts';
import { sellListing } from '../../steps/resale/sellListing.ts';

/** A change of a payment with the order that it pays, locked. */
interface OrderChange {
  readonly order: OrderRow;
  readonly change: PaymentChange;
}

/**
 * What payments mean for orders. It runs inside the transaction that records the providers' words, so that money and tickets
 * are written together: a captured payment has its tickets, or its refund, or it isn't captured.
 */
export function createPaymentSettlement(clock: GamesClock): OnPaymentChange {
  return async (tx, changes) => {
    let left = changes;
    while (left.length > 0) {
      // Two payments of one order are settled one after the other: the second finds what the first has done.
      const seen = new Set<string>();
      const now = left.filter(({ after }) => !seen.has(after.reference) && seen.add(after.reference));
      await settle(tx, now, clock);
      left = left.filter((change) => !now.includes(change));
    }
  };
}

async function settle(tx: Transaction, changes: readonly PaymentChange[], clock: GamesClock): Promise<void> {
  const locked = await lockOrders(
    tx,
    changes.map(({ after }) => after.reference),
  );
  const orders = new Map(locked.map((order) => [order.id, order]));
  const all = changes.map((change): OrderChange => {
    const order = orders.get(change.after.reference);
    if (order !== undefined) return { order, change };
    throw new InternalError(`Payment ${change.after.id} is for ${change.after.reference}, and there is no such order.`);
  });
  await settleCaptures(
    tx,
    all.filter(({ change: { before, after } }) => after.capturedMinor > before.capturedMinor),
    clock.now(),
  );
  for (const { order, change } of all) await settleOther(tx, order, change);
}

async function settleOther(tx: Transaction, order: OrderRow, change: PaymentChange): Promise<void> {
  const { before, after, issues } = change;
  if (after.state === 'REQUIRES_ACTION' && before.state !== 'REQUIRES_ACTION') {
    await updateOrderExtended(tx, order, after.expiresAt);
  }
  if (issues.length > 0) await settleIssues(tx, order, change);
  const chargedBackMinor = after.chargedBackMinor - before.chargedBackMinor;
  const refundedMinor = after.refundedMinor - before.refundedMinor + (chargedBackMinor > 0n ? chargedBackMinor : 0n);
  if (refundedMinor <= 0n) return;
  // Money of a second payment that went back is none of the order's.
  if (order.paymentId === after.id) await updateOrderRefunded(tx, order.id, refundedMinor);
  const detail = { amount: refundedMinor.toString(), currency: order.currency };
  await recordOrderEvents(tx, [{ order, actor: system, action: 'order.refunded', detail }]);
}

async function settleCaptures(tx: Transaction, captures: readonly OrderChange[], at: Date): Promise<void> {
  if (captures.length === 0) return;
  const holds = await readHolds(tx, captures);
  const sales: (OrderToSell & { readonly change: PaymentChange })[] = [];
  for (const { order, change } of captures) {
    const own = holds(order);
    const decision = onCapture(order.state, own, at);
    if (decision.kind === 'PaidTwice') await refundCapture(tx, order, change, 'PAID_TWICE');
    else if (remainingMinor(change.after) <= 0n) await fail(tx, order, change, 'PAYMENT_REVERSED');
    else if (decision.kind === 'Fail') await fail(tx, order, change, decision.failure);
    else if (order.listingId === null) {
      sales.push({ order, holds: own, reacquire: decision.reacquire, paymentId: change.after.id, change });
    } else {
      const failure = await sellListing(tx, order, change.after.id, at);
      if (failure !== null) await fail(tx, order, change, failure);
    }
  }
  const failures = await sellOrders(tx, sales, at);
  for (const [index, { order, change }] of sales.entries()) {
    const failure = failures[index] ?? null;
    if (failure !== null) await fail(tx, order, change, failure);
  }
}

/** Reads and locks the holds of orders; gives those of each in the order in which it names them. */
async function readHolds(tx: Transaction, captures: readonly OrderChange[]) {
  const locked = await lockHolds(
    tx,
    captures.flatMap(({ order }) => order.holdIds),
  );
  const byId = new Map(locked.map((hold) => [hold.id, hold]));
  return ({ id, holdIds }: OrderRow) =>
    holdIds.map((holdId) => {
      const hold = byId.get(holdId);
      if (hold === undefined) throw new InternalError(`The hold ${holdId} of order ${id} has disappeared.`);
      return hold;
    });
}

/** The order gets nothing: its money goes back, and the fan learns why. */
async function fail(tx: Transaction, order: OrderRow, change: PaymentChange, failure: OrderFailure): Promise<void> {
  await updateOrderFailed(tx, order.id, failure, change.after.id);
  await updateReleasedHolds(tx, order.fanId, order.holdIds, false);
  if (order.listingId !== null) await updateListingUnreserved(tx, order.listingId, order.fanId);
  await refundCapture(tx, order, change, failure);
  await recordOrderEvents(tx, [{ order, actor: system, action: 'order.failed', detail: { failure } }]);
}

async function refundCapture(
  tx: Transaction,
  order: OrderRow,
  { after, next }: PaymentChange,
  reason: RefundReason,
): Promise<void> {
  const refundId = newUuid();
  const amountMinor = remainingMinor(after);
  if (amountMinor <= 0n) return;
  const { currency } = order;
  await insertRefunds(tx, [
    { id: refundId, orderId: order.id, paymentId: after.id, amountMinor, currency, reason, ticketIds: [] },
  ]);
  next.refund(refundId, amountMinor, reason);
}
