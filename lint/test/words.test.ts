import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'words-'));
  execFileSync('git', ['init', '--quiet', folder]);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What the search says of a repository of one file. */
function search(file: string, text: string): { readonly status: number | null; readonly stdout: string } {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), `${text}\n`);
  const words = fileURLToPath(new URL('../src/words.ts', import.meta.url));
  const { status, stdout } = spawnSync(process.execPath, [words, folder], { encoding: 'utf8' });
  rmSync(join(folder, file));
  return { status, stdout };
}

test.each([
  ['gateway/src/a.ts', 'export interface PlannerRooms {}', 'dependencies'],
  ['gateway/src/a.ts', 'const flight = flights.get(key);', 'in-flight request'],
  ['cli/src/a.ts', "'--every <ms>', 'how often the gate looks for news'", 'change'],
  ['docs/a.md', 'The ingest door takes XML.', 'endpoint'],
  ['docs/a.md', 'An unknown code is no event.', 'is not a'],
  ['subgraphs/store/src/a.ts', '// Read by whoever asks.', 'anybody who'],
  ['subgraphs/store/src/a.ts', 'export function refuseLate(order: Order): void {', 'assertX'],
  ['subgraphs/store/src/sql/a.sql', '-- a deed of staff', 'audit log entry'],
  ['schema/subgraphs/store/a.graphql', 'union AddToCartOutcome = Cart', '<Mutation>Result'],
])('a private word in %s (%s) is found with what to write instead', (file, text, use) => {
  const { status, stdout } = search(file, text);
  expect(stdout).toContain(`${file}:1:`);
  expect(stdout).toContain(use);
  expect(status).toBe(1);
});

test.each([
  ['subgraphs/ticketing/src/a.ts', 'const waitingRoom = await loadWaitingRoom(id);'],
  ['gateway/src/a.ts', '/** Identical queries in flight are sent once. */'],
  ['docs/a.md', 'There is no longer a limit; the clerk at the information desk knows.'],
  ['subgraphs/ticketing/migrations/0001_a.sql', '-- a deed of staff'],
  ['CHANGELOG.md', '- `--endpoint` where it was `--door`.'],
])("the field's own use of a word in %s (%s) is not found", (file, text) => {
  expect(search(file, text)).toEqual({ status: 0, stdout: '' });
});
