import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';

const root = fileURLToPath(new URL('../../', import.meta.url));

const rows = readFileSync(`${root}docs/security.md`, 'utf8')
  .split('\n')
  .filter((line) => /^\| .* \| \d+ \|$/.test(line))
  .map((line) => line.slice(2, -2).split(' | '));

/** The files of a suite: those whose path begins like this, or all of a folder. */
const filesOf = (suite: string): string[] => {
  const files = globSync(`${suite}*.test.ts`, { cwd: root });
  return files.length > 0 ? files : globSync(`${suite}/*.test.ts`, { cwd: root });
};

test('the table of attacks names suites that exist, and no more tests than they hold', () => {
  expect(rows.length).toBeGreaterThan(20);
  for (const [attack, , suites = '', count] of rows) {
    const files = [...suites.matchAll(/`([^`]+)`/g)].map(([, suite]) => filesOf(suite as string));
    expect([attack, files.filter((found) => found.length === 0)]).toEqual([attack, []]);
    const texts = [...new Set(files.flat())].map((file) => readFileSync(root + file, 'utf8'));
    const tests = texts.flatMap((text) => text.match(/^\s*test(?:\.each)?\b[(.]/gm) ?? []);
    expect([attack, Math.min(tests.length, Number(count))]).toEqual([attack, Number(count)]);
  }
});
