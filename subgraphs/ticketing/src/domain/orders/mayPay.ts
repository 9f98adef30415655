import type { OrderState } from './orderStates.ts';

/** An order as far as paying it depends on it. */
export interface OrderToPay {
  readonly id: string;
  readonly fanId: string;
  readonly state: OrderState;
  readonly holdIds: readonly string[];
  readonly listingId: string | null;
  readonly currency: string;
  readonly totalMinor: bigint;
  readonly paymentId: string | null;
  /** Until when what it pays for is held; null, or long ago, when it no longer is. */
  readonly heldUntil: Date | null;
}

export type PayRefusal =
  | { readonly kind: 'UnknownOrder' }
  | { readonly kind: 'OrderNotPayable'; readonly orderId: string; readonly state: OrderState };

/** Why an order can not be paid now, or null. Somebody else's order is as unknown as one that is not there. */
export function payRefusal(order: OrderToPay | undefined, fanId: string, now: Date): PayRefusal | null {
  if (order === undefined || order.fanId !== fanId) return { kind: 'UnknownOrder' };
  if (order.state !== 'AWAITING_PAYMENT') return { kind: 'OrderNotPayable', orderId: order.id, state: order.state };
  const isHeld = order.heldUntil !== null && order.heldUntil > now;
  return isHeld ? null : { kind: 'OrderNotPayable', orderId: order.id, state: 'EXPIRED' };
}
