import type { OpenPayment, Payment } from '@games/payments';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { notificationText, signRsa2 } from '../src/providers/alipay/signature.ts';
import { sandboxAccounts } from '../src/providers/sandboxAccounts.ts';
import { openShop, press, type Shop } from './shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterEach(() => {
  shop.sandbox.faultRules.clear();
  shop.react(async () => {});
});
afterAll(() => shop.close());

/** Opens and starts a payment of 88.00 yuan; returns it with the address of Alipay's page. */
async function begin(opening: Partial<OpenPayment> = {}): Promise<{ payment: Payment; page: string }> {
  const { id } = await shop.open({ method: 'ALIPAY', currency: 'CNY', amountMinor: 8_800n, ...opening });
  const instrument = { method: 'ALIPAY', token: null };
  const returnUrl = 'https://tickets.games.test/back';
  const request = { paymentId: id, key: 'start', instrument, returnUrl, description: '两张票' };
  const outcome = await shop.payments.start(request);
  if (outcome.kind !== 'ActionRequired') throw new Error(outcome.kind);
  return { payment: outcome.payment, page: outcome.action.url ?? '' };
}

/** Posts a notification as Alipay would write it, signed by Alipay's key unless told otherwise. */
async function notify(parameters: Record<string, string>, tampered: Record<string, string> = {}): Promise<string> {
  const complete: Record<string, string> = {
    notify_id: `n-${Math.random()}`,
    notify_type: 'trade_status_sync',
    sign_type: 'RSA2',
    charset: 'utf-8',
    app_id: sandboxAccounts.appId,
    seller_id: sandboxAccounts.sellerId,
    trade_no: '2028072222001',
    trade_status: 'TRADE_SUCCESS',
    total_amount: '88.00',
    gmt_payment: '2028-07-23 10:30:00',
    ...parameters,
  };
  const key = shop.keys.alipayPrivateKey;
  if (key === null) throw new Error('The sandbox has no key.');
  const body = new URLSearchParams({ ...complete, sign: signRsa2(notificationText(complete), key), ...tampered });
  const answer = await fetch(`${shop.url}/payments/alipay/notify`, { method: 'POST', body });
  return answer.text();
}

describe('Alipay', () => {
  test('sends the fan to its page and tells us when the fan has paid, in yuan and in dollars', async () => {
    for (const [currency, amountMinor] of [
      ['CNY', 8_800n],
      ['USD', 1_250n],
      ['JPY', 1_500n],
    ] as const) {
      const { payment, page } = await begin({ currency, amountMinor });
      const back = new URL(await press(page, 'pay'));
      expect(back.searchParams.get('out_trade_no')).toBe(payment.id);
      expect(await shop.until(payment.id, ({ state }) => state === 'CAPTURED')).toMatchObject({
        capturedMinor: amountMinor,
      });
    }
  });

  test('is asked when the fan comes back, and the browser’s word counts for nothing', async () => {
    shop.sandbox.faultRules.add({ match: { currency: 'CNY' }, faults: { copies: 0 } });
    const { payment, page } = await begin();
    expect(await shop.payments.continue({ paymentId: payment.id, key: 'early' })).toMatchObject({
      kind: 'Pending',
    });
    await press(page, 'pay');
    expect(await shop.payments.continue({ paymentId: payment.id, key: 'back' })).toMatchObject({
      kind: 'Done',
      payment: { state: 'CAPTURED' },
    });
  });

  test('is asked by the sweep when its notification never comes', async () => {
    shop.sandbox.faultRules.add({ match: { currency: 'CNY' }, faults: { copies: 0 } });
    const { payment, page } = await begin();
    await press(page, 'pay');
    await shop.branch({ now: () => new Date(Date.now() + 60_000) }).inquireDue();
    expect((await shop.find(payment.id)).state).toBe('CAPTURED');
  });

  test.each([
    ['three times', { copies: 3 }],
    ['late', { delayMs: 300 }],
    ['in the wrong order', { delayMs: 300, reversed: true, copies: 2 }],
  ])('may notify %s: the end is the same', async (_how, faults) => {
    shop.sandbox.faultRules.add({ match: { currency: 'CNY' }, faults });
    const { payment, page } = await begin();
    await press(page, 'pay');
    await shop.payments.continue({ paymentId: payment.id, key: 'back' });
    await shop.payments.refund({ paymentId: payment.id, key: 'r', amountMinor: 800n, reason: 'part' });
    await shop.sandbox.notified();
    expect(await shop.find(payment.id)).toMatchObject({
      state: 'PARTIALLY_REFUNDED',
      capturedMinor: 8_800n,
      refundedMinor: 800n,
    });
    expect((await shop.events(payment.id)).toSorted()).toEqual([
      'ACTION_REQUIRED',
      'AUTHORIZED',
      'CAPTURED',
      'REFUNDED',
      'REFUND_REQUESTED',
    ]);
  });

  test('refunds a part and then the rest, and a trade closed by refunds stays refunded', async () => {
    const { payment, page } = await begin();
    await press(page, 'pay');
    await shop.until(payment.id, ({ state }) => state === 'CAPTURED');
    const refund = (key: string, amountMinor: bigint) =>
      shop.payments.refund({ paymentId: payment.id, key, amountMinor, reason: 'cancelled' });
    expect(await refund('a', 3_000n)).toMatchObject({ kind: 'Done', payment: { state: 'PARTIALLY_REFUNDED' } });
    expect(await refund('b', 5_800n)).toMatchObject({ kind: 'Done', payment: { state: 'REFUNDED' } });
    expect(await shop.payments.inquire(payment.id)).toMatchObject({ state: 'REFUNDED', refundedMinor: 8_800n });
  });

  test('counts a refund once when its answer was lost and it is asked again', async () => {
    shop.sandbox.faultRules.add({ match: { currency: 'CNY' }, faults: { answers: { refund: 'lost' }, copies: 0 } });
    const { payment, page } = await begin();
    await press(page, 'pay');
    await shop.payments.continue({ paymentId: payment.id, key: 'back' });
    const request = { paymentId: payment.id, key: 'r', amountMinor: 3_000n, reason: 'cancelled' };
    expect(await shop.payments.refund(request)).toMatchObject({
      kind: 'Pending',
      payment: { refundPendingMinor: 3_000n },
    });
    expect(await shop.payments.inquire(payment.id)).toMatchObject({
      refundedMinor: 3_000n,
      refundPendingMinor: 0n,
    });
    expect(await shop.payments.refund(request)).toMatchObject({
      kind: 'Done',
      payment: { refundedMinor: 3_000n },
    });
  });

  test('closes a trade that was given up, so that the fan cannot pay it any more', async () => {
    const { payment, page } = await begin();
    await fetch(page);
    expect(await shop.payments.void({ paymentId: payment.id, key: 'v' })).toMatchObject({
      kind: 'Done',
      payment: { state: 'VOIDED' },
    });
    expect(await (await fetch(page)).text()).toContain('settled or closed');
  });

  test('keeps the money of a fan who paid in the moment of giving up, and we hear of it', async () => {
    shop.sandbox.faultRules.add({ match: { currency: 'CNY' }, faults: { copies: 0 } });
    const { payment, page } = await begin();
    await press(page, 'pay');
    expect(await shop.payments.void({ paymentId: payment.id, key: 'v' })).toMatchObject({
      kind: 'NotAllowed',
      payment: { state: 'CAPTURED' },
    });
  });

  test('may succeed after we gave up: the service hears of it and can refund it', async () => {
    shop.react(async (_tx, changes) => {
      for (const { before, after, next } of changes)
        if (before.state === 'VOIDED' && after.state === 'CAPTURED')
          next.refund('late', after.capturedMinor, 'The seats were gone.');
    });
    const { payment, page } = await begin();
    expect(await shop.payments.void({ paymentId: payment.id, key: 'v' })).toMatchObject({
      payment: { state: 'VOIDED' },
    });
    await press(page, 'pay');
    expect(await shop.until(payment.id, ({ state }) => state === 'REFUNDED')).toMatchObject({ refundedMinor: 8_800n });
  });
});

describe('a notification in Alipay’s name', () => {
  test('is refused when a parameter was changed after signing, when it is unsigned, or when a parameter occurs twice', async () => {
    const { payment } = await begin({ amountMinor: 880_000n });
    const genuine = { out_trade_no: payment.id, total_amount: '8800.00' };
    expect(await notify(genuine, { trade_status: 'TRADE_FINISHED' })).toBe('failure');
    expect(await notify({ ...genuine, total_amount: '88.00' }, { total_amount: '8800.00' })).toBe('failure');
    expect(await notify(genuine, { sign: '' })).toBe('failure');
    expect(await notify(genuine, { sign_type: 'RSA' })).toBe('failure');
    const body = `out_trade_no=${payment.id}&out_trade_no=pay_other`;
    const answer = await fetch(`${shop.url}/payments/alipay/notify`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    expect(await answer.text()).toBe('failure');
    expect(await shop.events(payment.id)).toEqual(['ACTION_REQUIRED']);
  });

  test.each([
    ['another application', { app_id: '2021999999999999' }],
    ['another seller', { seller_id: '2088999999999999' }],
    ['an order that is not ours', { out_trade_no: 'pay_00000000000000000000000000000000' }],
  ])('is refused when it is genuine but for %s', async (_what, changed) => {
    const { payment } = await begin();
    expect(await notify({ out_trade_no: payment.id, ...changed })).toBe('failure');
    expect((await shop.find(payment.id)).state).toBe('REQUIRES_ACTION');
  });

  test.each([
    ['a smaller amount', { total_amount: '0.01' }],
    ['the same figure in another currency', { trans_currency: 'JPY', total_amount: '8800' }],
    ['the amount in dollars', { trans_currency: 'USD' }],
  ])('with %s moves nothing and is kept for staff', async (_what, changed) => {
    const { payment } = await begin();
    expect(await notify({ out_trade_no: payment.id, ...changed })).toBe('failure');
    expect((await shop.find(payment.id)).state).toBe('REQUIRES_ACTION');
    expect(await shop.events(payment.id)).toEqual(['ACTION_REQUIRED', 'MISMATCH']);
  });

  test('is answered with the literal word success, again when it is repeated, and counts once', async () => {
    const { payment } = await begin();
    const message = { out_trade_no: payment.id, notify_id: `once-${payment.id}` };
    const before = shop.changes.length;
    expect(await notify(message)).toBe('success');
    expect(await notify(message)).toBe('success');
    expect(await notify(message)).toBe('success');
    expect(shop.changes.length - before).toBe(1);
    expect((await shop.find(payment.id)).state).toBe('CAPTURED');
  });

  test('is not acknowledged when our part fails, so that Alipay sends it again', async () => {
    const { payment } = await begin();
    shop.react(async () => {
      throw new Error('the tickets could not be issued');
    });
    const message = { out_trade_no: payment.id, notify_id: `again-${payment.id}` };
    expect(await notify(message)).not.toBe('success');
    expect((await shop.find(payment.id)).state).toBe('REQUIRES_ACTION');
    shop.react(async () => {});
    expect(await notify(message)).toBe('success');
    expect((await shop.find(payment.id)).state).toBe('CAPTURED');
  });
});
