import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type SpawnedService, spawnService } from '@games/testing';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readSandboxKeys } from '../src/providers/keys.ts';

const folder = mkdtempSync(join(tmpdir(), 'sandbox-'));
let sandbox: SpawnedService;
let apiKey: string;

const start = () =>
  spawnService(new URL('../src/sandbox/main.ts', import.meta.url), { PORT: '0', PAYMENT_KEYS_FOLDER: folder });

beforeAll(async () => {
  sandbox = await start();
  apiKey = (await readSandboxKeys(folder)).acquirerApiKey;
});
afterAll(async () => {
  await sandbox.stop();
  rmSync(folder, { recursive: true, force: true });
});

function acquirer(path: string, body: object | null, key = apiKey): Promise<Response> {
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
  const address = `${sandbox.url}/acquirer/v1${path}`;
  return fetch(address, body === null ? { headers } : { method: 'POST', headers, body: JSON.stringify(body) });
}

const payment = (reference: string, changes: object = {}) => ({
  merchantId: 'games-sandbox',
  reference,
  amount: { minor: '1000', currency: 'USD' },
  token: 'tok_visa',
  description: 'Tickets',
  returnUrl: 'https://tickets.games.test/back',
  notificationUrl: 'http://127.0.0.1:9/notify',
  expiresAt: new Date(Date.now() + 60_000).toISOString(),
  authoriseUpon: [],
  capture: false,
  ...changes,
});

describe('the sandbox, as a process of its own', () => {
  test('that is killed knows its payments and card tokens afterwards, in a file that only its user reads', async () => {
    const form = new URLSearchParams({ number: '4000000000003220' });
    const tokenised = await fetch(`${sandbox.url}/acquirer/tokens`, { method: 'POST', body: form });
    const { token } = (await tokenised.json()) as { token: string };
    const before = (await (await acquirer('/payments', payment('kill'))).json()) as { id: string };
    await sandbox.stop('SIGKILL');
    sandbox = await start();
    expect(statSync(join(folder, 'sandbox-state')).mode & 0o777).toBe(0o600);
    expect(await (await acquirer('/payments?reference=kill', null)).json()).toMatchObject({ id: before.id });
    expect((await acquirer(`/payments/${before.id}/authorisation`, { eci: '05', capture: true })).status).toBe(200);
    const answer = await acquirer('/payments', payment('typed', { token }));
    expect(await answer.json()).toMatchObject({ authentication: { transStatus: 'C' } });
  });

  test('answers merchants with the right key only', async () => {
    expect((await acquirer('/payments', payment('a'), 'wrong')).status).toBe(401);
    expect((await acquirer('/payments', payment('a'))).status).toBe(200);
  });

  test('does a payment once, however often it is asked', async () => {
    const first = (await (await acquirer('/payments', payment('b'))).json()) as { id: string };
    const second = (await (await acquirer('/payments', payment('b'))).json()) as { id: string };
    expect(second.id).toBe(first.id);
  });

  test.each([
    ['no amount', { amount: { minor: '0', currency: 'USD' } }],
    ['an unknown currency', { amount: { minor: '10', currency: 'XXX' } }],
    ['no end', { expiresAt: 'never' }],
    ['another merchant', { merchantId: 'other' }],
  ])('refuses a payment with %s', async (_what, changes) => {
    expect((await acquirer('/payments', payment(`c-${_what}`, changes))).status).toBe(400);
  });

  test('never authorises a reference that was given up, even when it was unknown then', async () => {
    expect((await acquirer('/voids', { merchantId: 'games-sandbox', reference: 'd' })).status).toBe(404);
    expect((await acquirer('/payments', payment('d'))).status).toBe(409);
  });

  test('takes rules over HTTP and refuses what is none', async () => {
    const set = (content: object) =>
      fetch(`${sandbox.url}/fault-rules`, { method: 'POST', body: JSON.stringify(content) }).then(
        ({ status }) => status,
      );
    expect(await set({ match: { amountMinor: '1313' }, faults: { transStatus: 'N' } })).toBe(200);
    expect(await set({ match: {}, faults: { colour: 'red' } })).toBe(400);
    expect(await set({ match: { token: 5 }, faults: {} })).toBe(400);
    const answer = await acquirer('/payments', payment('e', { amount: { minor: '1313', currency: 'USD' } }));
    expect(await answer.json()).toMatchObject({ authentication: { transStatus: 'N' } });
  });

  test('refuses an Alipay call that the merchant did not sign', async () => {
    const body = new URLSearchParams({
      method: 'alipay.trade.query',
      app_id: '2021000000000001',
      biz_content: '{}',
      sign: 'AAAA',
    });
    const answer = await fetch(`${sandbox.url}/alipay/gateway.do`, { method: 'POST', body });
    expect(await answer.text()).toContain('isv.invalid-signature');
  });

  test('refuses card numbers that are not Visa’s, or whose check digit is wrong', async () => {
    for (const number of ['5555555555554444', '4111111111111112']) {
      const answer = await fetch(`${sandbox.url}/acquirer/tokens`, {
        method: 'POST',
        body: new URLSearchParams({ number }),
      });
      expect(answer.status).toBe(422);
    }
  });
});
