import type { PaymentAction, PaymentFailureCode } from './payment.ts';

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
  | ChargebackFact
  /** A signed message of the provider that contradicts the payment: recorded for staff, without effect on the state. */
  | { readonly type: 'MISMATCH'; readonly key: string; readonly at: Date; readonly reason: string };

export interface RefundFact {
  readonly type: 'REFUND_REQUESTED' | 'REFUNDED' | 'REFUND_FAILED';
  readonly key: string;
  readonly at: Date;
  readonly refundId: string;
  readonly amountMinor: bigint;
}

/** The fan's bank reversed a payment, or returned it after a dispute. */
export interface ChargebackFact {
  readonly type: 'CHARGED_BACK' | 'CHARGEBACK_REVERSED';
  readonly key: string;
  readonly at: Date;
  /** The provider's name of the dispute. */
  readonly chargebackId: string;
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

export const chargedBack = (at: Date, chargebackId: string, amountMinor: bigint): ChargebackFact => ({
  type: 'CHARGED_BACK',
  key: `chargeback:${chargebackId}`,
  at,
  chargebackId,
  amountMinor,
});

export const chargebackReversed = (at: Date, chargebackId: string, amountMinor: bigint): ChargebackFact => ({
  type: 'CHARGEBACK_REVERSED',
  key: `chargeback:${chargebackId}:reversed`,
  at,
  chargebackId,
  amountMinor,
});

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
