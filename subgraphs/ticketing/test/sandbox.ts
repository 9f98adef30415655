import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawnService } from '@games/testing';
import { startTestService, type TestService } from './service.ts';

const sandboxMain = new URL('../../../packages/payments/src/sandbox/main.ts', import.meta.url);

/** The sandbox provider as a process of its own. */
export interface Sandbox {
  readonly url: string;
  readonly keysFolder: string;
  /** Adds a rule of what goes wrong with payments: see the README of packages/payments. */
  addFaultRule(rule: object): Promise<void>;
  /** Lets the fan confirm (or refuse) on the bank's page. */
  decide(redirectUrl: string, decision: 'confirm' | 'refuse' | 'pay' | 'leave'): Promise<void>;
  stop(): Promise<void>;
}

export async function startSandbox(): Promise<Sandbox> {
  const keysFolder = mkdtempSync(join(tmpdir(), 'payment-keys-'));
  const service = await spawnService(sandboxMain, { PORT: '0', PAYMENT_KEYS_FOLDER: keysFolder });
  const post = async (url: string, init: RequestInit): Promise<void> => {
    const response = await fetch(url, { method: 'POST', redirect: 'manual', ...init });
    if (response.status >= 400) throw new Error(`${url}: ${response.status} ${await response.text()}`);
  };
  return {
    url: service.url,
    keysFolder,
    addFaultRule: (rule) => post(new URL('/fault-rules', service.url).href, { body: JSON.stringify(rule) }),
    decide: (redirectUrl, decision) => post(redirectUrl, { body: new URLSearchParams({ decision }) }),
    stop: async () => {
      await service.stop();
      rmSync(keysFolder, { recursive: true, force: true });
    },
  };
}

/** A port on 127.0.0.1 that was free a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

/** What a ticketing process has to be told so that it pays with the sandbox and hears of it. */
export function paymentEnv(sandbox: Sandbox, port: number): Record<string, string> {
  return {
    PAYMENT_KEYS_FOLDER: sandbox.keysFolder,
    PAYMENT_SANDBOX_URL: sandbox.url,
    PAYMENT_RETURN_HOSTS: 'shop.example,tickets.example',
    PAYMENT_NOTIFY_URL: `http://127.0.0.1:${port}`,
  };
}

/** A ticketing service that pays with the sandbox. */
export async function startPayingService(sandbox: Sandbox): Promise<TestService> {
  const port = await freePort();
  return startTestService(paymentEnv(sandbox, port), port);
}
