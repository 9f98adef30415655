import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type EmbeddedPostgres,
  ensureDatabase,
  migrate,
  openDatabase,
  startEmbeddedPostgres,
  withDatabaseName,
} from '@games/postgres';
import { migrations } from '@games/ticketing';
import type { Benchmark, Report, Row } from '../report.ts';
import { type Children, createChildren } from '../ticketing/children.ts';
import { endToEndSession, measureEndToEnd } from '../ticketing/endToEnd.ts';
import { admissionsPerMinute, measureQueue } from '../ticketing/measureQueue.ts';
import { measurePgbench, requirePgbench } from '../ticketing/pgbench.ts';
import type { TaskName } from '../ticketing/seller.ts';
import { complaints, crowdRow, measureCrowd, startSandbox, startSellers } from '../ticketing/sellers.ts';
import { stadiumSeats, storeStadium } from '../ticketing/stadium.ts';

const fansCount = 50_000;
const ordersCount = 8_000;
const endToEndFans = 3_000;
const pgbenchSeconds = 5;

const steps: readonly {
  readonly what: string;
  readonly task: TaskName;
  readonly sessionCode: string;
  readonly fans: number;
  readonly target: number;
}[] = [
  { what: 'named-seat holds', task: 'pointAtSeats', sessionCode: 'NAMED', fans: fansCount, target: 0.8 },
  { what: 'best-available holds', task: 'askForTheBest', sessionCode: 'BEST', fans: fansCount, target: 0.5 },
  {
    what: 'completed orders (hold, pay, tickets)',
    task: 'buyTickets',
    sessionCode: 'ORDERS',
    fans: ordersCount,
    target: 0.1,
  },
];

export const bench: Benchmark = {
  about: `an on-sale: ${fansCount} fans in the queue, a session of ${stadiumSeats} seats, two ticketing processes, payments against the sandbox, and the end-to-end through the gateway; ratios to pgbench -N on the same PostgreSQL`,
  run: async () => {
    requirePgbench();
    const folder = mkdtempSync(join(tmpdir(), 'bench-ticketing-'));
    chmodSync(folder, 0o755);
    const children = createChildren();
    const postgres = process.env.DATABASE_URL
      ? null
      : await startEmbeddedPostgres({ folder: join(folder, 'postgres') });
    try {
      return await measure(folder, children, process.env.DATABASE_URL ?? (postgres as EmbeddedPostgres).url);
    } finally {
      children.stop();
      await postgres?.close();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

async function measure(folder: string, children: Children, serverUrl: string): Promise<Report> {
  const databaseUrl = withDatabaseName(serverUrl, `bench_ticketing_${process.pid}`);
  await prepare(databaseUrl);
  const payments = await startSandbox(children, join(folder, 'keys'));
  const tps = () => measurePgbench(serverUrl, pgbenchSeconds);
  const redisUrl = await children.startRedis();
  const queues = await measureQueue(children, databaseUrl, null, fansCount);
  if (redisUrl !== null) queues.push(...(await measureQueue(children, databaseUrl, redisUrl, fansCount)));
  const { rows, notes } = await measureService(children, databaseUrl, payments, tps);
  const endToEnd = await measureEndToEnd({
    children,
    databaseUrl,
    redisUrl,
    payments,
    folder,
    fans: endToEndFans,
    tps,
  });
  const share = Number(endToEnd['a second']) / Number(rows.at(-1)?.['a second']);
  return {
    title: `On-sale of a session of ${stadiumSeats} seats by two ticketing processes`,
    rows: [...rows, endToEnd, ...queues],
    notes: [
      'Only holds that were given, and orders with their tickets, count. A fan who finds seats taken tries again elsewhere; that is in the time.',
      'p50 and p99 of holds and orders are of a whole visit: all tries of one fan until she is served, or gives up. Of queues they are of one request.',
      `Queues: all fans join before the sale opens; then ${admissionsPerMinute} a minute are let in, the most that a room may be set to.${redisUrl === null ? ' There is no redis-server on this machine.' : ' On Redis two processes share the queue.'}`,
      `Through the gateway: one gateway, one ticketing process, GraphQL over HTTP, a token for each fan, clients on the same two cores; ${share.toFixed(2)} times the orders of the service layer. Its p50 and p99 are from the admission to the tickets.`,
      ...notes,
    ],
  };
}

async function measureService(
  children: Children,
  databaseUrl: string,
  payments: Awaited<ReturnType<typeof startSandbox>>,
  tps: () => Promise<number>,
): Promise<{ readonly rows: Row[]; readonly notes: string[] }> {
  const sellers = await startSellers(children, databaseUrl, payments);
  const pace: number[] = [await tps()];
  const rows: Row[] = [];
  const notes: string[] = [];
  for (const { what, task, sessionCode, fans, target } of steps) {
    const measured = await measureCrowd(sellers, task, sessionCode, fans);
    pace.push(await tps());
    const beside = ((pace.at(-1) as number) + (pace.at(-2) as number)) / 2;
    rows.push(crowdRow(what, measured, beside, target));
    notes.push(...complaints(what, measured));
  }
  for (const { process } of sellers) process.disconnect();
  const said = pace.map(Math.round).join(', ');
  const about = `pgbench -N (statements prepared, 16 clients) on the same server before, between and after holds and orders: ${said} transactions a second; each ratio is to the mean of the two beside it.`;
  return { rows, notes: [about, ...notes] };
}

async function prepare(databaseUrl: string): Promise<void> {
  await ensureDatabase(databaseUrl);
  const database = openDatabase({ url: databaseUrl, poolSize: 2, statementTimeoutMs: 120_000 });
  try {
    await migrate(database, migrations);
    await storeStadium(database, [...steps.map(({ sessionCode }) => sessionCode), endToEndSession]);
  } finally {
    await database.close();
  }
}
