import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createPayments,
  type OnPaymentChange,
  type OpenPayment,
  type Payment,
  type PaymentChange,
  type PaymentProvider,
  type Payments,
  type PaymentsOptions,
  paymentMigrations,
  readPaymentProviders,
  selectPayment,
} from '@games/payments';
import { type Database, sql } from '@games/postgres';
import { createTestDatabase, until } from '@games/testing';
import { type PaymentKeys, readSandboxKeys } from '../src/providers/keys.ts';
import { createSandbox, type Sandbox } from '../src/sandbox/createSandbox.ts';

/** A seller for tests: a real database, the sandbox over real HTTP, and a server at which notifications arrive. */
export interface Shop {
  readonly database: Database;
  readonly databaseUrl: string;
  readonly sandbox: Sandbox;
  readonly keys: PaymentKeys;
  readonly keysFolder: string;
  readonly payments: Payments;
  readonly providers: readonly PaymentProvider[];
  /** Where notifications arrive. */
  readonly url: string;
  /** Every change that `onChange` heard of, in order. */
  readonly changes: PaymentChange[];
  /** Replaces what the service does when a payment changes. */
  react(onChange: OnPaymentChange): void;
  /** Another process's view of the same shop, with other settings. */
  branch(options: Partial<PaymentsOptions>): Payments;
  open(opening?: Partial<OpenPayment>, payments?: Payments): Promise<Payment>;
  find(paymentId: string): Promise<Payment>;
  /** Waits until the payment fulfils the condition. */
  until(paymentId: string, holds: (payment: Payment) => boolean): Promise<Payment>;
  /** Ends the leases of a payment's operations, and makes it due: as after the death of the process that had them. */
  endLeases(paymentId: string): Promise<void>;
  /** Types of a payment's events, in the order in which they were recorded. */
  events(paymentId: string): Promise<string[]>;
  close(): Promise<void>;
}

export async function openShop(): Promise<Shop> {
  const folder = mkdtempSync(join(tmpdir(), 'payments-'));
  const keysFolder = join(folder, 'keys');
  const keys = await readSandboxKeys(keysFolder);
  const sandbox = await createSandbox({ port: 0, keys });
  const { database, url: databaseUrl, drop } = await createTestDatabase(paymentMigrations);
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const changes: PaymentChange[] = [];
  let onChange: OnPaymentChange = async () => {};
  const providers = await readPaymentProviders({
    PAYMENT_KEYS_FOLDER: keysFolder,
    PAYMENT_SANDBOX_URL: sandbox.url,
    PAYMENT_NOTIFY_URL: url,
  });
  const options: PaymentsOptions = {
    database,
    providers,
    returnHosts: ['tickets.games.test'],
    callTimeoutMs: 1_000,
    onChange: async (tx, changed) => {
      await onChange(tx, changed);
      changes.push(...changed);
    },
  };
  const payments = createPayments(options);
  server.on('request', (request, response) => {
    const address = new URL(request.url ?? '/', url);
    const route = payments.routes[`${request.method} ${address.pathname}`];
    Promise.resolve(route?.(request, response, address)).catch(() => response.writeHead(500).end());
  });
  const find = async (paymentId: string): Promise<Payment> => {
    const payment = await selectPayment(database, paymentId);
    if (payment === null) throw new Error(`There is no payment ${paymentId}.`);
    return payment;
  };
  return {
    database,
    databaseUrl,
    sandbox,
    keys,
    keysFolder,
    payments,
    providers,
    url,
    changes,
    react: (next) => {
      onChange = next;
    },
    branch: (changed) => createPayments({ ...options, ...changed }),
    open: (opening = {}, by = payments) =>
      database.transaction((tx) =>
        by.open(tx, {
          reference: 'tor_1',
          owner: 'fan-1',
          method: 'VISA',
          currency: 'USD',
          amountMinor: 12_345n,
          expiresAt: new Date(Date.now() + 600_000),
          ...opening,
        }),
      ),
    find,
    until: (paymentId, holds) =>
      until(`payment ${paymentId} is as expected`, async () => {
        const payment = await find(paymentId);
        return holds(payment) ? payment : null;
      }),
    endLeases: async (paymentId) => {
      // The database's clock is finer than ours: what is due "now" there may lie ahead of the same millisecond here.
      await database.run(sql`
        update payment_operation set leased_until = now() where payment_id = ${paymentId} and completed_at is null`);
      await database.run(sql`update payment set inquire_at = now() - interval '1 second' where id = ${paymentId}`);
    },
    events: async (paymentId) => {
      const rows = await database.many<{ type: string }>(
        sql`select type from payment_event where payment_id = ${paymentId} order by sequence`,
      );
      return rows.map((row) => row.type);
    },
    close: async () => {
      await sandbox.close();
      await payments.close();
      server.close();
      server.closeAllConnections();
      await drop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Presses a button on a provider's page, as the fan's browser would. Returns where the browser is sent then. */
export async function press(pageUrl: string, decision: string): Promise<string> {
  const page = await fetch(pageUrl);
  if (!(await page.text()).includes(`value="${decision}"`)) throw new Error(`The page has no button ${decision}.`);
  const answer = await fetch(pageUrl, { method: 'POST', body: new URLSearchParams({ decision }), redirect: 'manual' });
  return answer.headers.get('location') ?? '';
}
