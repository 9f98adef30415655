import { scheduleVoid, selectPaymentsOf } from '@games/payments';
import type { Database } from '@games/postgres';
import { isUuid } from '../../domain/uuid.ts';
import { updateReleasedHolds } from '../../sql/holds/endHolds.ts';
import { lockOrder } from '../../sql/orders/insertTickets.ts';
import { updateOrderState } from '../../sql/orders/orderChanges.ts';
import { updateListingUnreserved } from '../../sql/resale/reservations.ts';
import { recordOrderEvents } from '../../steps/orders/recordOrderEvents.ts';

/** The result of cancelling an order. It may be repeated. */
export type CancelOrderOutcome =
  | { readonly kind: 'Cancelled'; readonly orderId: string }
  | { readonly kind: 'UnknownOrder' }
  /** It is paid: its tickets can be returned instead. */
  | { readonly kind: 'OrderPaid'; readonly orderId: string };

/** Cancels an order that is not paid: its places come free, and a payment that is open is closed at the provider. */
export function cancelOrder(database: Database, fanId: string, orderId: string): Promise<CancelOrderOutcome> {
  return database.transaction(async (tx) => {
    const order = isUuid(orderId) ? await lockOrder(tx, orderId) : null;
    if (order === null || order.fanId !== fanId) return { kind: 'UnknownOrder' };
    if (order.state === 'CANCELLED' || order.state === 'EXPIRED') return { kind: 'Cancelled', orderId };
    if (!(await updateOrderState(tx, orderId, 'CANCELLED'))) return { kind: 'OrderPaid', orderId };
    for (const { id, state } of await selectPaymentsOf(tx, orderId)) {
      if (state !== 'CREATED' && state !== 'REQUIRES_ACTION') continue;
      await scheduleVoid(tx, { paymentId: id, key: 'cancelled' }, new Date());
    }
    await updateReleasedHolds(tx, fanId, order.holdIds);
    if (order.listingId !== null) await updateListingUnreserved(tx, order.listingId, fanId);
    await recordOrderEvents(tx, [{ order, actor: { kind: 'FAN', id: fanId }, action: 'order.cancelled', detail: {} }]);
    return { kind: 'Cancelled', orderId };
  });
}
