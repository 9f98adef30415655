import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';

export interface PinnedProcess {
  readonly url: string;
  readonly child: ChildProcess;
  /** The process that does the work: the child itself, or the program that it has started. */
  readonly pid: number;
  stop(): Promise<void>;
}

const canPin = spawnSync('taskset', ['-V']).status === 0;

/** The command that runs another on one processor, where the machine can. */
export function pinned(core: number, command: string, args: readonly string[]): readonly [string, readonly string[]] {
  return canPin ? ['taskset', ['-c', String(core), command, ...args]] : [command, args];
}

/** Starts a program on one processor and waits until it says where it listens (`process.send({ ready, url })`). */
export async function startPinned(
  core: number,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<PinnedProcess> {
  const [command, rest] = pinned(core, process.execPath, args);
  const child = spawn(command, rest, {
    env: { ...process.env, NODE_ENV: 'production', LOG_LEVEL: 'error', ...env },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const ended = once(child, 'exit');
  const said = once(child, 'message').then(([message]) => message as { url: string; pid?: number });
  const first = await Promise.race([said, ended.then(() => null)]);
  if (first === null) throw new Error(`${args[0]} ended before it was ready.`);
  return {
    url: first.url,
    child,
    pid: first.pid ?? (child.pid as number),
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}
