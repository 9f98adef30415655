import type { OrderFailure } from '../orders/orderStates.ts';

/** Why money goes back. */
export type RefundReason = 'FAN_REQUEST' | 'PAID_TWICE' | 'EXCHANGE' | 'STAFF' | OrderFailure;
