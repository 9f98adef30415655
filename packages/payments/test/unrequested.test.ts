import type { Payment } from '@games/payments';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { openShop, press, type Shop } from './shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterEach(() => shop.sandbox.faultRules.clear());
afterAll(() => shop.close());

const returnUrl = 'https://tickets.games.test/back';
const wait = { returnUrl, description: 'Two tickets' };

async function paidByCard(token = 'tok_visa'): Promise<string> {
  const { id } = await shop.open();
  await shop.payments.start({ paymentId: id, key: 'start', instrument: { method: 'VISA', token }, ...wait });
  return id;
}

async function startAlipay(): Promise<{ id: string; page: string }> {
  const { id } = await shop.open({ method: 'ALIPAY', currency: 'CNY', amountMinor: 8_800n });
  const instrument = { method: 'ALIPAY', token: null };
  const outcome = await shop.payments.start({ paymentId: id, key: 'start', instrument, ...wait });
  return { id, page: outcome.kind === 'ActionRequired' ? (outcome.action.url ?? '') : '' };
}

/** Does something in a provider's console that our service knows nothing of. */
async function inConsole(provider: 'acquirer' | 'alipay', fields: Record<string, string>): Promise<void> {
  const body = new URLSearchParams(fields);
  const answer = await fetch(`${shop.sandbox.url}/${provider}/console`, { method: 'POST', body });
  expect(answer.status).toBe(200);
}

const refund = (paymentId: string, key: string, amountMinor: bigint) =>
  shop.payments.refund({ paymentId, key, amountMinor, reason: 'returned' });
const issuesOf = (id: string) => shop.changes.filter(({ after }) => after.id === id).flatMap(({ issues }) => issues);
const until = (id: string, holds: (payment: Payment) => boolean) => shop.until(id, holds);

describe('money that moves without our decision', () => {
  test('is a part refunded in the acquirer’s console: less is left to refund, and the service hears of it', async () => {
    const id = await paidByCard();
    await inConsole('acquirer', { reference: id, action: 'refund', amountMinor: '2345' });
    expect(await until(id, ({ refundedMinor }) => refundedMinor > 0n)).toMatchObject({
      state: 'PARTIALLY_REFUNDED',
      refundedMinor: 2_345n,
      unrequestedRefundMinor: 2_345n,
    });
    expect(issuesOf(id)).toMatchObject([{ kind: 'UNREQUESTED_REFUND', amountMinor: 2_345n }]);
    expect(await refund(id, 'r1', 12_345n)).toMatchObject({ kind: 'AmountExceeded', availableMinor: 10_000n });
    expect(await refund(id, 'r2', 10_000n)).toMatchObject({ kind: 'Done', payment: { state: 'REFUNDED' } });
    expect(await shop.find(id)).toMatchObject({ unrequestedRefundMinor: 2_345n });
  });

  test('is a chargeback: nothing is left to refund, until the dispute is won', async () => {
    const id = await paidByCard();
    await inConsole('acquirer', { reference: id, action: 'chargeback' });
    await until(id, ({ chargedBackMinor }) => chargedBackMinor === 12_345n);
    expect(await refund(id, 'r1', 1n)).toMatchObject({ kind: 'AmountExceeded', availableMinor: 0n });
    await inConsole('acquirer', { reference: id, action: 'win' });
    await until(id, ({ chargedBackMinor }) => chargedBackMinor === 0n);
    expect(await refund(id, 'r2', 12_345n)).toMatchObject({ kind: 'Done', payment: { state: 'REFUNDED' } });
    expect(issuesOf(id).map(({ kind }) => kind)).toEqual(['CHARGEBACK', 'CHARGEBACK_REVERSED']);
  });

  test('is a refund that only its provider’s sum tells of, beside one of ours that counts once', async () => {
    const { id, page } = await startAlipay();
    await press(page, 'pay');
    await until(id, ({ state }) => state === 'CAPTURED');
    expect(await refund(id, 'ours', 800n)).toMatchObject({ kind: 'Done' });
    await inConsole('alipay', { reference: id, amountMinor: '3000' });
    expect(await until(id, ({ refundedMinor }) => refundedMinor === 3_800n)).toMatchObject({
      state: 'PARTIALLY_REFUNDED',
      unrequestedRefundMinor: 3_000n,
    });
    expect(await refund(id, 'more', 8_000n)).toMatchObject({ kind: 'AmountExceeded', availableMinor: 5_000n });
  });

  test('is a first notification that already says refunded: it is captured and refunded at once', async () => {
    shop.sandbox.faultRules.add({ match: { currency: 'CNY' }, faults: { copies: 0 } });
    const { id, page } = await startAlipay();
    await press(page, 'pay');
    await inConsole('alipay', { reference: id });
    expect(await shop.payments.continue({ paymentId: id, key: 'back' })).toMatchObject({
      payment: { state: 'REFUNDED' },
    });
    const [change] = shop.changes.filter(({ after }) => after.id === id && after.capturedMinor > 0n);
    expect(change).toMatchObject({
      before: { capturedMinor: 0n },
      after: { capturedMinor: 8_800n, refundedMinor: 8_800n, unrequestedRefundMinor: 8_800n },
    });
  });

  test('is found when the provider refuses our refund because of it, though no notification came', async () => {
    shop.sandbox.faultRules.add({ match: { token: 'tok_visa' }, faults: { copies: 0 } });
    const id = await paidByCard();
    await inConsole('acquirer', { reference: id, action: 'refund' });
    expect(await refund(id, 'r', 12_345n)).toMatchObject({ kind: 'Declined', payment: { state: 'REFUNDED' } });
    expect(issuesOf(id).map(({ kind }) => kind)).toEqual(['REFUND_REFUSED', 'UNREQUESTED_REFUND']);
  });
});
