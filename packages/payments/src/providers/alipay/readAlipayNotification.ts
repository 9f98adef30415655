import type { NotificationReading, RawNotification } from '../provider.ts';
import type { AlipayConfig } from './config.ts';
import { notificationText, verifyRsa2 } from './signature.ts';
import { factsOfTrade, priceOfTrade, refundedTotalOf } from './tradeFacts.ts';

/**
 * Reads Alipay's asynchronous notification (a form). Genuine means: signed by Alipay, for our application, and for our
 * merchant account. Order, amount and currency are compared with the payment by the caller.
 */
export function readAlipayNotification(
  config: AlipayConfig,
  notification: RawNotification,
  now: Date,
): NotificationReading {
  const parameters = readForm(notification.body.toString('utf8'));
  if (parameters === null) return forged('a parameter occurs twice');
  if (parameters.sign_type !== 'RSA2') return forged('sign_type is not RSA2');
  const text = notificationText(parameters);
  if (!verifyRsa2(text, parameters.sign ?? '', config.alipayPublicKey)) return forged('the signature is wrong');
  if (parameters.app_id !== config.appId) return forged('app_id is not ours');
  if (parameters.seller_id !== config.sellerId) return forged('seller_id is not ours');
  const paymentId = parameters.out_trade_no;
  const notificationId = parameters.notify_id;
  const price = priceOfTrade(parameters);
  if (paymentId === undefined || notificationId === undefined || price === null) {
    return forged('out_trade_no, notify_id or total_amount is missing');
  }
  return {
    kind: 'Genuine',
    paymentId,
    notificationId,
    ...price,
    report: { ...reportOf(parameters, price.amountMinor, now), ...refundedTotalOf(parameters, price.currency) },
    refundIds: refundIdsOf(parameters),
  };
}

function reportOf(parameters: Readonly<Record<string, string>>, amountMinor: bigint, now: Date) {
  const facts = factsOfTrade(parameters, amountMinor, now);
  const tradeNumber = parameters.trade_no;
  return tradeNumber === undefined ? { facts } : { facts, providerReference: tradeNumber };
}

/** `refund_fee` is the sum of all refunds so far, so the one that is meant has to be asked for by its id. */
function refundIdsOf(parameters: Readonly<Record<string, string>>): string[] {
  const id = parameters.out_biz_no;
  return id === undefined || parameters.refund_fee === undefined ? [] : [id];
}

/** A form as a record; null when a name occurs twice, for then signer and reader could mean different values. */
function readForm(body: string): Record<string, string> | null {
  const parameters: Record<string, string> = Object.create(null);
  for (const [name, value] of new URLSearchParams(body)) {
    if (name in parameters) return null;
    parameters[name] = value;
  }
  return parameters;
}

const forged = (reason: string): NotificationReading => ({ kind: 'Forged', reason });
