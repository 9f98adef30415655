import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  type EmbeddedPostgres,
  ensureDatabase,
  migrate,
  openDatabase,
  startEmbeddedPostgres,
  withDatabaseName,
} from '@games/postgres';
import { migrations } from '@games/ticketing/migrations.ts';
import type { Benchmark, Row } from '../report.ts';
import type { Crowd } from '../ticketing/fans.ts';
import { measurePgbench, requirePgbench } from '../ticketing/pgbench.ts';
import type { Task, TaskName } from '../ticketing/seller.ts';
import { stadiumSeats, storeStadium } from '../ticketing/stadium.ts';

const fansCount = 50_000;
const ordersCount = 8_000;
const sellersCount = 2;
const fansAtOnce = 256;
const pgbenchSeconds = 5;

const steps: readonly {
  readonly what: string;
  readonly task: TaskName;
  readonly sessionCode: string;
  readonly fans: number;
  readonly bar: number;
}[] = [
  { what: 'named-seat holds', task: 'pointAtSeats', sessionCode: 'NAMED', fans: fansCount, bar: 0.8 },
  { what: 'best-available holds', task: 'askForTheBest', sessionCode: 'BEST', fans: fansCount, bar: 0.5 },
  {
    what: 'completed orders (hold, pay, tickets)',
    task: 'buyTickets',
    sessionCode: 'ORDERS',
    fans: ordersCount,
    bar: 0.1,
  },
];

const sellerFile = fileURLToPath(new URL('../ticketing/seller.ts', import.meta.url));
const sandboxFile = fileURLToPath(new URL('../../../packages/payments/src/sandbox/main.ts', import.meta.url));

interface Measured {
  readonly crowds: readonly Crowd[];
  readonly seconds: number;
}

export const bench: Benchmark = {
  about: `an on-sale: ${fansCount} fans, a session of ${stadiumSeats} seats, ${sellersCount} ticketing processes, payments against the sandbox; ratios to pgbench -N on the same PostgreSQL`,
  run: async () => {
    requirePgbench();
    const folder = mkdtempSync(join(tmpdir(), 'bench-ticketing-'));
    chmodSync(folder, 0o755);
    const children: ChildProcess[] = [];
    const postgres = process.env.DATABASE_URL
      ? null
      : await startEmbeddedPostgres({ folder: join(folder, 'postgres') });
    try {
      const serverUrl = process.env.DATABASE_URL ?? (postgres as EmbeddedPostgres).url;
      const databaseUrl = withDatabaseName(serverUrl, `bench_ticketing_${process.pid}`);
      await prepare(databaseUrl);
      const sellers = await startSellers(databaseUrl, join(folder, 'keys'), children);
      const pace: number[] = [await measurePgbench(serverUrl, pgbenchSeconds)];
      const rows: Row[] = [];
      const notes: string[] = [];
      for (const { what, task, sessionCode, fans, bar } of steps) {
        const measured = await measure(sellers, task, sessionCode, fans);
        pace.push(await measurePgbench(serverUrl, pgbenchSeconds));
        const tps = ((pace.at(-1) as number) + (pace.at(-2) as number)) / 2;
        rows.push(toRow(what, measured, tps, bar));
        notes.push(...complaints(what, measured));
      }
      return {
        title: `On-sale of a session of ${stadiumSeats} seats by ${sellersCount} ticketing processes`,
        rows,
        notes: [
          `pgbench -N (statements prepared, 16 clients) on the same server before, between and after: ${pace.map(Math.round).join(', ')} transactions a second; each ratio is to the mean of the two beside it.`,
          'Only holds that were given, and orders with their tickets, count. A fan who finds seats taken tries again elsewhere; that is in the time.',
          'p50 and p99 are of a whole visit: all tries of one fan until she is served, or gives up.',
          ...notes,
        ],
      };
    } finally {
      for (const child of children) child.kill('SIGKILL');
      await postgres?.close();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

async function prepare(databaseUrl: string): Promise<void> {
  await ensureDatabase(databaseUrl);
  const database = openDatabase({ url: databaseUrl, poolSize: 2, statementTimeoutMs: 120_000 });
  try {
    await migrate(database, ...migrations);
    await storeStadium(
      database,
      steps.map(({ sessionCode }) => sessionCode),
    );
  } finally {
    await database.close();
  }
}

async function startSellers(
  databaseUrl: string,
  keysFolder: string,
  children: ChildProcess[],
): Promise<ChildProcess[]> {
  const sandboxPort = await freePort();
  await start(sandboxFile, { PORT: String(sandboxPort), PAYMENT_KEYS_FOLDER: keysFolder }, children);
  const sellers: ChildProcess[] = [];
  for (let number = 0; number < sellersCount; number += 1) {
    const port = await freePort();
    sellers.push(
      await start(
        sellerFile,
        {
          PORT: String(port),
          DATABASE_URL: databaseUrl,
          PAYMENT_KEYS_FOLDER: keysFolder,
          PAYMENT_SANDBOX_URL: `http://127.0.0.1:${sandboxPort}`,
          PAYMENT_NOTIFY_URL: `http://127.0.0.1:${port}`,
        },
        children,
      ),
    );
  }
  return sellers;
}

async function start(
  file: string,
  env: Readonly<Record<string, string>>,
  children: ChildProcess[],
): Promise<ChildProcess> {
  const child = fork(file, { env: { ...process.env, NODE_ENV: 'production', LOG_LEVEL: 'error', ...env } });
  children.push(child);
  const ready = await Promise.race([once(child, 'message').then(() => true), once(child, 'exit').then(() => false)]);
  if (!ready) throw new Error(`${file} ended before it was ready.`);
  return child;
}

async function measure(
  sellers: readonly ChildProcess[],
  task: TaskName,
  sessionCode: string,
  fans: number,
): Promise<Measured> {
  const begin = performance.now();
  const crowds = await Promise.all(
    sellers.map(async (seller, index) => {
      const options = { sessionCode, fans: fans / sellers.length, atOnce: fansAtOnce, name: `${sessionCode}-${index}` };
      seller.send({ task, options } satisfies Task);
      const [answer] = (await once(seller, 'message')) as [{ crowd?: Crowd; error?: string }];
      if (answer.crowd === undefined) throw new Error(answer.error);
      return answer.crowd;
    }),
  );
  return { crowds, seconds: (performance.now() - begin) / 1_000 };
}

function toRow(what: string, { crowds, seconds }: Measured, tps: number, bar: number): Row {
  const sum = (of: (crowd: Crowd) => number): number => crowds.reduce((total, crowd) => total + of(crowd), 0);
  const served = sum((crowd) => crowd.served);
  return {
    what,
    'a second': served / seconds,
    'pgbench -N': tps,
    ratio: served / seconds / tps,
    bar,
    served,
    'tried in vain': sum((crowd) => crowd.conflicts),
    'p50 ms': Math.max(...crowds.map((crowd) => crowd.p50Ms)),
    'p99 ms': Math.max(...crowds.map((crowd) => crowd.p99Ms)),
    seconds,
  };
}

/** Outcomes that a fan of this benchmark should not meet, where there were any. */
function complaints(what: string, { crowds }: Measured): string[] {
  const met = crowds.map(({ unexpected }) => JSON.stringify(unexpected)).filter((text) => text !== '{}');
  return met.map((text) => `${what}: also ${text}`);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
