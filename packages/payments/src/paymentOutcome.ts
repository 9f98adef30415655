import type { Payment, PaymentAction, PaymentFailure } from './domain/payment.ts';

/**
 * The result of an operation on a payment. Expected results are members of this union, never exceptions; an exception is a fault
 * of ours (database gone, wrong configuration) and leaves the operation to be repeated with the same key.
 */
export type PaymentOutcome =
  /** It is done: look at `payment.state`. */
  | { readonly kind: 'Done'; readonly payment: Payment }
  /** The fan must act; afterwards call `continuePayment`. */
  | { readonly kind: 'ActionRequired'; readonly payment: Payment; readonly action: PaymentAction }
  /** The provider or the fan's bank said no; `payment.state` is FAILED (of a refund or a capture: unchanged). */
  | { readonly kind: 'Declined'; readonly payment: Payment; readonly failure: PaymentFailure }
  /** The provider is silent or still thinking. Nobody knows yet whether money moved: inquiry or a notification will tell. */
  | { readonly kind: 'Pending'; readonly payment: Payment }
  /** Another call with the same key is under way. */
  | { readonly kind: 'InFlight'; readonly payment: Payment }
  /** The payment's state doesn't allow this operation. */
  | { readonly kind: 'NotAllowed'; readonly payment: Payment; readonly message: string }
  /** A refund or capture asks for more than is left. */
  | { readonly kind: 'AmountExceeded'; readonly payment: Payment; readonly availableMinor: bigint }
  /** The key was used before with other content. */
  | { readonly kind: 'KeyReused'; readonly payment: Payment }
  | { readonly kind: 'UnknownPayment' };

export type PaymentOutcomeKind = PaymentOutcome['kind'];
