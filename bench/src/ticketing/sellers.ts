import { fileURLToPath } from 'node:url';
import type { Row } from '../report.ts';
import { askChild, type Child, type Children, freePort } from './children.ts';
import type { Crowd } from './fans.ts';
import type { Task } from './seller.ts';

const sellersCount = 2;
const fansAtOnce = 256;

const sellerFile = fileURLToPath(new URL('seller.ts', import.meta.url));
const sandboxFile = fileURLToPath(new URL('../../../packages/payments/src/sandbox/main.ts', import.meta.url));

/** What crowds at all sellers together have lived through. */
export interface Measured {
  readonly crowds: readonly Crowd[];
  readonly seconds: number;
}

/** Environment of everybody who takes payments against one sandbox. */
export type PaymentEnv = Readonly<
  Record<'PAYMENT_KEYS_FOLDER' | 'PAYMENT_RETURN_HOSTS' | 'PAYMENT_SANDBOX_URL', string>
>;

/** Starts the sandbox of the payment providers. */
export async function startSandbox(children: Children, keysFolder: string): Promise<PaymentEnv> {
  const { url } = await children.start(sandboxFile, {
    PORT: String(await freePort()),
    PAYMENT_KEYS_FOLDER: keysFolder,
  });
  return { PAYMENT_KEYS_FOLDER: keysFolder, PAYMENT_RETURN_HOSTS: 'tickets.example', PAYMENT_SANDBOX_URL: url };
}

/** Starts the ticketing processes whose service layer is measured. */
export function startSellers(children: Children, databaseUrl: string, payments: PaymentEnv): Promise<Child[]> {
  const start = async (): Promise<Child> => {
    const port = await freePort();
    const env = { PORT: String(port), PAYMENT_NOTIFY_URL: `http://127.0.0.1:${port}`, DATABASE_URL: databaseUrl };
    return children.start(sellerFile, { ...payments, ...env });
  };
  return Promise.all(Array.from({ length: sellersCount }, start));
}

/** Sends a crowd to all sellers at once, a part to each. */
export async function measureCrowd(
  sellers: readonly Child[],
  task: Task['task'],
  sessionCode: string,
  fans: number,
): Promise<Measured> {
  const begin = performance.now();
  const crowds = await Promise.all(
    sellers.map((seller, index) => {
      const options = { sessionCode, fans: fans / sellers.length, atOnce: fansAtOnce, name: `${sessionCode}-${index}` };
      return askChild<Crowd>(seller, { task, options } satisfies Task);
    }),
  );
  return { crowds, seconds: (performance.now() - begin) / 1_000 };
}

export function crowdRow(what: string, { crowds, seconds }: Measured, tps: number, target: number): Row {
  const sum = (of: (crowd: Crowd) => number): number => crowds.reduce((total, crowd) => total + of(crowd), 0);
  const served = sum((crowd) => crowd.served);
  return {
    what,
    'a second': served / seconds,
    'pgbench -N': tps,
    ratio: served / seconds / tps,
    target,
    served,
    'tried in vain': sum((crowd) => crowd.conflicts),
    'p50 ms': Math.max(...crowds.map((crowd) => crowd.p50Ms)),
    'p99 ms': Math.max(...crowds.map((crowd) => crowd.p99Ms)),
    seconds,
  };
}

/** Outcomes that a fan of this benchmark should not meet, where there were any. */
export function complaints(what: string, { crowds }: Measured): string[] {
  const met = crowds.map(({ unexpected }) => JSON.stringify(unexpected)).filter((text) => text !== '{}');
  return met.map((text) => `${what}: also ${text}`);
}
