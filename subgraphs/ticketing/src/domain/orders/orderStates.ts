import type { Lifecycle } from '../lifecycle.ts';

export type OrderState = 'AWAITING_PAYMENT' | 'PAID' | 'CANCELLED' | 'EXPIRED' | 'REFUND_DUE' | 'REFUNDED';
export type OrderFailure =
  | 'SEATS_GONE'
  | 'CAP_REACHED'
  | 'SESSION_CANCELLED'
  | 'LISTING_GONE'
  | 'TICKET_GONE'
  | 'ORDER_CANCELLED'
  | 'PAYMENT_REVERSED';

/**
 * Money that comes late finds an order whose time is over: it is paid after all where the places are still free, and else
 * the money goes back; of an order that was cancelled it always goes back.
 */
export const orderLifecycle: Lifecycle<OrderState> = {
  AWAITING_PAYMENT: ['PAID', 'CANCELLED', 'EXPIRED', 'REFUND_DUE'],
  EXPIRED: ['PAID', 'REFUND_DUE'],
  CANCELLED: ['REFUND_DUE'],
  PAID: ['REFUND_DUE', 'REFUNDED'],
  REFUND_DUE: ['REFUNDED'],
  REFUNDED: [],
};
