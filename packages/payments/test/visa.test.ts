import { randomUUID } from 'node:crypto';
import { type PaymentOutcome, scheduleRefund } from '@games/payments';
import { openDatabase, signWebhook, sql } from '@games/postgres';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
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

const returnUrl = 'https://tickets.games.test/back';

function start(paymentId: string, token: string, key = 'start', payments = shop.payments): Promise<PaymentOutcome> {
  const instrument = { method: 'VISA', token } as const;
  return payments.start({ paymentId, key, instrument, returnUrl, description: 'Two tickets' });
}

async function paid(token = 'tok_visa'): Promise<string> {
  const { id } = await shop.open();
  expect(await start(id, token)).toMatchObject({ kind: 'Done', payment: { state: 'CAPTURED' } });
  return id;
}

/** Sends a webhook about a payment as the acquirer has it, but for the changes; signed by the acquirer. */
async function notifyOf(reference: string, changes: object): Promise<number> {
  const headers = { authorization: `Bearer ${shop.keys.acquirerApiKey}` };
  const answer = await fetch(`${shop.sandbox.url}/acquirer/v1/payments?reference=${reference}`, { headers });
  const payment = { ...((await answer.json()) as object), ...changes };
  const body = JSON.stringify({ type: 'payment.captured', occurredAt: new Date().toISOString(), payment });
  const signed = signWebhook(shop.keys.acquirerWebhookSecret, `evt_${randomUUID()}`, body);
  return (await fetch(`${shop.url}/payments/visa/notify`, { method: 'POST', body, headers: { ...signed } })).status;
}

describe('a Visa card', () => {
  test.each(['tok_visa', 'tok_visa_attempted'])(
    'that is authenticated without a challenge (%s) is charged at once',
    async (token) => {
      const { id } = await shop.open();
      const outcome = await start(id, token);
      expect(outcome).toMatchObject({ kind: 'Done', payment: { state: 'CAPTURED', capturedMinor: 12_345n } });
      expect(await shop.events(id)).toEqual(expect.arrayContaining(['AUTHENTICATED', 'AUTHORIZED', 'CAPTURED']));
    },
  );

  test.each([
    ['tok_visa_not_authenticated', 'NOT_AUTHENTICATED'],
    ['tok_visa_unavailable', 'AUTHENTICATION_UNAVAILABLE'],
    ['tok_visa_informational', 'AUTHENTICATION_UNAVAILABLE'],
    ['tok_visa_rejected', 'AUTHENTICATION_REJECTED'],
    ['tok_visa_declined', 'DECLINED'],
    ['tok_of_nobody', 'REFUSED'],
  ])('with %s fails with %s and is never authorised', async (token, code) => {
    const { id } = await shop.open();
    expect(await start(id, token)).toMatchObject({ kind: 'Declined', failure: { code }, payment: { state: 'FAILED' } });
    expect(await shop.events(id)).not.toContain('AUTHORIZED');
  });

  test('needs the fan for a challenge, and is charged when the fan comes back after confirming', async () => {
    const { id } = await shop.open();
    const outcome = await start(id, 'tok_visa_challenge');
    if (outcome.kind !== 'ActionRequired') throw new Error(outcome.kind);
    expect(outcome.payment.state).toBe('REQUIRES_ACTION');
    expect(await press(outcome.action.url ?? '', 'confirm')).toBe(returnUrl);
    const back = await shop.payments.continue({ paymentId: id, key: 'back' });
    expect(back).toMatchObject({ kind: 'Done', payment: { state: 'CAPTURED', capturedMinor: 12_345n } });
  });

  test('is charged after a challenge even when the fan never comes back, because the acquirer tells', async () => {
    const { id } = await shop.open();
    const outcome = await start(id, 'tok_visa_challenge');
    if (outcome.kind !== 'ActionRequired') throw new Error(outcome.kind);
    await press(outcome.action.url ?? '', 'confirm');
    await shop.until(id, ({ state }) => state === 'CAPTURED');
  });

  test('is not charged by a browser that claims to have confirmed', async () => {
    const { id } = await shop.open();
    await start(id, 'tok_visa_challenge');
    expect(await shop.payments.continue({ paymentId: id, key: 'liar' })).toMatchObject({ kind: 'Pending' });
    expect((await shop.find(id)).state).toBe('REQUIRES_ACTION');
  });

  test('fails when the fan refuses the challenge', async () => {
    const { id } = await shop.open();
    const outcome = await start(id, 'tok_visa_challenge');
    if (outcome.kind !== 'ActionRequired') throw new Error(outcome.kind);
    await press(outcome.action.url ?? '', 'refuse');
    const payment = await shop.until(id, ({ state }) => state === 'FAILED');
    expect(payment.failure?.code).toBe('NOT_AUTHENTICATED');
  });

  test('that is authenticated elsewhere (decoupled) waits, and is charged when the bank has its answer', async () => {
    const { id } = await shop.open();
    expect(await start(id, 'tok_visa_decoupled')).toMatchObject({
      kind: 'ActionRequired',
      action: { kind: 'WAIT', url: null },
    });
    await shop.until(id, ({ state }) => state === 'CAPTURED');
  });

  test('typed into the acquirer’s own form becomes a token, and its number never reaches us', async () => {
    const form = new URLSearchParams({ number: '4111 1111 1111 1111', expiry: '12/30', cvc: '123' });
    const answer = await fetch(`${shop.sandbox.url}/acquirer/tokens`, { method: 'POST', body: form });
    const { token } = (await answer.json()) as { token: string };
    await paid(token);
    const { id } = await shop.open();
    await expect(start(id, '4111111111111111')).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
    await expect(start(id, 'tok_4111111111111111')).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
    expect((await shop.find(id)).state).toBe('CREATED');
  });
});

describe('an authorised amount', () => {
  test('is captured or given up as the service decides in the very transaction that records it', async () => {
    shop.react(async (_tx, changes) => {
      for (const { after, next } of changes)
        if (after.state === 'AUTHORIZED') after.reference === 'keep' ? next.capture('capture') : next.void('void');
    });
    const kept = await shop.open({ capture: 'MANUAL', reference: 'keep' });
    const dropped = await shop.open({ capture: 'MANUAL', reference: 'drop' });
    expect(await start(kept.id, 'tok_visa')).toMatchObject({ kind: 'Done' });
    await shop.until(kept.id, ({ state }) => state === 'CAPTURED');
    expect(await start(dropped.id, 'tok_visa')).toMatchObject({ kind: 'Done' });
    await shop.until(dropped.id, ({ state }) => state === 'VOIDED');
  });

  test('can be captured once; the key answers the same again, and another key is not allowed', async () => {
    const { id } = await shop.open({ capture: 'MANUAL' });
    expect(await start(id, 'tok_visa')).toMatchObject({ kind: 'Done', payment: { state: 'AUTHORIZED' } });
    const name = { paymentId: id, key: 'capture' };
    expect(await shop.payments.capture(name)).toMatchObject({ kind: 'Done', payment: { state: 'CAPTURED' } });
    expect(await shop.payments.capture(name)).toMatchObject({
      kind: 'Done',
      payment: { capturedMinor: 12_345n },
    });
    expect(await shop.payments.capture({ ...name, key: 'again' })).toMatchObject({ kind: 'NotAllowed' });
    expect(await shop.payments.void({ ...name, key: 'void' })).toMatchObject({ kind: 'NotAllowed' });
  });

  test('that was given up cannot be captured any more', async () => {
    const { id } = await shop.open({ capture: 'MANUAL' });
    await start(id, 'tok_visa');
    expect(await shop.payments.void({ paymentId: id, key: 'v' })).toMatchObject({
      kind: 'Done',
      payment: { state: 'VOIDED' },
    });
    expect(await shop.payments.capture({ paymentId: id, key: 'c' })).toMatchObject({ kind: 'NotAllowed' });
    expect(await shop.payments.void({ paymentId: id, key: 'v2' })).toMatchObject({ kind: 'Done' });
  });
});

describe('an idempotency key', () => {
  test('answers with its first outcome, a refusal included, and with other content is refused', async () => {
    const { id } = await shop.open();
    expect(await start(id, 'tok_visa_declined')).toMatchObject({ kind: 'Declined' });
    expect(await start(id, 'tok_visa_declined')).toMatchObject({ kind: 'Declined', failure: { code: 'DECLINED' } });
    expect(await start(id, 'tok_visa')).toMatchObject({ kind: 'KeyReused' });
    expect(await start(id, 'tok_visa', 'another')).toMatchObject({ kind: 'NotAllowed' });
  });

  test('used many times at once makes one charge', async () => {
    const { id } = await shop.open();
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => start(id, 'tok_visa')));
    expect(outcomes.filter(({ kind }) => kind === 'Done').length).toBeGreaterThanOrEqual(1);
    expect(outcomes.every(({ kind }) => kind === 'Done' || kind === 'InFlight')).toBe(true);
    expect((await shop.events(id)).filter((type) => type === 'CAPTURED')).toHaveLength(1);
  });

  test('of a payment that does not exist is nothing', async () => {
    expect(await start('pay_unknown', 'tok_visa')).toEqual({ kind: 'UnknownPayment' });
  });
});

describe('refunds', () => {
  test('refund parts until nothing is left, and never more', async () => {
    const id = await paid();
    const refund = (key: string, amountMinor: bigint) =>
      shop.payments.refund({ paymentId: id, key, amountMinor, reason: 'seat obstructed' });
    expect(await refund('r1', 2_345n)).toMatchObject({
      kind: 'Done',
      payment: { state: 'PARTIALLY_REFUNDED', refundedMinor: 2_345n },
    });
    expect(await refund('r1', 2_345n)).toMatchObject({ kind: 'Done', payment: { refundedMinor: 2_345n } });
    expect(await refund('r2', 10_001n)).toMatchObject({ kind: 'AmountExceeded', availableMinor: 10_000n });
    expect(await refund('r3', 10_000n)).toMatchObject({ kind: 'Done', payment: { state: 'REFUNDED' } });
    expect(await refund('r4', 1n)).toMatchObject({ kind: 'NotAllowed' });
    await expect(refund('r5', 0n)).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
  });

  test('that run at once cannot together refund more than was captured', async () => {
    const id = await paid();
    const outcomes = await Promise.all(
      ['a', 'b', 'c', 'd'].map((key) =>
        shop.payments.refund({ paymentId: id, key, amountMinor: 5_000n, reason: 'cancelled' }),
      ),
    );
    expect(outcomes.filter(({ kind }) => kind === 'Done')).toHaveLength(2);
    expect(outcomes.filter(({ kind }) => kind === 'AmountExceeded')).toHaveLength(2);
    expect(await shop.find(id)).toMatchObject({ refundedMinor: 10_000n, refundPendingMinor: 0n });
  });

  test('that the acquirer refuses leave the payment captured and free their sum', async () => {
    const id = await paid('tok_visa_refund_fails');
    const request = { paymentId: id, key: 'r', amountMinor: 12_345n, reason: 'cancelled' };
    expect(await shop.payments.refund(request)).toMatchObject({
      kind: 'Declined',
      payment: { state: 'CAPTURED', refundPendingMinor: 0n },
    });
  });

  test('that take the acquirer a while are pending, reserve their sum, and end by its webhook', async () => {
    shop.sandbox.faultRules.add({ match: { token: 'tok_visa' }, faults: { refund: 'PENDING' }, times: 1 });
    const id = await paid();
    const request = { paymentId: id, key: 'r', amountMinor: 12_345n, reason: 'cancelled' };
    expect(await shop.payments.refund(request)).toMatchObject({
      kind: 'Pending',
      payment: { refundPendingMinor: 12_345n },
    });
    await shop.until(id, ({ state }) => state === 'REFUNDED');
    expect(await shop.payments.refund(request)).toMatchObject({ kind: 'Done' });
  });
});

describe('when the acquirer is silent', () => {
  test('and acted, nobody knows until the inquiry tells, and the money is taken once', async () => {
    shop.sandbox.faultRules.add({ match: { token: 'tok_visa_answer_lost' }, faults: { copies: 0 } });
    const { id } = await shop.open();
    expect(await start(id, 'tok_visa_answer_lost')).toMatchObject({ kind: 'Pending', payment: { state: 'CREATED' } });
    expect(await shop.payments.inquire(id)).toMatchObject({ state: 'CAPTURED', capturedMinor: 12_345n });
    expect(await start(id, 'tok_visa_answer_lost')).toMatchObject({ kind: 'Done', payment: { state: 'CAPTURED' } });
  });

  test('its webhooks alone settle many payments of the same moment, each once however often they come', async () => {
    shop.sandbox.faultRules.add({ match: { token: 'tok_visa_answer_lost' }, faults: { copies: 3 } });
    const payments = await Promise.all(Array.from({ length: 20 }, () => shop.open()));
    const ids = payments.map(({ id }) => id);
    await Promise.all(ids.map((id) => start(id, 'tok_visa_answer_lost')));
    await Promise.all(ids.map((id) => shop.until(id, ({ state }) => state === 'CAPTURED')));
    const captures = shop.changes.filter(({ after }) => ids.includes(after.id) && after.capturedMinor === 12_345n);
    expect(captures.map(({ after }) => after.id).toSorted()).toEqual(ids.toSorted());
    expect(new Set(await Promise.all(ids.map((id) => shop.events(id).then((types) => types.length))))).toEqual(
      new Set([3]),
    );
  });

  test('and did not act, the payment goes on when the acquirer is back', async () => {
    shop.sandbox.faultRules.add({
      match: { token: 'tok_visa' },
      faults: { answers: { inquire: 'fault' } },
      times: 1,
    });
    const { id } = await shop.open();
    const silent = await start(id, 'tok_visa_no_answer');
    expect(silent).toMatchObject({ kind: 'Pending' });
    // The inquiry sees an authenticated payment that waits for us, and takes the step that is still withheld.
    expect(await shop.payments.inquire(id)).toMatchObject({ state: 'CREATED' });
  });

  test('the sweep asks, each process a part, and closes what can no longer be finished', async () => {
    const { id } = await shop.open({ expiresAt: new Date(Date.now() + 60_000) });
    expect(await start(id, 'tok_visa_no_answer')).toMatchObject({ kind: 'Pending' });
    const later = shop.branch({ now: () => new Date(Date.now() + 120_000) });
    const [first, second] = await Promise.all([later.inquireDue(), later.inquireDue()]);
    expect(first + second).toBeGreaterThanOrEqual(1);
    expect((await shop.find(id)).state).toBe('VOIDED');
  });

  test('a payment that nobody ever started is closed when its time is over', async () => {
    const { id } = await shop.open({ expiresAt: new Date(Date.now() - 1) });
    await shop.payments.inquireDue();
    expect((await shop.find(id)).state).toBe('VOIDED');
    expect(await start(id, 'tok_visa')).toMatchObject({ kind: 'NotAllowed' });
  });

  test('no transaction and no connection is held: one connection is enough for others to go on', async () => {
    const database = openDatabase({ url: shop.databaseUrl, poolSize: 1 });
    try {
      const called = Promise.withResolvers<void>();
      const providers = shop.providers.map((provider) => ({
        ...provider,
        start: (...call: Parameters<typeof provider.start>) => {
          called.resolve();
          return provider.start(...call);
        },
      }));
      const { id } = await shop.open();
      const waiting = start(id, 'tok_visa_no_answer', 'start', shop.branch({ database, providers }));
      await called.promise;
      const { idle } = await database.one<{ idle: bigint }>(sql`
        select count(*) as idle from pg_stat_activity
        where datname = current_database() and state like 'idle in transaction%'`);
      expect(idle).toBe(0n);
      expect(await waiting).toMatchObject({ kind: 'Pending' });
    } finally {
      await database.close();
    }
  });
});

describe('a process that dies', () => {
  test('between the acquirer’s act and our record leaves a payment that another process settles', async () => {
    const dying = shop.branch({
      providers: shop.providers.map((provider) => ({
        ...provider,
        start: async (...call: Parameters<typeof provider.start>) => {
          await provider.start(...call);
          throw new Error('the process is gone');
        },
      })),
    });
    shop.sandbox.faultRules.add({ match: { token: 'tok_visa' }, faults: { copies: 0 }, times: 1 });
    const { id } = await shop.open();
    await expect(start(id, 'tok_visa', 'start', dying)).rejects.toThrow('the process is gone');
    expect(await start(id, 'tok_visa')).toMatchObject({ kind: 'InFlight' });
    await shop.endLeases(id);
    await shop.payments.inquireDue();
    expect((await shop.find(id)).state).toBe('CAPTURED');
    expect(await start(id, 'tok_visa')).toMatchObject({ kind: 'Done' });
  });

  test('before a refund that followed from a change leaves it written down, and the sweep carries it out', async () => {
    shop.react(async (_tx, changes) => {
      for (const { after, next } of changes)
        if (after.state === 'CAPTURED') next.refund('gone', after.capturedMinor, 'The seats were gone.');
    });
    const failing = shop.branch({
      providers: shop.providers.map((provider) => ({
        ...provider,
        refund: () => Promise.reject(new Error('the process is gone')),
      })),
    });
    const { id } = await shop.open();
    expect(await start(id, 'tok_visa', 'start', failing)).toMatchObject({
      kind: 'Done',
      payment: { state: 'CAPTURED' },
    });
    await shop.endLeases(id);
    await shop.branch({ now: () => new Date(Date.now() + 3_600_000) }).inquireDue();
    expect(await shop.find(id)).toMatchObject({ state: 'REFUNDED', refundPendingMinor: 0n });
  });

  test('after it has claimed a payment for a scheduled refund, and before it has started it, loses nothing either', async () => {
    const id = await paid();
    const now = new Date();
    const refund = { paymentId: id, key: 'returned', amountMinor: 12_345n, reason: 'The fan asked for it.' };
    await shop.database.transaction((tx) => scheduleRefund(tx, refund, now));
    // What the sweep of the dying process has done last: nothing more is to be heard of a captured payment by itself.
    await shop.database.run(sql`update payment set inquire_at = null where id = ${id}`);
    await shop.payments.inquireDue();
    expect(await shop.find(id)).toMatchObject({ state: 'REFUNDED', refundedMinor: 12_345n });
  });

  test('or fails inside the service’s part of the transaction records nothing, and the next try records all', async () => {
    shop.react(async () => {
      throw new Error('the tickets could not be issued');
    });
    const { id } = await shop.open();
    await expect(start(id, 'tok_visa')).rejects.toThrow('the tickets could not be issued');
    expect((await shop.find(id)).state).toBe('CREATED');
    shop.react(async () => {});
    expect(await shop.payments.inquire(id)).toMatchObject({ state: 'CAPTURED' });
  });
});

describe('the acquirer’s webhooks', () => {
  test.each([
    ['twice', { copies: 2 }],
    ['late', { delayMs: 300 }],
    ['in the wrong order, twice', { delayMs: 300, copies: 2, reversed: true }],
    ['never', { copies: 0 }],
  ])('that arrive %s change nothing about the end', async (_how, faults) => {
    shop.sandbox.faultRules.add({ match: { reference: 'x' }, faults: {} });
    shop.sandbox.faultRules.add({ match: { token: 'tok_visa' }, faults });
    const { id } = await shop.open({ capture: 'MANUAL' });
    await start(id, 'tok_visa');
    await shop.payments.capture({ paymentId: id, key: 'c' });
    await shop.payments.refund({ paymentId: id, key: 'r', amountMinor: 345n, reason: 'late' });
    await shop.sandbox.notified();
    expect(await shop.find(id)).toMatchObject({
      state: 'PARTIALLY_REFUNDED',
      capturedMinor: 12_345n,
      refundedMinor: 345n,
    });
    const events = await shop.events(id);
    expect(events.toSorted()).toEqual(['AUTHENTICATED', 'AUTHORIZED', 'CAPTURED', 'REFUNDED', 'REFUND_REQUESTED']);
  });

  test.each([
    ['one cent', { minor: '1', currency: 'USD' }],
    ['the same figure in another currency', { minor: '12345', currency: 'JPY' }],
  ])('with a capture of %s are genuine, pay nothing, and are recorded for staff', async (_what, amount) => {
    shop.sandbox.faultRules.add({ match: { token: 'tok_visa' }, faults: { copies: 0 }, times: 1 });
    const { id } = await shop.open({ capture: 'MANUAL' });
    await start(id, 'tok_visa');
    expect(await notifyOf(id, { capturedAt: new Date().toISOString(), captured: amount })).toBe(200);
    expect(await shop.find(id)).toMatchObject({ state: 'AUTHORIZED', capturedMinor: 0n });
    expect(await shop.events(id)).toEqual(['AUTHENTICATED', 'AUTHORIZED', 'MISMATCH']);
  });

  test('are refused when the signature is wrong, old, or missing', async () => {
    const { id } = await shop.open();
    const body = JSON.stringify({ type: 'payment.captured', payment: { reference: id } });
    const old = signWebhook(shop.keys.acquirerWebhookSecret, 'evt_1', body, new Date(Date.now() - 600_000));
    const foreign = signWebhook('whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', 'evt_1', body);
    for (const headers of [{}, { ...old }, { ...foreign }]) {
      const answer = await fetch(`${shop.url}/payments/visa/notify`, { method: 'POST', body, headers });
      expect(answer.status).toBe(422);
    }
    expect(await shop.events(id)).toEqual([]);
  });
});
