import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';

/** A Redis of a test's own that can be lost, with everything in it. */
export interface RedisServer {
  readonly url: string;
  start(): Promise<void>;
  /** Kills it; nothing of what it held is kept. */
  kill(): Promise<void>;
}

/** Whether this machine has a `redis-server`, and tests shall use it. */
export const hasRedisServer = (): boolean =>
  !process.env.TEST_WITHOUT_REDIS && spawnSync('redis-server', ['--version']).status === 0;

export function createRedisServer(port: number): RedisServer {
  let server: ChildProcess | null = null;
  return {
    url: `redis://127.0.0.1:${port}`,
    start: async () => {
      const options = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
      const child = spawn('redis-server', options, { stdio: ['ignore', 'pipe', 'inherit'] });
      await new Promise<void>((resolve, reject) => {
        child.stdout.on('data', (chunk: Buffer) => {
          if (chunk.includes('Ready to accept connections')) resolve();
        });
        child.once('exit', () => reject(new Error('redis-server did not start.')));
      });
      server = child;
    },
    kill: async () => {
      if (server === null) return;
      const gone = once(server, 'exit');
      server.kill('SIGKILL');
      await gone;
      server = null;
    },
  };
}
