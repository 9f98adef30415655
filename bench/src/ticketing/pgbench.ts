import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';
import { ensureDatabase, withDatabaseName } from '@games/postgres';

const run = promisify(execFile);
const scale = 10;
const clients = 16;
const threads = 2;

/** Throws a sentence when `pgbench` is not there. */
export function requirePgbench(): void {
  if (spawnSync('pgbench', ['--version']).status === 0) return;
  throw new Error(
    'pgbench is not on PATH. On Debian it comes with the package postgresql-contrib (apt-get install postgresql-contrib).',
  );
}

/**
 * What the same server does in the simplest transactions there are: `pgbench -N` (one update, one select, one insert),
 * statements prepared, 16 clients. Transactions a second.
 */
export async function measurePgbench(serverUrl: string, seconds: number): Promise<number> {
  const url = withDatabaseName(serverUrl, 'pgbench');
  if (await ensureDatabase(url)) await run('pgbench', ['-i', '-q', '-s', String(scale), url]);
  const args = ['-N', '-M', 'prepared', '-c', String(clients), '-j', String(threads), '-T', String(seconds), url];
  const { stdout } = await run('pgbench', args);
  const tps = /tps = ([\d.]+)/.exec(stdout)?.[1];
  if (tps === undefined) throw new Error(`pgbench said nothing about transactions a second:\n${stdout}`);
  return Number(tps);
}
