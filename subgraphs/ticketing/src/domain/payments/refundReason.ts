import type { OrderFailure } from '../orders/orderStates.ts';

/** Why money goes back; the first two without our decision. */
export type RefundReason =
  | 'UNREQUESTED_REFUND'
  | 'CHARGEBACK'
  | 'FAN_REQUEST'
  | 'PAID_TWICE'
  | 'EXCHANGE'
  | 'STAFF'
  | OrderFailure;
