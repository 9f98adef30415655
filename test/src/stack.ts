import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const startScript = fileURLToPath(new URL('../../bin/start.mjs', import.meta.url));

/** What a start notes about itself (`running.json`). */
export interface RunningStack {
  readonly gatewayUrl: string;
  readonly serviceUrls: Readonly<Record<string, string>>;
  readonly publicUrls: Readonly<Record<string, string>>;
  readonly databaseServerUrl: string;
  readonly odfApiKey: string;
  readonly partnerKey: string;
  readonly staffToken: string;
  readonly fanToken: string;
}

/** `npm start` as a person runs it, in a state folder of its own. */
export interface Stack {
  readonly child: ChildProcess;
  readonly folder: string;
  /** Everything it printed. */
  output(): string;
  /** Settles when the Games are ready. Rejects with the output when the start ends before. */
  readonly ready: Promise<RunningStack>;
  /** Settles with the exit code. */
  readonly ended: Promise<number | null>;
  /** Ctrl-C, then the end. Returns the exit code. */
  interrupt(): Promise<number | null>;
  /** Ends it and removes its folder. */
  remove(): Promise<void>;
}

const portsInARow = 13;
/** Where a test has the metrics of a gateway: beside the ports of a start. */
export const metricsPortOffset = portsInARow - 1;

/** A first port of so many free ones in a row, below those that the system gives to outgoing connections. */
export async function freePorts(): Promise<number> {
  for (;;) {
    const first = 20_000 + ((process.pid * 37 + Math.trunc(performance.now() * 1_000)) % 12_000);
    const free = await Promise.all(Array.from({ length: portsInARow }, (_, n) => isFree(first + n)));
    if (free.every(Boolean)) return first;
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return true;
  } catch {
    return false;
  } finally {
    server.close();
  }
}

/** The arguments of a start of small Games. */
export const smallScale = ['--scale', 'small'] as const;

export interface StartOptions {
  /** The folder of an earlier start, to start a second time. */
  readonly folder?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** The start of another checkout. */
  readonly script?: string;
}

/** Runs `npm start -- <args>`. */
export function runStart(args: readonly string[], options: StartOptions = {}): Stack {
  const folder = options.folder ?? makeFolder();
  const child = spawn(process.execPath, [options.script ?? startScript, ...args], {
    env: { ...withoutTests(process.env), GAMES_STATE: folder, LOG_LEVEL: 'info', LOG_FORMAT: 'text', ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  const hear = (chunk: Buffer): void => {
    said = (said + chunk.toString('utf8')).slice(-200_000);
  };
  child.stdout?.on('data', hear);
  child.stderr?.on('data', hear);
  const ended = once(child, 'exit').then(([code]) => code as number | null);
  const ready = new Promise<RunningStack>((resolve, reject) => {
    child.stdout?.on('data', () => {
      if (said.includes('Ctrl-C stops everything')) {
        resolve(JSON.parse(readFileSync(join(folder, 'running.json'), 'utf8')));
      }
    });
    void ended.then((code) => reject(new Error(`The start ended with code ${code}:\n${said}`)));
  });
  ready.catch(() => {});
  const interrupt = async (): Promise<number | null> => {
    child.kill('SIGINT');
    return ended;
  };
  return {
    child,
    folder,
    output: () => said,
    ready,
    ended,
    interrupt,
    remove: async () => {
      await interrupt();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** An empty folder for the state of Games that run as another user too. */
export function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'games-start-'));
  chmodSync(folder, 0o755);
  return folder;
}

/** The environment of a person's shell: without what the test runner added. */
export function withoutTests(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { TEST_DATABASE_URL, TEST_REDIS_URL, NODE_OPTIONS, JEST_WORKER_ID, ...rest } = env;
  return rest;
}
