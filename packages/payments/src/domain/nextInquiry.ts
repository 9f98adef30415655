import type { CaptureMode, PaymentState } from './payment.ts';

/** Time after a payment's end at which a payment that was given up is looked at for the last time. */
const lastLookMs = 60_000;

export interface Inquirable {
  readonly state: PaymentState;
  readonly capture: CaptureMode;
  readonly refundPendingMinor: bigint;
  readonly expiresAt: Date;
}

/**
 * When the provider should be asked about a payment next, should nothing be heard of it before; null when there is nothing
 * left to hear. A payment that failed or was voided is looked at once more after its end, because the fan may have paid on
 * the provider's page all the same and the notification may be lost.
 */
export function nextInquiry(
  payment: Inquirable,
  now: Date,
  inquiries: number,
  delaysMs: readonly number[],
): Date | null {
  const last = new Date(payment.expiresAt.getTime() + lastLookMs);
  const soon = new Date(now.getTime() + (delaysMs[Math.min(inquiries, delaysMs.length - 1)] ?? lastLookMs));
  if (payment.refundPendingMinor > 0n) return soon;
  switch (payment.state) {
    case 'CREATED':
    case 'REQUIRES_ACTION':
      return soon;
    case 'AUTHORIZED':
      return payment.capture === 'AUTOMATIC' ? soon : null;
    case 'FAILED':
    case 'VOIDED':
      return now < last ? last : null;
    case 'CAPTURED':
    case 'PARTIALLY_REFUNDED':
    case 'REFUNDED':
      return null;
  }
}
