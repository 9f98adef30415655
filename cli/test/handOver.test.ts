import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from '@jest/globals';

const node24 = new URL('../../bin/node24.mjs', import.meta.url).href;
/** Says which process it is, and goes on for ever. */
const program = 'console.log(process.pid); setInterval(() => {}, 1_000)';

/** Starts the program as npm starts a script: in a shell that keeps signals for itself. Returns the shell and the program's process. */
async function startInShell() {
  const handOver = `import(${JSON.stringify(node24)}).then(({ handOver }) => handOver(['-e', ${JSON.stringify(program)}]))`;
  const shell = spawn('sh', ['-c', '"$NODE" -e "$HAND_OVER"; true'], {
    env: { ...process.env, NODE: process.execPath, HAND_OVER: handOver, npm_lifecycle_event: 'start' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [said] = (await once(shell.stdout, 'data')) as [Buffer];
  return { shell, pid: Number(said.toString()) };
}

const isRunning = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

test('a program that npm has started ends when the shell in between is told to end', async () => {
  const { shell, pid } = await startInShell();
  expect(isRunning(pid)).toBe(true);
  shell.kill('SIGTERM');
  while (isRunning(pid)) await wait(20);
  expect(isRunning(pid)).toBe(false);
});
