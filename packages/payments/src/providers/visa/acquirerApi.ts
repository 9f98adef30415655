/**
 * The acquirer's HTTP interface, as plain data. One resource, the payment, found by its id or by our reference:
 *
 * - `POST /v1/payments` authenticates the cardholder for an amount (3-D Secure), and asks the issuer for the money in the
 *   same call where the result is one of those that the merchant has named
 * - `POST /v1/payments/{id}/authorisation` asks the issuer for the money after a challenge, with `capture: true` takes it at once
 * - `POST /v1/payments/{id}/capture` and `/refunds`
 * - `POST /v1/voids` gives up whatever carries our reference, now and for the future
 * - `GET /v1/payments?reference=…` all that the acquirer knows
 *
 * Every POST is idempotent: payments by `reference`, refunds by `refundReference`, the others by the payment itself.
 * Requests carry `Authorization: Bearer`; webhooks are signed the Standard Webhooks way.
 */

export interface AcquirerAmount {
  /** Minor units in decimal digits: JSON numbers end at 2^53. */
  readonly minor: string;
  readonly currency: string;
}

export interface CreatePaymentBody {
  readonly merchantId: string;
  readonly reference: string;
  readonly amount: AcquirerAmount;
  readonly token: string;
  readonly description: string;
  readonly returnUrl: string;
  readonly notificationUrl: string;
  readonly expiresAt: string;
  /** Results upon which the money is to be asked for at once. */
  readonly authoriseUpon: readonly { readonly transStatus: string; readonly eci: string }[];
  /** With an authorisation: whether the money is taken, or only reserved. */
  readonly capture: boolean;
}

export interface AuthorisationBody {
  readonly eci: string;
  readonly capture: boolean;
}
export interface VoidBody {
  readonly merchantId: string;
  readonly reference: string;
}
export interface CaptureBody {
  readonly amount: AcquirerAmount;
}
export interface RefundBody {
  readonly refundReference: string;
  readonly amount: AcquirerAmount;
  readonly reason: string;
}

export interface AcquirerAuthentication {
  readonly id: string;
  readonly transStatus: string;
  readonly eci: string | null;
  readonly challengeUrl: string | null;
  readonly expiresAt: string;
  readonly completedAt: string | null;
}

export interface AcquirerRefund {
  readonly refundReference: string;
  readonly amount: AcquirerAmount;
  readonly status: 'SUCCEEDED' | 'FAILED' | 'PENDING';
  readonly at: string;
}

export interface AcquirerChargeback {
  readonly id: string;
  readonly amount: AcquirerAmount;
  readonly openedAt: string;
  /** When the dispute was decided for the merchant. */
  readonly wonAt: string | null;
}

/** What the acquirer knows of a payment. Fields that end in `At` are null until it happened. */
export interface AcquirerPayment {
  readonly id: string;
  readonly merchantId: string;
  readonly reference: string;
  readonly amount: AcquirerAmount;
  readonly createdAt: string;
  readonly authentication: AcquirerAuthentication;
  readonly authorisedAt: string | null;
  readonly refusedAt: string | null;
  readonly refusalReason: string | null;
  readonly capturedAt: string | null;
  readonly captured: AcquirerAmount | null;
  readonly voidedAt: string | null;
  /** Those made in the acquirer's console, too. */
  readonly refunds: readonly AcquirerRefund[];
  readonly chargebacks?: readonly AcquirerChargeback[];
}

/** An error answer: `{ "error": { "code", "message" } }` with status 4xx. */
export type AcquirerErrorCode =
  | 'unauthorised'
  | 'invalid_request'
  | 'unknown_payment'
  | 'unknown_token'
  | 'not_allowed_in_state'
  | 'amount_exceeded';

/** Body of a webhook: the payment as it was after the event. */
export interface AcquirerEvent {
  readonly type:
    | 'authentication.completed'
    | 'payment.authorised'
    | 'payment.refused'
    | 'payment.captured'
    | 'payment.voided'
    | 'refund.succeeded'
    | 'refund.failed'
    | 'chargeback.opened'
    | 'chargeback.won';
  readonly occurredAt: string;
  readonly payment: AcquirerPayment;
}
