import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export interface SpawnedService {
  /** What the service said about where it listens. */
  readonly url: string;
  readonly pid: number;
  /** Ends the process by a signal (default SIGTERM) and waits until it is gone. Returns its exit code. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
  /** What it wrote to standard error, the last 64 KiB. */
  output(): string;
}

const readyDeadlineMs = 300_000;

/**
 * Starts a service's main.ts as a process of its own, as `npm start` does, and waits until it is ready.
 * Throws with its output when it ends before.
 */
export async function spawnService(
  main: URL,
  env: Readonly<Record<string, string>>,
  args: readonly string[] = [],
): Promise<SpawnedService> {
  const child = spawn(process.execPath, [fileURLToPath(main), ...args], {
    env: { ...process.env, LOG_FORMAT: 'text', ...env, NODE_OPTIONS: '' },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString('utf8')).slice(-65_536);
  });
  const url = await readyUrl(child, () => said);
  return {
    url,
    pid: child.pid as number,
    stop: async (signal = 'SIGTERM') => {
      if (child.exitCode === null && child.signalCode === null) {
        const gone = once(child, 'exit');
        child.kill(signal);
        await gone;
      }
      return child.exitCode;
    },
    output: () => said,
  };
}

function readyUrl(child: ChildProcess, said: () => string): Promise<string> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`The service did not become ready:\n${said()}`)), readyDeadlineMs);
    child.once('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`The service ended with code ${code}:\n${said()}`));
    });
    child.on('message', (message: { ready?: boolean; url?: string }) => {
      if (!message.ready) return;
      clearTimeout(timer);
      resolve(message.url ?? '');
    });
  });
}
