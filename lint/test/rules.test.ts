import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';

const root = fileURLToPath(new URL('../../', import.meta.url));
let folder: string;

/** A repository with our rules and nothing else. */
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lint-'));
  const rules = ['biome.json', '.gitignore', 'lint/workspaces.grit', 'gateway/floors.grit', 'subgraphs/layers.grit'];
  for (const file of rules) cpSync(join(root, file), join(folder, file));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What the linter says of these files: `file: message` of each finding, sorted. */
function lint(files: Readonly<Record<string, string>>): string[] {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const biome = join(root, 'node_modules/@biomejs/biome/bin/biome');
  const args = [biome, 'lint', '--reporter=json', '--max-diagnostics=none', ...Object.keys(files)];
  const { stdout } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
  for (const name of Object.keys(files)) rmSync(join(folder, name));
  const { diagnostics } = JSON.parse(stdout) as {
    diagnostics: { category: string; message: string; location: { path: string } }[];
  };
  return diagnostics.map(({ category, message, location }) => `${location.path} ${category}: ${message}`).sort();
}

/** A file that imports another one. */
const importing = (from: string): string => `import { thing } from '${from}';\n\nexport const other = thing;\n`;

test.each([
  ['schema/src/a.ts', '@games/service', 'The schema imports nothing'],
  ['packages/odf/src/a.ts', '@games/gateway', 'meet a service only in the graph'],
  ['gateway/src/main.ts', '@games/ticketing', 'meet a service only in the graph'],
  ['subgraphs/store/src/a.ts', '@games/ticketing', 'meet a service only in the graph'],
  ['cli/src/a.ts', '@games/bench', 'Nobody imports'],
  ['test/src/a.ts', '../../packages/payments/src/money.ts', 'not by a path into it'],
  ['packages/odf/src/a.ts', '../../service/src/log.ts', 'not by a path into it'],
  ['gateway/src/contract/a.ts', '../operation/b.ts', 'The ground'],
  ['gateway/src/document/deep/a.ts', '../../engine/b.ts', 'The ground'],
  ['gateway/src/plan/a.ts', '../engine/b.ts', 'A stage'],
  ['gateway/src/plan/a.ts', '../project/b.ts', 'Stages never import'],
  ['gateway/src/execute/a.ts', '../plan/b.ts', 'Stages never import'],
  ['gateway/src/project/a.ts', '../execute/b.ts', 'Stages never import'],
  ['gateway/src/engine/a.ts', '../guard/b.ts', 'The engine imports only'],
  ['gateway/src/http/a.ts', '../execute/b.ts', 'know the engine only by its contract'],
  ['gateway/src/guard/limits/a.ts', '../../http/b.ts', 'knows no transport'],
  ['subgraphs/store/src/domain/carts/a.ts', '../../sql/carts/b.ts', 'The domain decides'],
  ['subgraphs/store/src/domain/carts/a.ts', 'graphql', 'The domain decides'],
  ['subgraphs/store/src/sql/carts/a.ts', '../../commands/carts/b.ts', 'SQL imports only'],
  ['subgraphs/store/src/commands/carts/a.ts', '../../resolvers/carts/b.ts', 'Use cases know neither'],
  ['subgraphs/store/src/http/a.ts', '../resolvers/b.ts', 'stand beside each other'],
  ['subgraphs/store/src/resolvers/a.ts', '../http/b.ts', 'stand beside each other'],
])('%s may not import %s', (file, from, message) => {
  expect(lint({ [file]: importing(from) })).toEqual([expect.stringContaining(message)]);
});

test.each([
  ['gateway/src/engine/a.ts', '../plan/b.ts'],
  ['gateway/src/http/a.ts', '../operation/b.ts'],
  ['subgraphs/store/src/resolvers/carts/a.ts', '../../commands/carts/b.ts'],
  ['subgraphs/store/test/carts/a.ts', '../../src/sql/carts/b.ts'],
  ['bench/src/gateway/a.ts', '@games/gateway/testing'],
])('%s may import %s', (file, from) => {
  expect(lint({ [file]: importing(from) })).toEqual([]);
});

test('finds circles of imports, of types too', () => {
  const circle = (name: string) => `import type { ${name} } from './${name.toLowerCase()}.ts';\n\nexport type`;
  const found = lint({
    'gateway/src/plan/one.ts': `${circle('Two')} One = Two | null;\n`,
    'gateway/src/plan/two.ts': `${circle('One')} Two = readonly One[];\n`,
  });
  expect(found).toEqual([expect.stringContaining('noImportCycles'), expect.stringContaining('noImportCycles')]);
});

test.each([
  ['constants in capitals', 'export const BODY_MAX = 1;\n'],
  ['functions that begin with a capital', 'export function Make(): void {}\n'],
  ['types that begin with a small letter', 'export type thing = string;\n'],
])('finds %s', (_, text) => {
  expect(lint({ 'gateway/src/plan/a.ts': text })).toEqual([expect.stringContaining('useNamingConvention')]);
});
