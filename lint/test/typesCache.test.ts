import { spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';

const root = fileURLToPath(new URL('../../', import.meta.url));
let copy: string;

interface Workspace {
  readonly package: string;
  readonly directory: string;
  readonly hash: string;
  readonly dependencies: readonly string[];
}

/** A copy of the sources beside the same dependencies. */
beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'types-'));
  const files = spawnSync('git', ['ls-files', '-z', '*.ts', '*.json'], { cwd: root, encoding: 'utf8' }).stdout;
  for (const file of files.split('\0').filter(Boolean)) {
    cpSync(join(root, file), join(copy, file), { recursive: true });
  }
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
});

afterAll(() => rmSync(copy, { recursive: true, force: true }));

/** What Turborepo would run, by which key it would look for it in its cache. */
function plan(): Workspace[] {
  const turbo = spawnSync(
    process.execPath,
    [join(root, 'node_modules/turbo/bin/turbo'), 'run', 'types', '--dry=json'],
    {
      cwd: copy,
      encoding: 'utf8',
    },
  );
  return (JSON.parse(turbo.stdout) as { tasks: Workspace[] }).tasks;
}

test('a change in any workspace is seen by itself and by all that import it', () => {
  const before = plan();
  expect(before.length).toBeGreaterThan(15);
  for (const changed of before) {
    const file = join(copy, changed.directory, 'package.json');
    const text = readFileSync(file);
    appendFileSync(file, '\n');
    const after = new Map(plan().map((workspace) => [workspace.package, workspace.hash]));
    const seen = before.filter((workspace) => after.get(workspace.package) !== workspace.hash);
    const importers = before.filter(({ directory }) => {
      const { dependencies, devDependencies } = JSON.parse(readFileSync(join(root, directory, 'package.json'), 'utf8'));
      return changed.package in { ...dependencies, ...devDependencies };
    });
    expect(seen.map((workspace) => workspace.package)).toEqual(
      expect.arrayContaining([changed.package, ...importers.map((workspace) => workspace.package)]),
    );
    rmSync(file);
    cpSync(join(root, changed.directory, 'package.json'), file);
    expect(readFileSync(file)).toEqual(text);
  }
});
