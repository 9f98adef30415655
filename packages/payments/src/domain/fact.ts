import type { CaptureMode, PaymentAction, PaymentFailureCode } from './payment.ts';

/**
 * One thing that is true of a payment once it has happened. A fact's key names the event, not the message that reported it:
 * the same capture heard from an answer, a notification and an inquiry has one key, and counts once.
 */
export type PaymentFact =
  | { readonly type: 'ACTION_REQUIRED'; readonly key: string; readonly at: Date; readonly action: PaymentAction }
  | { readonly type: 'AUTHENTICATED'; readonly key: string; readonly at: Date; readonly authentication: Authentication }
  | { readonly type: 'FAILED'; readonly key: string; readonly at: Date; readonly code: PaymentFailureCode }
  | { readonly type: 'AUTHORIZED'; readonly key: string; readonly at: Date; readonly amountMinor: bigint }
  | { readonly type: 'VOIDED'; readonly key: string; readonly at: Date }
  | { readonly type: 'CAPTURED'; readonly key: string; readonly at: Date; readonly amountMinor: bigint }
  | RefundFact
  /** A signed message of the provider that contradicts the payment: recorded for staff, without effect on the state. */
  | { readonly type: 'MISMATCH'; readonly key: string; readonly at: Date; readonly reason: string };

export interface RefundFact {
  readonly type: 'REFUND_REQUESTED' | 'REFUNDED' | 'REFUND_FAILED';
  readonly key: string;
  readonly at: Date;
  readonly refundId: string;
  readonly amountMinor: bigint;
}

export type PaymentFactType = PaymentFact['type'];

/** The 3-D Secure 2 result as the acquirer states it. */
export interface Authentication {
  readonly transStatus: string;
  readonly eci: string | null;
  readonly id: string;
}

export const actionRequired = (at: Date, action: PaymentAction): PaymentFact => ({
  type: 'ACTION_REQUIRED',
  key: 'action',
  at,
  action,
});

export const authenticated = (at: Date, authentication: Authentication): PaymentFact => ({
  type: 'AUTHENTICATED',
  key: `authenticated:${authentication.transStatus}`,
  at,
  authentication,
});

export const failed = (at: Date, code: PaymentFailureCode): PaymentFact => ({
  type: 'FAILED',
  key: `failed:${code}`,
  at,
  code,
});

export const authorized = (at: Date, amountMinor: bigint): PaymentFact => ({
  type: 'AUTHORIZED',
  key: 'authorized',
  at,
  amountMinor,
});

export const voided = (at: Date): PaymentFact => ({ type: 'VOIDED', key: 'voided', at });

export const captured = (at: Date, amountMinor: bigint): PaymentFact => ({
  type: 'CAPTURED',
  key: 'captured',
  at,
  amountMinor,
});

export const refundRequested = (at: Date, refundId: string, amountMinor: bigint): RefundFact =>
  refundFact('REFUND_REQUESTED', 'requested', at, refundId, amountMinor);

export const refunded = (at: Date, refundId: string, amountMinor: bigint): RefundFact =>
  refundFact('REFUNDED', 'done', at, refundId, amountMinor);

export const refundFailed = (at: Date, refundId: string, amountMinor: bigint): RefundFact =>
  refundFact('REFUND_FAILED', 'failed', at, refundId, amountMinor);

export const mismatch = (at: Date, notificationId: string, reason: string): PaymentFact => ({
  type: 'MISMATCH',
  key: `mismatch:${notificationId}`,
  at,
  reason,
});

function refundFact(
  type: RefundFact['type'],
  ending: string,
  at: Date,
  refundId: string,
  amountMinor: bigint,
): RefundFact {
  return { type, key: `refund:${refundId}:${ending}`, at, refundId, amountMinor };
}

/** What opening a payment fixes for ever. */
export interface PaymentTerms {
  readonly amountMinor: bigint;
  readonly currency: string;
  readonly capture: CaptureMode;
}
