import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';

const root = fileURLToPath(new URL('../../', import.meta.url));
const files = execFileSync('git', ['ls-files'], { cwd: root, encoding: 'utf8' }).split('\n').filter(Boolean);
const documents = files.filter((file) => file.endsWith('.md'));
const decisions = readdirSync(join(root, 'docs/decisions')).filter((file) => /^\d{4}-/.test(file));
const read = (file: string): string => readFileSync(join(root, file), 'utf8');

/** What a document names that is not there: the targets of links, and paths in backticks, which may leave the end away. */
function missing(file: string): string[] {
  const text = read(file);
  const links = [...text.matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g)].map(([, target]) => join(dirname(file), target!));
  const paths = [...text.matchAll(/`((?:bench|bin|cli|docs|gateway|lint|packages|schema|subgraphs|test)\/[\w./-]+)`/g)];
  const isKnown = (path: string) =>
    files.some((name) => name.startsWith(path) || name.startsWith(join(dirname(file), path)));
  return [
    ...links.filter((path) => !existsSync(join(root, path))),
    ...paths.map(([, path]) => path!).filter((path) => !path.includes('NAME') && !isKnown(path)),
  ];
}

test('every link and every path of a document leads to a file', () => {
  const dangling = documents.flatMap((file) => missing(file).map((path) => `${file}: ${path}`));
  expect(dangling).toEqual([]);
});

describe('a decision record', () => {
  test.each(decisions)('%s has a status with its date, and the alternatives', (file) => {
    const text = read(`docs/decisions/${file}`);
    expect(text).toMatch(/^Status: (?:accepted|superseded by \d{4}), \d{4}-\d{2}-\d{2}\.$/m);
    expect(text).toMatch(/^\*\*Alternatives\.\*\*/m);
  });

  test('is in the index, and the index has no other', () => {
    const indexed = [...read('docs/decisions/README.md').matchAll(/^- \[\d{4}\]\(([^)]+)\)/gm)].map(([, file]) => file);
    expect(indexed).toEqual(decisions);
  });
});
