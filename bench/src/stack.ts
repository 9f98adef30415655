import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const startScript = join(root, 'bin/start.mjs');

/** The whole of the Games, as `npm start` runs it, for a benchmark. */
export interface Stack {
  readonly gatewayUrl: string;
  readonly serviceUrls: Readonly<Record<string, string>>;
  readonly databaseServerUrl: string;
  readonly partnerKey: string;
  readonly fanToken: string;
  readonly staffToken: string;
  stop(): Promise<void>;
}

/**
 * Starts the Games on data of the benchmarks' own, which is kept for the next run. Throws with what the start said
 * when it fails.
 */
export async function startStack(scale: 'full' | 'small', env: Readonly<Record<string, string>> = {}): Promise<Stack> {
  const folder = join(root, '.games', `benchmark-${scale}`);
  mkdirSync(folder, { recursive: true });
  const child = spawn(process.execPath, [startScript, '--scale', scale, '--port', String(await firstFreePort())], {
    env: { ...process.env, GAMES_STATE: folder, LOG_LEVEL: 'error', LOG_FORMAT: 'text', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  const ready = new Promise<void>((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        said = (said + chunk.toString('utf8')).slice(-20_000);
        if (said.includes('Ctrl-C stops everything')) resolve();
      });
    }
  });
  const ended = once(child, 'exit');
  await Promise.race([ready, ended]);
  if (child.exitCode !== null) throw new Error(`The Games did not start:\n${said}`);
  const running = JSON.parse(readFileSync(join(folder, 'running.json'), 'utf8')) as Omit<Stack, 'stop'>;
  return {
    ...running,
    stop: async () => {
      child.kill('SIGINT');
      await ended;
    },
  };
}

async function firstFreePort(): Promise<number> {
  for (let port = 18_000; ; port += 20) {
    const server = createServer();
    try {
      server.listen(port, '127.0.0.1');
      await once(server, 'listening');
      return port;
    } catch {
      // Taken: the next twenty.
    } finally {
      server.close();
    }
  }
}
