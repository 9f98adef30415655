import type { PaymentProvider } from '@games/payments';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { authorized, captured, refunded, voided } from '../src/domain/fact.ts';
import { openShop, type Shop } from './shop.ts';

/**
 * A method that nothing else in the repository names. The files that adding it touches are this one alone; the README counts
 * those of a real one: eight at most.
 */
const voucher: PaymentProvider = {
  method: 'VOUCHER',
  notificationPath: '/payments/voucher/notify',
  captureModes: ['AUTOMATIC'],
  supportsCurrency: (currency) => currency === 'EUR',
  readInstrument: ({ method, token }) => ({ method, token: token?.toUpperCase() ?? null }),
  start: async ({ payment, instrument }) =>
    instrument.token === 'V-1'
      ? { facts: [authorized(new Date(), payment.amountMinor), captured(new Date(), payment.amountMinor)] }
      : { facts: [voided(new Date())] },
  proceed: async () => ({ facts: [] }),
  capture: async () => ({ facts: [] }),
  refund: async ({ refundId, amountMinor }) => ({ facts: [refunded(new Date(), refundId, amountMinor)] }),
  void: async () => ({ facts: [voided(new Date())] }),
  inquire: async () => ({ facts: [] }),
  readNotification: () => ({ kind: 'Forged', reason: 'vouchers never notify' }),
  replyTo: () => ({ status: 422, contentType: 'text/plain', body: '' }),
};

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.close());

describe('a third payment method', () => {
  test('is paid with and refunded by its provider alone: no other file knows its name', async () => {
    const payments = shop.branch({ providers: [...shop.providers, voucher] });
    const opening = { method: 'VOUCHER', currency: 'EUR', amountMinor: 5_000n, capture: 'MANUAL' } as const;
    const { id: paymentId, capture } = await shop.open(opening, payments);
    expect(capture).toBe('AUTOMATIC');
    const instrument = { method: 'VOUCHER', token: 'v-1' };
    const start = { paymentId, key: 'start', instrument, returnUrl: 'https://tickets.games.test/', description: 'x' };
    expect(await payments.start(start)).toMatchObject({ kind: 'Done', payment: { state: 'CAPTURED' } });
    const refund = { paymentId, key: 'refund', amountMinor: 2_000n, reason: 'returned' };
    expect(await payments.refund(refund)).toMatchObject({ kind: 'Done', payment: { refundedMinor: 2_000n } });
  });

  test('is offered, like the others, in the currencies that it takes only, and opens nothing in another', async () => {
    const payments = shop.branch({ providers: [...shop.providers, voucher] });
    expect(payments.methodsFor('EUR')).toEqual(['VISA', 'ALIPAY', 'VOUCHER']);
    expect(payments.methodsFor('USD')).toEqual(['VISA', 'ALIPAY']);
    expect(payments.methodsFor('BHD')).toEqual(['VISA']);
    const refused = { code: 'BAD_USER_INPUT' };
    await expect(shop.open({ method: 'VOUCHER', currency: 'USD' }, payments)).rejects.toMatchObject(refused);
    await expect(shop.open({ method: 'ALIPAY', currency: 'BHD' })).rejects.toMatchObject(refused);
  });
});
