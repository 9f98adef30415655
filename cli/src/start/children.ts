import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { paint } from '../terminal.ts';
import type { Supervised } from './supervise.ts';

/** A service that runs as a process of its own. */
export interface Child extends Supervised {
  readonly name: string;
  readonly url: string;
}

/** What is to be started. */
export interface Program {
  readonly name: string;
  readonly main: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** A process that needs more ends alone, instead of taking the machine's memory. */
  readonly heapMiBMax: number;
}

const readyDeadlineMs = 60_000;
const stopDeadlineMs = 12_000;

/**
 * Starts a program on our own Node, its log lines with its name before them, and waits until it says that it is ready.
 * Throws a sentence when it ends before, says nothing for a minute, or the signal comes.
 */
export async function startChild({ name, main, env, heapMiBMax }: Program, signal: AbortSignal): Promise<Child> {
  // A group of its own: Ctrl-C reaches only us, and we stop the processes in order.
  const child = spawn(process.execPath, [`--max-old-space-size=${heapMiBMax}`, main], {
    env: { ...process.env, LOG_FORMAT: process.env.LOG_FORMAT ?? 'text', ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    detached: true,
  });
  const ended = once(child, 'exit').then(([code, signalled]) => signalled ?? `exit code ${code}`);
  let lastLine = 'it said nothing';
  for (const stream of [child.stdout, child.stderr]) {
    if (!stream) continue;
    createInterface({ input: stream }).on('line', (line) => {
      // Where an error is told with its stack, the sentence is what matters.
      if (!/^\s+at /.test(line)) lastLine = line;
      process.stderr.write(`${paint(name)} ${line}\n`);
    });
  }
  const kill = (): void => killHard(child);
  signal.addEventListener('abort', kill);
  const url = await Promise.race([
    readyUrl(child),
    ended.then(() => null),
    new Promise<null>((resolve) => setTimeout(() => resolve(null), readyDeadlineMs).unref()),
  ]);
  signal.removeEventListener('abort', kill);
  if (url === null) {
    kill();
    throw new Error(`${name} did not start: ${lastLine}`);
  }
  return { name, url, ended, stop: () => stop(child, ended) };
}

function readyUrl(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.on('message', (message: { ready?: boolean; url?: string }) => {
      if (message.ready) resolve(message.url ?? '');
    });
  });
}

async function stop(child: ChildProcess, ended: Promise<unknown>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  const timer = setTimeout(() => killHard(child), stopDeadlineMs);
  await ended;
  clearTimeout(timer);
}

/** With its whole group, so that workers of a cluster go with it. */
function killHard(child: ChildProcess): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It has gone by itself.
  }
}
