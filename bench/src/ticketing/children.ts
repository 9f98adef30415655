import { type ChildProcess, fork, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';

type Env = Readonly<Record<string, string>>;

/** A process of a benchmark. */
export interface Child {
  readonly process: ChildProcess;
  /** Its address, where it serves one. */
  readonly url: string;
}

/** The processes of a benchmark, which all end with it. */
export interface Children {
  /** Starts a program of ours and waits until it says that it is ready. */
  start(file: string, env: Env): Promise<Child>;
  /** Starts a Redis that keeps nothing on disk; null where this machine has none. */
  startRedis(): Promise<string | null>;
  stop(): void;
}

export function createChildren(): Children {
  const all: ChildProcess[] = [];
  return {
    start: async (file, env) => {
      const child = fork(file, { env: { ...process.env, NODE_ENV: 'production', LOG_LEVEL: 'error', ...env } });
      all.push(child);
      const ready = await Promise.race([once(child, 'message'), once(child, 'exit').then(() => null)]);
      if (ready === null) throw new Error(`${file} ended before it was ready.`);
      return { process: child, url: (ready[0] as { readonly url?: string }).url ?? '' };
    },
    startRedis: async () => {
      if (spawnSync('redis-server', ['--version']).status !== 0) return null;
      const port = await freePort();
      const options = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
      const child = spawn('redis-server', options, { stdio: ['ignore', 'pipe', 'inherit'] });
      all.push(child);
      const ready = Promise.withResolvers<boolean>();
      child.stdout.on('data', (chunk: Buffer) => {
        if (chunk.includes('Ready to accept connections')) ready.resolve(true);
      });
      child.once('exit', () => ready.resolve(false));
      if (!(await ready.promise)) throw new Error('redis-server did not start.');
      return `redis://127.0.0.1:${port}`;
    },
    stop: () => {
      for (const child of all) child.kill('SIGKILL');
    },
  };
}

/** Gives a process a task and waits for what it answers. Throws what it says went wrong. */
export async function askChild<Answer>({ process: child }: Child, task: object): Promise<Answer> {
  child.send(task);
  const [answer] = (await once(child, 'message')) as [{ readonly answer?: Answer; readonly error?: string }];
  if (answer.answer === undefined) throw new Error(answer.error);
  return answer.answer;
}

/** Lets a process carry out tasks of its parent, one at a time, until the parent is gone. */
export function answerParent<Task>(carryOut: (task: Task) => Promise<unknown>): void {
  process.on('message', (task: Task) => {
    carryOut(task).then(
      (answer) => process.send?.({ answer }),
      (error) => process.send?.({ error: String(error?.stack ?? error) }),
    );
  });
  process.on('disconnect', () => process.exit(0));
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
