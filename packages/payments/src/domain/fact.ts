import type { PaymentAction, PaymentFailureCode } from './payment.ts';

/**
 * One thing that is true of a payment once it has happened. A fact's key names the event, not the message that reported it:
 * the same capture heard from an answer, a notification and an inquiry has one key, and counts once.
 */
export type PaymentFact =
  | (Keyed & { readonly type: 'ACTION_REQUIRED'; readonly action: PaymentAction })
  | (Keyed & { readonly type: 'AUTHENTICATED'; readonly authentication: Authentication })
  | (Keyed & { readonly type: 'FAILED'; readonly code: PaymentFailureCode })
  | (Keyed & { readonly type: 'AUTHORIZED'; readonly amountMinor: bigint })
  | (Keyed & { readonly type: 'VOIDED' })
  | (Keyed & { readonly type: 'CAPTURED'; readonly amountMinor: bigint })
  | RefundFact
  | ChargebackFact
  /** A signed message of the provider that contradicts the payment: recorded for staff, without effect on the state. */
  | (Keyed & { readonly type: 'MISMATCH'; readonly reason: string });

interface Keyed {
  readonly key: string;
  readonly at: Date;
}

export interface RefundFact extends Keyed {
  readonly type: 'REFUND_REQUESTED' | 'REFUNDED' | 'REFUND_FAILED';
  readonly refundId: string;
  readonly amountMinor: bigint;
}

/** The fan's bank reversed a payment, or returned it after a dispute. */
export interface ChargebackFact extends Keyed {
  readonly type: 'CHARGED_BACK' | 'CHARGEBACK_REVERSED';
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

export function chargedBack(at: Date, chargebackId: string, amountMinor: bigint): ChargebackFact {
  return { type: 'CHARGED_BACK', key: `chargeback:${chargebackId}`, at, chargebackId, amountMinor };
}

export function chargebackReversed(at: Date, chargebackId: string, amountMinor: bigint): ChargebackFact {
  return { type: 'CHARGEBACK_REVERSED', key: `chargeback:${chargebackId}:reversed`, at, chargebackId, amountMinor };
}

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
