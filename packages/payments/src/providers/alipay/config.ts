import type { KeyObject } from 'node:crypto';

export interface AlipayConfig {
  /** Address of `gateway.do`. */
  readonly gatewayUrl: string;
  readonly appId: string;
  /** The merchant's Alipay user id, 16 digits from 2088. */
  readonly sellerId: string;
  readonly merchantPrivateKey: KeyObject;
  readonly alipayPublicKey: KeyObject;
  /** Address that Alipay's servers reach us at, without the path. */
  readonly notifyBaseUrl: string;
}

/** Where Alipay's notifications arrive. */
export const alipayNotificationPath = '/payments/alipay/notify';

/** Currencies a trade may be priced in (`trans_currency`); the buyer always pays in CNY. */
export const alipayCurrencies: ReadonlySet<string> = new Set(
  'CNY GBP HKD USD SGD JPY CAD AUD EUR NZD KRW THB CHF SEK DKK NOK MYR IDR PHP MUR ILS LKR RUB AED CZK ZAR'.split(' '),
);
