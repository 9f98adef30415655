import { scheduleVoid, selectPaymentsOf } from '@games/payments';
import type { Database } from '@games/postgres';
import { statesBefore } from '../../domain/orders/orderStates.ts';
import { isUuid } from '../../domain/uuid.ts';
import { releaseHolds } from '../../sql/holds/endHolds.ts';
import { moveOrder, unreserveListing } from '../../sql/orders/orderChanges.ts';
import { lockOrder } from '../../sql/orders/sellHolds.ts';
import { tellOfOrders } from '../../steps/orders/tellOfOrders.ts';

/** How giving up an order ends. It may be repeated. */
export type CancelOrderOutcome =
  | { readonly kind: 'Cancelled'; readonly orderId: string }
  | { readonly kind: 'UnknownOrder' }
  /** It is paid: its tickets can be given back instead. */
  | { readonly kind: 'OrderPaid'; readonly orderId: string };

/** Gives up an order that is not paid: its places come free, and a payment that is open is closed at the provider. */
export function cancelOrder(database: Database, fanId: string, orderId: string): Promise<CancelOrderOutcome> {
  return database.transaction(async (tx) => {
    const order = isUuid(orderId) ? await lockOrder(tx, orderId) : null;
    if (order === null || order.fanId !== fanId) return { kind: 'UnknownOrder' };
    if (order.state === 'CANCELLED' || order.state === 'EXPIRED') return { kind: 'Cancelled', orderId };
    if (!(await moveOrder(tx, orderId, statesBefore('CANCELLED'), 'CANCELLED'))) return { kind: 'OrderPaid', orderId };
    for (const { id, state } of await selectPaymentsOf(tx, orderId)) {
      if (state !== 'CREATED' && state !== 'REQUIRES_ACTION') continue;
      await scheduleVoid(tx, { paymentId: id, key: 'cancelled' }, new Date());
    }
    await releaseHolds(tx, fanId, order.holdIds);
    if (order.listingId !== null) await unreserveListing(tx, order.listingId, fanId);
    await tellOfOrders(tx, [{ order, actor: { kind: 'FAN', id: fanId }, action: 'order.cancelled', detail: {} }]);
    return { kind: 'Cancelled', orderId };
  });
}
