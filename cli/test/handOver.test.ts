import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';

const repository = fileURLToPath(new URL('../../', import.meta.url));
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

test('a fresh clone without a network says so, instead of letting npm try for minutes', async () => {
  const clone = mkdtempSync(join(tmpdir(), 'games-clone-'));
  // A registry that takes connections and never answers.
  const registry = createServer().listen(0, '127.0.0.1');
  await once(registry, 'listening');
  try {
    for (const name of ['bin', 'package.json', 'package-lock.json'])
      cpSync(join(repository, name), join(clone, name), { recursive: true });
    const start = spawn(process.execPath, [join(clone, 'bin/start.mjs')], {
      env: {
        ...process.env,
        npm_config_registry: `http://127.0.0.1:${(registry.address() as AddressInfo).port}`,
        npm_config_cache: join(clone, 'cache'),
      },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    start.stderr.on('data', (chunk: Buffer) => (said += chunk));
    expect(await once(start, 'close')).toEqual([1, null]);
    expect(said).toContain('there is no network, or the npm registry does not answer');
  } finally {
    registry.close();
    rmSync(clone, { recursive: true, force: true });
  }
});
