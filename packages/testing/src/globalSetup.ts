import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@games/postgres';

interface Servers {
  readonly close: () => Promise<void>;
}

declare global {
  var gamesTestServers: Servers | undefined;
}

/**
 * Before all tests: a PostgreSQL of their own (or the one at TEST_DATABASE_URL) and, where `redis-server` is on PATH, a
 * Redis of their own. Their addresses reach the tests as TEST_DATABASE_URL and TEST_REDIS_URL.
 */
export default async function globalSetup(): Promise<void> {
  const folder = process.env.TEST_FOLDER;
  if (folder === undefined) throw new Error('TEST_FOLDER is not set: run the tests with `npm test`.');
  const postgres = process.env.TEST_DATABASE_URL ? null : await startPostgres(join(folder, 'postgres'));
  const redis = process.env.TEST_REDIS_URL ? null : await startRedis(folder);
  globalThis.gamesTestServers = {
    close: async () => {
      redis?.kill('SIGKILL');
      await postgres?.close();
    },
  };
}

async function startPostgres(folder: string): Promise<EmbeddedPostgres> {
  const postgres = await startEmbeddedPostgres({ folder, durable: false });
  process.env.TEST_DATABASE_URL = postgres.url;
  return postgres;
}

async function startRedis(folder: string): Promise<ChildProcess | null> {
  if (process.env.TEST_WITHOUT_REDIS || spawnSync('redis-server', ['--version']).status !== 0) return null;
  const port = await freePort();
  const options = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder];
  const redis = spawn('redis-server', options, { stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise<void>((resolve, reject) => {
    redis.stdout?.on('data', (chunk: Buffer) => {
      if (chunk.includes('Ready to accept connections')) resolve();
    });
    redis.once('exit', () => reject(new Error('redis-server did not start')));
  });
  process.env.TEST_REDIS_URL = `redis://127.0.0.1:${port}`;
  return redis;
}

/** A port on 127.0.0.1 that was free a moment ago. */
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
