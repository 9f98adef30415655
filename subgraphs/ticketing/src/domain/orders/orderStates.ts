export type OrderState = 'AWAITING_PAYMENT' | 'PAID' | 'CANCELLED' | 'EXPIRED' | 'REFUND_DUE' | 'REFUNDED';
export type OrderFailure =
  | 'SEATS_GONE'
  | 'CAP_REACHED'
  | 'SESSION_CANCELLED'
  | 'LISTING_GONE'
  | 'TICKET_GONE'
  | 'ORDER_CANCELLED';

/**
 * The life of an order. Money that comes late finds an order whose time is over: it is paid after all where the places
 * are still free, and else the money goes back; of an order that was cancelled it always goes back.
 */
export const orderTransitions: Readonly<Record<OrderState, readonly OrderState[]>> = {
  AWAITING_PAYMENT: ['PAID', 'CANCELLED', 'EXPIRED', 'REFUND_DUE'],
  EXPIRED: ['PAID', 'REFUND_DUE'],
  CANCELLED: ['REFUND_DUE'],
  PAID: ['REFUND_DUE', 'REFUNDED'],
  REFUND_DUE: ['REFUNDED'],
  REFUNDED: [],
};

/** States from which an order may go to `next`. */
export function statesBefore(next: OrderState): readonly OrderState[] {
  return (Object.keys(orderTransitions) as OrderState[]).filter((state) => orderTransitions[state].includes(next));
}
