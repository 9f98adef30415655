/**
 * Runs Jest as a child with a bound: a test file from which nothing comes for a while is named, and the run ends with all
 * that it started. The arguments are those of Jest.
 */
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { addMark, describeProcess, killMarked } from './marks.ts';
import type { Progress } from './reporter.ts';

/** Longer than any test or hook may take by its own timeout. */
const silenceMs = Number(process.env.TEST_SILENCE_MS ?? 900_000);
/** From the end of the last test to the end of Jest. */
const exitMs = 30_000;
const lookEveryMs = 500;

const root = fileURLToPath(new URL('../../../', import.meta.url));
const mark = `run-${randomUUID()}`;
// The database server may have to run as another user, who must be able to enter.
const folder = mkdtempSync(join(tmpdir(), 'games-test-'));
chmodSync(folder, 0o755);
const env: NodeJS.ProcessEnv = { ...process.env, TEST_FOLDER: folder };
addMark(env, mark);

interface Running {
  readonly test: string | null;
  readonly sinceMs: number;
}
const running = new Map<string, Running>();
let completeSinceMs: number | null = null;

/** Ends whatever the run has started, and itself, with a word where there is one. */
function end(exitCode: number, lines: readonly string[] = []): never {
  const left = killMarked(mark);
  rmSync(folder, { recursive: true, force: true });
  if (lines.length > 0) process.stderr.write(`\n${lines.join('\n')}\n`);
  else if (exitCode === 0 && left.length > 0) end(1, ['Left running, and killed:', ...left.map(describeProcess)]);
  process.exit(exitCode);
}

const jest = spawn(
  process.execPath,
  [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    join(root, 'node_modules/jest/bin/jest.js'),
    `--rootDir=${root}`,
    '--config',
    join(root, 'jest.config.js'),
    ...process.argv.slice(2),
  ],
  { env, stdio: ['inherit', 'inherit', 'inherit', 'ipc'] },
);
jest.on('message', (progress: Progress) => {
  if (progress.kind === 'complete') completeSinceMs = performance.now();
  else if (progress.kind === 'ended') running.delete(progress.file);
  else running.set(progress.file, { test: progress.test, sinceMs: performance.now() });
});
jest.on('exit', (code, signal) => end(signal ? 1 : (code ?? 1)));
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => end(1));

setInterval(() => {
  const nowMs = performance.now();
  const hung = [...running].filter(([, { sinceMs }]) => nowMs - sinceMs > silenceMs);
  if (hung.length > 0) {
    end(1, [
      `The run hangs: nothing has come for ${silenceMs / 1_000} s from`,
      ...hung.map(([file, { test }]) => `  ${file} › ${test ?? '(before, between or after its tests)'}`),
    ]);
  }
  if (completeSinceMs !== null && nowMs - completeSinceMs > exitMs) {
    end(1, [`The run hangs: all tests have ended, but Jest has not for ${exitMs / 1_000} s.`]);
  }
}, lookEveryMs);
