import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { freePorts, makeFolder, type RunningStack, runStart, smallScale } from './stack.ts';

/** The state of small Games that have been started and stopped, for a test of one's own. */
export interface SeededFolder {
  readonly folder: string;
  /** Keys and tokens, as the start made them; its addresses are gone. */
  readonly access: RunningStack;
}

const accessFile = 'access.json';

/** A copy of the state that the first start of small Games makes; it is made once in a run of the suites. */
export async function copySeededFolder(): Promise<SeededFolder> {
  const template = await makeTemplate();
  const folder = makeFolder();
  // As an archive: the database server may have to run as another user, to whom its files belong.
  await promisify(execFile)('cp', ['-a', `${template}/.`, folder]);
  return { folder, access: JSON.parse(readFileSync(join(folder, accessFile), 'utf8')) as RunningStack };
}

/** Test files run in several processes: one makes the template, the others wait for it. */
async function makeTemplate(): Promise<string> {
  const runFolder = process.env.TEST_FOLDER;
  if (runFolder === undefined) throw new Error('TEST_FOLDER is not set: run the tests with `npm test`.');
  const template = join(runFolder, 'small-games');
  const lock = `${template}.lock`;
  while (!existsSync(template)) {
    if (!takeLock(lock)) {
      await wait(100);
      continue;
    }
    try {
      if (!existsSync(template)) await seed(template);
    } finally {
      rmdirSync(lock);
    }
  }
  return template;
}

function takeLock(folder: string): boolean {
  try {
    mkdirSync(folder);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

async function seed(template: string): Promise<void> {
  const stack = runStart([...smallScale, '--port', String(await freePorts())]);
  const access = await stack.ready;
  writeFileSync(join(stack.folder, accessFile), JSON.stringify(access), { mode: 0o600 });
  await stack.interrupt();
  renameSync(stack.folder, template);
}
