import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { addMark, markedProcesses } from '../src/marks.ts';

const runScript = fileURLToPath(new URL('../src/run.ts', import.meta.url));

/** A run of one fixture, to its end, when its output is closed too. */
async function run(
  fixture: string,
  silenceMs = 600_000,
): Promise<{ code: number; output: string; left: readonly object[] }> {
  const mark = `fixture-${randomUUID()}`;
  const env: NodeJS.ProcessEnv = { ...process.env, TEST_SILENCE_MS: String(silenceMs) };
  addMark(env, mark);
  const child = spawn(process.execPath, [runScript, '--testMatch', `**/fixtures/${fixture}.fixture.ts`], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk));
  const [code] = (await once(child, 'close')) as [number];
  return { code, output, left: markedProcesses(mark) };
}

test('a test that blocks its process ends the run with its name, and what it started ends with it', async () => {
  const { code, output, left } = await run('hangs', 20_000);
  expect([code, left]).toEqual([1, []]);
  expect(output).toContain('The run hangs');
  expect(output).toContain('fixtures/hangs.fixture.ts › goes on for ever, with a program of its own');
});

test('a test that times out and goes on looking ends with its run', async () => {
  const { code, output, left } = await run('timesOut');
  expect([code, left]).toEqual([1, []]);
  expect(output).toContain('waits for what never comes');
});

test('a test file that leaves a program behind fails, and the program ends', async () => {
  const { code, output, left } = await run('leavesProgram');
  expect([code, left]).toEqual([1, []]);
  expect(output).toContain('Left running, and killed:');
  expect(output).toContain('a-left-program');
});
