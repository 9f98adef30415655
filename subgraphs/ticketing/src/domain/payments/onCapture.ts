import type { HoldState } from '../holds/holdStates.ts';
import type { OrderFailure, OrderState } from '../orders/orderStates.ts';
import { isOver } from '../sales/saleTimes.ts';
import type { SessionState } from '../sessions/sessionStates.ts';

/** A hold as far as the arrival of its money depends on it. */
export interface HoldOnCapture {
  readonly state: HoldState;
  readonly sessionState: SessionState;
  readonly endsAt: Date;
}

/** What to do when money for an order has arrived. */
export type CaptureDecision =
  /** Issue the tickets; `reacquire` names holds (by index) that have ended and must be taken again first. */
  | { readonly kind: 'Sell'; readonly reacquire: readonly number[] }
  /** Refund the money: the order gets nothing. */
  | { readonly kind: 'Fail'; readonly failure: OrderFailure }
  /** Refund the money: the order is paid already. */
  | { readonly kind: 'PaidTwice' };

/** Decides by the state of an order and its holds. Whether the seats are still free, only the attempt to sell them shows. */
export function onCapture(orderState: OrderState, holds: readonly HoldOnCapture[], now: Date): CaptureDecision {
  if (orderState === 'PAID' || orderState === 'REFUND_DUE' || orderState === 'REFUNDED') return { kind: 'PaidTwice' };
  if (orderState === 'CANCELLED') return { kind: 'Fail', failure: 'ORDER_CANCELLED' };
  if (holds.some(({ sessionState }) => sessionState === 'CANCELLED'))
    return { kind: 'Fail', failure: 'SESSION_CANCELLED' };
  if (holds.some(({ state }) => state === 'SOLD')) return { kind: 'Fail', failure: 'SEATS_GONE' };
  const reacquire = holds.flatMap(({ state }, index) => (state === 'HELD' ? [] : [index]));
  if (reacquire.some((index) => isOver(holds[index] as HoldOnCapture, now)))
    return { kind: 'Fail', failure: 'SEATS_GONE' };
  return { kind: 'Sell', reacquire };
}
