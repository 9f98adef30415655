import { createHash } from 'node:crypto';

/**
 * The provider's name of a refund, made from the payment and the idempotency key, so that the same key is the same refund
 * at the provider too. At most 64 characters, as Alipay's `out_request_no` allows.
 */
export function refundIdOf(paymentId: string, key: string): string {
  const digest = createHash('sha256').update(`${paymentId}\0${key}`).digest('hex');
  return `rfd_${digest.slice(0, 32)}`;
}
