/**
 * What a payment is to the service that sells: one attempt to pay one thing (`reference`) with one method.
 *
 * Nothing here is written by hand. A payment's state and sums are derived from its append-only events by
 * {@link derivePayment}; the row that carries them is a cache of that derivation, written in the same transaction.
 */

/** How the fan pays: the name of one of the configured providers, such as VISA. */
export type PaymentMethod = string;

export type PaymentState =
  | 'CREATED'
  | 'REQUIRES_ACTION'
  | 'FAILED'
  | 'AUTHORIZED'
  | 'VOIDED'
  | 'CAPTURED'
  | 'PARTIALLY_REFUNDED'
  | 'REFUNDED';

/**
 * `AUTOMATIC`: an authorised amount is captured at once by the same call (a sale).
 * `MANUAL`: the money is only reserved, until it is captured or voided. Each provider says which of the two it has.
 */
export type CaptureMode = 'AUTOMATIC' | 'MANUAL';

/** What the fan has to do next. `expiresAt` is when the provider stops waiting: a hold must outlive it. */
export interface PaymentAction {
  /** `REDIRECT` opens `url`; `WAIT` means the bank asks the fan on another device (3-D Secure "decoupled"). */
  readonly kind: 'REDIRECT' | 'WAIT';
  readonly url: string | null;
  readonly expiresAt: Date;
}

export type PaymentFailureCode =
  /** The issuer said no to the amount or the card. */
  | 'DECLINED'
  /** The fan failed the 3-D Secure challenge, or the issuer did not believe it was the fan (N). */
  | 'NOT_AUTHENTICATED'
  /** The issuer asks not to try an authorisation (R). */
  | 'AUTHENTICATION_REJECTED'
  /** 3-D Secure could not be performed (U), and unauthenticated cards are not taken. */
  | 'AUTHENTICATION_UNAVAILABLE'
  /** The fan did not finish in time. */
  | 'EXPIRED'
  /** The provider refused the request itself (currency, merchant account, token). */
  | 'REFUSED';

export interface PaymentFailure {
  readonly code: PaymentFailureCode;
  readonly message: string;
}

export interface Payment {
  /** `pay_` and 32 hex digits; also the provider's merchant reference (Alipay's `out_trade_no`). */
  readonly id: string;
  /** What is paid: the order's id in the service's own database. */
  readonly reference: string;
  /** Subject of the fan who pays. */
  readonly owner: string;
  readonly method: PaymentMethod;
  readonly capture: CaptureMode;
  /** ISO 4217. */
  readonly currency: string;
  readonly amountMinor: bigint;
  readonly state: PaymentState;
  readonly authorizedMinor: bigint;
  readonly capturedMinor: bigint;
  readonly refundedMinor: bigint;
  /** The part of `refundedMinor` that we did not request: a refund in the provider's console. */
  readonly unrequestedRefundMinor: bigint;
  /** What the fan's bank reversed, without the disputes that we have won. */
  readonly chargedBackMinor: bigint;
  /** Refunds asked for and not yet answered; never more than `capturedMinor - refundedMinor` when they are asked for. */
  readonly refundPendingMinor: bigint;
  /** Present in REQUIRES_ACTION. */
  readonly action: PaymentAction | null;
  /** Present in FAILED. */
  readonly failure: PaymentFailure | null;
  readonly createdAt: Date;
  /** After this moment the fan can no longer finish; set by the opener. */
  readonly expiresAt: Date;
}

/** What the fan pays with this time. A card is only ever a token made by the acquirer: a card number is refused. */
export interface Instrument {
  readonly method: PaymentMethod;
  /** What stands for the card or account at the provider; null where the method needs none. */
  readonly token: string | null;
}
