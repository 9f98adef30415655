/**
 * `npm run upgrade:check [-- COMMIT]`: the Games of an earlier commit, seeded and asked by its own code, are started by
 * the code of today over the same databases and asked again. Every named operation of that commit must give the same
 * bytes, but for the clock. Ends with code 1 and the first differences otherwise.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { until } from '@games/testing';
import { freePorts, type RunningStack, runStart } from './stack.ts';
import { overEvents } from './subscribe.ts';

/** Seeded databases of this commit are known to be about. */
const firstCommit = '99c14b6';
/** At night: in the evening clips are published and seats are sold while the Games are asked. */
const env = { GAMES_NOW: '2028-07-23T03:00:00-07:00' };
const repository = fileURLToPath(new URL('../../', import.meta.url));
const say = (text: string): void => void process.stderr.write(`${text}\n`);

/** A named operation of the earlier commit, as its explorer asks it. */
interface Asked {
  readonly name: string;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;
}

/** Unpacks a commit; what it needs of other people's packages is what is installed here. */
function checkOut(commit: string, folder: string): void {
  const archive = execFileSync('git', ['archive', commit], { cwd: repository, maxBuffer: 1024 ** 3 });
  execFileSync('tar', ['-x', '-C', folder], { input: archive });
  const { workspaces } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { workspaces: string[] };
  const own = workspaces.flatMap((pattern) =>
    pattern.endsWith('/*')
      ? readdirSync(join(folder, pattern.slice(0, -2))).map((name) => pattern.replace('*', name))
      : [pattern],
  );
  const modules = join(folder, 'node_modules');
  mkdirSync(join(modules, '@games'), { recursive: true });
  for (const name of readdirSync(join(repository, 'node_modules'))) {
    if (name !== '@games') symlinkSync(join(repository, 'node_modules', name), join(modules, name));
  }
  for (const path of own) {
    const { name } = JSON.parse(readFileSync(join(folder, path, 'package.json'), 'utf8')) as { name: string };
    symlinkSync(join(folder, path), join(modules, name));
    const nested = join(repository, path, 'node_modules');
    if (isThere(nested)) symlinkSync(nested, join(folder, path, 'node_modules'));
  }
}

function isThere(folder: string): boolean {
  try {
    return readdirSync(folder).length > 0;
  } catch {
    return false;
  }
}

function namedOperations(checkout: string, state: string): readonly Asked[] {
  const examples = JSON.parse(readFileSync(join(state, 'explorer-examples.json'), 'utf8')) as Record<
    string,
    Partial<Asked>
  >;
  const folder = join(checkout, 'schema/operations');
  return readdirSync(folder)
    .filter((file) => file.endsWith('.graphql'))
    .map((file) => {
      const name = file.replace('.graphql', '');
      const { variables = {}, headers = {} } = examples[name] ?? {};
      return { name, query: readFileSync(join(folder, file), 'utf8'), variables, headers };
    });
}

const beginMs = Date.now();

/** An answer without what the clock says: moments since the check began, and until when a signed address is good. */
const withoutClock = (text: string): string =>
  text.replaceAll(/expires=\d+&signature=[\w-]+/g, 'expires=…').replaceAll(/"\d{4}-\d\d-\d\dT[\d:.]+Z"/g, (quoted) => {
    const atMs = Date.parse(quoted.slice(1, -1));
    return atMs >= beginMs && atMs <= Date.now() ? '"now"' : quoted;
  });

/** The bytes of each answer; of a subscription, how things stand at its beginning. */
async function askAll(operations: readonly Asked[], running: RunningStack): Promise<ReadonlyMap<string, string>> {
  const answers = new Map<string, string>();
  for (const operation of operations) answers.set(operation.name, withoutClock(await askOne(operation, running)));
  return answers;
}

async function askOne({ name, query, variables, headers }: Asked, running: RunningStack): Promise<string> {
  if (/^subscription /m.test(query)) {
    const credentials = { key: running.partnerKey };
    const received = overEvents({ url: running.gatewayUrl, query, variables, credentials });
    const first = await until(`the first event of ${name}`, () => received.events[0] ?? received.faults[0]);
    received.stop();
    return JSON.stringify(first);
  }
  const response = await fetch(running.gatewayUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-api-key': running.partnerKey, ...headers },
    body: JSON.stringify({ query, variables }),
  });
  return response.text();
}

/** The first places at which two answers differ. */
function differences(before: unknown, after: unknown, path: string): readonly string[] {
  if (typeof before !== 'object' || typeof after !== 'object' || before === null || after === null) {
    return before === after ? [] : [`${path}: ${JSON.stringify(before)} → ${JSON.stringify(after)}`];
  }
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return keys.flatMap((key) => differences((before as never)[key], (after as never)[key], `${path}.${key}`));
}

function report(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): boolean {
  let isSame = true;
  for (const [name, text] of before) {
    const now = after.get(name) ?? '';
    if (now === text) say(`  ${name}: ${Buffer.byteLength(text)} bytes, the same`);
    else {
      isSame = false;
      const found = differences(JSON.parse(text), JSON.parse(now), name);
      say(`  ${name}: differs${found.length === 0 ? ' in the order of its members' : ''}`);
      for (const line of found.slice(0, 10)) say(`    ${line}`);
    }
  }
  return isSame;
}

async function check(commit: string): Promise<boolean> {
  const checkout = mkdtempSync(join(tmpdir(), 'games-upgrade-'));
  const args = ['--scale', 'small', '--port', String(await freePorts())];
  try {
    checkOut(commit, checkout);
    say(`Seeding the Games of ${commit} …`);
    const earlier = runStart(args, { env, script: join(checkout, 'cli/src/start/main.ts') });
    try {
      const running = await earlier.ready;
      const operations = namedOperations(checkout, earlier.folder);
      const before = await askAll(operations, running);
      await earlier.interrupt();
      say('Starting the code of today over the same databases …');
      const today = runStart(args, { env, folder: earlier.folder });
      try {
        const isSame = report(before, await askAll(operations, await today.ready));
        if (/Seeding/.test(today.output())) throw new Error('The databases were seeded again.');
        return isSame;
      } finally {
        await today.interrupt();
      }
    } finally {
      await earlier.remove();
    }
  } finally {
    rmSync(checkout, { recursive: true, force: true });
  }
}

const commit = process.argv[2] ?? firstCommit;
try {
  execFileSync('git', ['cat-file', '-e', `${commit}^{commit}`], { cwd: repository, stdio: 'ignore' });
} catch {
  say(`The commit ${commit} is not in this clone (a shallow one, perhaps); there is nothing to compare with.`);
  process.exit(0);
}
process.exit((await check(commit)) ? 0 : 1);
