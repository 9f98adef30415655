export type OrderState = 'AWAITING_PAYMENT' | 'PAID' | 'CANCELLED' | 'EXPIRED' | 'REFUND_DUE' | 'REFUNDED';
export type OrderFailure = 'SEATS_GONE' | 'CAP_REACHED' | 'SESSION_CANCELLED' | 'LISTING_GONE' | 'PAID_TWICE';

/**
 * The life of an order. Money that arrives late finds an order that was given up or whose time is over: it is paid after
 * all where the places are still free, and else refunded.
 */
export const orderTransitions: Readonly<Record<OrderState, readonly OrderState[]>> = {
  AWAITING_PAYMENT: ['PAID', 'CANCELLED', 'EXPIRED', 'REFUND_DUE'],
  EXPIRED: ['PAID', 'REFUND_DUE'],
  CANCELLED: ['PAID', 'REFUND_DUE'],
  PAID: ['REFUND_DUE'],
  REFUND_DUE: ['REFUNDED'],
  REFUNDED: [],
};

/** States from which an order may go to `next`. */
export function statesBefore(next: OrderState): readonly OrderState[] {
  return (Object.keys(orderTransitions) as OrderState[]).filter((state) => orderTransitions[state].includes(next));
}
