import type { PaymentFact } from '../domain/fact.ts';
import type { CaptureMode, Instrument, PaymentFailureCode, PaymentMethod } from '../domain/payment.ts';

/** What a provider needs to know of a payment. */
export interface ProviderPayment {
  readonly id: string;
  readonly currency: string;
  readonly amountMinor: bigint;
  readonly capture: CaptureMode;
  readonly expiresAt: Date;
  /** What the provider called it in an earlier answer: a transaction id. */
  readonly providerReference: string | null;
}

/**
 * What a provider said, as facts that mean the same whichever way they came (answer, notification, inquiry), so that hearing
 * them twice changes nothing.
 */
export interface ProviderReport {
  readonly facts: readonly PaymentFact[];
  /**
   * The sum of all refunds so far, where the provider names no single ones: what exceeds those that we know of or have asked for
   * was refunded without us.
   */
  readonly refundedTotalMinor?: bigint;
  readonly providerReference?: string;
  /** True when the provider has not decided yet: ask again later. */
  readonly undecided?: boolean;
  /** True when the provider waits for our next step (an authentication is over): `proceed` takes it. */
  readonly proceed?: boolean;
  /** Set when the provider refuses this one operation (a capture, a void) without that changing the payment. */
  readonly refused?: PaymentFailureCode;
}

export interface StartCall {
  readonly payment: ProviderPayment;
  readonly instrument: Instrument;
  /** Where the browser comes back to. */
  readonly returnUrl: string;
  /** Shown to the fan by the provider; at most 127 characters. */
  readonly description: string;
}

export interface RefundCall {
  readonly payment: ProviderPayment;
  /** Our name of this refund; the provider does it once however often it is asked. */
  readonly refundId: string;
  readonly amountMinor: bigint;
  readonly reason: string;
}

/** A notification as it arrived, byte for byte: signatures are over bytes. */
export interface RawNotification {
  readonly body: Buffer;
  readonly headers: Readonly<Record<string, string | undefined>>;
}

/** A notification whose signature, receiver and form are right. */
export interface GenuineNotification {
  readonly kind: 'Genuine';
  readonly paymentId: string;
  /** Stable across the provider's resends. */
  readonly notificationId: string;
  readonly currency: string;
  readonly amountMinor: bigint;
  readonly report: ProviderReport;
  /** Refunds that the notification names without their amounts: to be asked for before anything is recorded. */
  readonly refundIds: readonly string[];
}

export type NotificationReading = GenuineNotification | { readonly kind: 'Forged'; readonly reason: string };

/** What a notification's sender is answered. */
export interface NotificationReply {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

/**
 * One payment provider. Every function may be called again with the same arguments after a crash and must then have no
 * further effect at the provider. None may touch the database. A provider that doesn't answer makes them throw
 * {@link ProviderSilent}.
 */
export interface PaymentProvider {
  readonly method: PaymentMethod;
  /** Path under which its notifications arrive, below the service's address. */
  readonly notificationPath: string;
  /** How its payments can be captured; the first is the usual way. */
  readonly captureModes: readonly [CaptureMode, ...CaptureMode[]];
  supportsCurrency(currency: string): boolean;
  /**
   * The part of an instrument that this method uses.
   * @throws ClientError BAD_USER_INPUT when it is not one of this method.
   */
  readInstrument(instrument: Instrument): Instrument;
  start(call: StartCall, signal: AbortSignal): Promise<ProviderReport>;
  /** Goes on after the fan acted; asks the provider how it went. */
  proceed(payment: ProviderPayment, signal: AbortSignal): Promise<ProviderReport>;
  capture(payment: ProviderPayment, amountMinor: bigint, signal: AbortSignal): Promise<ProviderReport>;
  refund(call: RefundCall, signal: AbortSignal): Promise<ProviderReport>;
  void(payment: ProviderPayment, signal: AbortSignal): Promise<ProviderReport>;
  /** Everything the provider knows of this payment and these refunds. */
  inquire(payment: ProviderPayment, refundIds: readonly string[], signal: AbortSignal): Promise<ProviderReport>;
  readNotification(notification: RawNotification): NotificationReading;
  replyTo(accepted: boolean): NotificationReply;
}

/** The provider did not answer in time, or not understandably: nobody knows whether it acted. */
export class ProviderSilent extends Error {
  override readonly name = 'ProviderSilent';
}
