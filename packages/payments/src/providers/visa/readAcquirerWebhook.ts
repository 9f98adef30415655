import { verifyWebhook } from '@games/postgres';
import type { NotificationReading, RawNotification } from '../provider.ts';
import type { AcquirerEvent } from './acquirerApi.ts';
import { reportOfPayment } from './acquirerFacts.ts';
import { isPayment } from './callAcquirer.ts';
import type { AcquirerConfig } from './config.ts';

/** Reads the acquirer's webhook. Genuine means: signed with our secret, fresh, and for our merchant account. */
export function readAcquirerWebhook(config: AcquirerConfig, notification: RawNotification): NotificationReading {
  const verified = verifyWebhook(config.webhookSecret, notification.headers, notification.body);
  if (verified.kind === 'refused') return { kind: 'Forged', reason: verified.reason };
  const event = parse(notification.body);
  if (event === null) return { kind: 'Forged', reason: 'the body is not an event of the acquirer' };
  if (event.payment.merchantId !== config.merchantId) return { kind: 'Forged', reason: 'merchantId is not ours' };
  return {
    kind: 'Genuine',
    paymentId: event.payment.reference,
    notificationId: verified.id,
    currency: event.payment.amount.currency,
    amountMinor: BigInt(event.payment.amount.minor),
    report: reportOfPayment(event.payment, config.policy),
    refundIds: [],
  };
}

function parse(body: Buffer): AcquirerEvent | null {
  try {
    const event = JSON.parse(body.toString('utf8')) as AcquirerEvent;
    return isPayment(event.payment) ? event : null;
  } catch {
    return null;
  }
}
