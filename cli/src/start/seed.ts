import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { noteSeeding, type Scale } from '../databases.ts';
import { showProgress } from '../progress.ts';
import type { ServiceProgram } from './services.ts';

/** A database that is empty and is to be seeded. */
export interface SeedTask {
  readonly program: ServiceProgram;
  readonly databaseUrl: string;
  readonly env: Readonly<Record<string, string>>;
}

/** Seeds at a time: more only makes them wait for each other on a small machine. */
const parallelMax = 2;

/**
 * Seeds the databases, each by a process of its own, and shows how far they are. Returns the seconds it took.
 * Throws a sentence when one fails; the others are stopped then, and a half-seeded database is made anew the next time.
 */
export async function seedDatabases(tasks: readonly SeedTask[], scale: Scale): Promise<number> {
  const begin = performance.now();
  const progress = showProgress();
  const stopAll = new AbortController();
  const waiting = [...tasks];
  const worker = async (): Promise<void> => {
    for (let task = waiting.shift(); task; task = waiting.shift()) {
      const { program } = task;
      await noteSeeding(task.databaseUrl, 'seeding');
      await runSeed(task, scale, stopAll.signal, (done, total) => progress.update(program.name, done, total));
      const now = task.env.GAMES_NOW;
      await noteSeeding(task.databaseUrl, now ? `seeded ${scale} until ${now}` : `seeded ${scale}`);
    }
  };
  try {
    await Promise.all(Array.from({ length: parallelMax }, worker));
  } catch (error) {
    stopAll.abort();
    throw error;
  } finally {
    progress.stop();
  }
  return (performance.now() - begin) / 1_000;
}

async function runSeed(
  { program, databaseUrl, env }: SeedTask,
  scale: string,
  signal: AbortSignal,
  onProgress: (done: number, total: number) => void,
): Promise<void> {
  const child = spawn(process.execPath, [program.seed], {
    env: { ...process.env, ...env, DATABASE_URL: databaseUrl, GAMES_SCALE: scale },
    stdio: ['ignore', 'pipe', 'pipe'],
    signal,
    killSignal: 'SIGKILL',
  });
  child.on('error', () => {});
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => {
    complaint = (complaint + chunk.toString('utf8')).slice(-8_000);
  });
  createInterface({ input: child.stdout }).on('line', (line) => {
    const { done, total } = readProgress(line);
    if (total > 0) onProgress(done, total);
  });
  const [code] = await once(child, 'exit');
  if (code === 0) return;
  if (/No space left|53100/.test(complaint)) throw new Error(`Seeding ${program.name} failed: the disk is full.`);
  throw new Error(`Seeding ${program.name} failed:\n${complaint.trim()}`);
}

function readProgress(line: string): { readonly done: number; readonly total: number } {
  try {
    const { done, total } = JSON.parse(line) as { done: number; total: number };
    return { done: Number(done) || 0, total: Number(total) || 0 };
  } catch {
    return { done: 0, total: 0 };
  }
}
