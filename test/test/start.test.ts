import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { readNamedOperations } from '@games/schema';
import { until } from '@games/testing';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ask } from '../src/ask.ts';
import { runGames } from '../src/games.ts';
import { freePorts, type RunningStack, runStart, type Stack } from '../src/stack.ts';

/** Asks every service for something. */
const everyService = `{
  games { name } athletes(first: 1) { nodes { name } } feeds(first: 1) { nodes { id } } markets { code }
  salesPhases { id }
}`;

/** An operation as the explorer's settings have it. */
interface ShownOperation {
  readonly name: string;
  readonly kind: string;
  readonly document: string;
  readonly variables: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The processes that still know the state folder: services by their environment, PostgreSQL by its command line. */
function processesOf(folder: string): readonly string[] {
  const found = execFileSync('ps', ['axeww', '-o', 'pid,args'], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  return found.split('\n').filter((line) => line.includes(folder) && !line.includes('ps axeww'));
}

describe('npm start', () => {
  let stack: Stack;
  let running: RunningStack;
  let port: number;

  beforeAll(async () => {
    port = await freePorts();
    stack = runStart(['--scale', 'small', '--port', String(port)]);
    running = await stack.ready;
  });
  afterAll(() => stack.remove());

  test('seeds at the first start and prints addresses, keys and a first query that works', async () => {
    const said = stack.output();
    expect(said).toContain('Seeded in');
    expect(said).toContain(`http://127.0.0.1:${port}/graphql`);
    expect(said).toContain(running.partnerKey);
    const pasted = said.match(/-d '(\{.*\})'/)?.[1];
    const { query, variables } = JSON.parse(pasted ?? '{}');
    const answer = await ask(running.gatewayUrl, query, variables, { key: running.partnerKey });
    expect(answer.errors).toBeUndefined();
    expect(answer.data.athlete.nextUnit.name).toBeTruthy();
  });

  test('serves an explorer with the named operations', async () => {
    const page = await fetch(new URL('/', running.gatewayUrl), { headers: { accept: 'text/html' } });
    expect(page.headers.get('content-type')).toContain('text/html');
    expect(page.headers.get('content-security-policy')).toBeTruthy();
    expect(readNamedOperations().length).toBeGreaterThanOrEqual(15);
  });

  test('has the files that answers of the graph name below its own address', async () => {
    const { data } = await ask(
      running.gatewayUrl,
      '{ venues(first: 1) { nodes { seatingPlan { mapPath } } } salesPhases { draw { recordPath } } }',
      {},
      { key: running.partnerKey },
    );
    const { mapPath } = data.venues.nodes[0].seatingPlan;
    const { recordPath } = data.salesPhases.map(({ draw }: { draw: object | null }) => draw).find(Boolean);
    for (const path of [mapPath, recordPath, '/.well-known/ticket-keys']) {
      const file = await fetch(new URL(path, running.gatewayUrl));
      expect([path, file.status]).toEqual([path, 200]);
      expect((await file.text()).length).toBeGreaterThan(100);
    }
  });

  test('gives each of them variables and headers with which it answers at a click', async () => {
    const shown = await fetch(new URL('/explorer/settings.json', running.gatewayUrl));
    const settings = (await shown.json()) as { headers: Record<string, string>; operations: readonly ShownOperation[] };
    const { operations } = settings;
    expect(operations.map(({ name }) => name)).toEqual(readNamedOperations().map(({ name }) => name));
    for (const { name, kind, document: query, variables, headers } of operations) {
      if (kind === 'subscription') continue;
      const response = await fetch(running.gatewayUrl, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...settings.headers, ...headers },
        body: JSON.stringify({ query, variables: JSON.parse(variables || '{}') }),
      });
      const { data, errors } = (await response.json()) as { data: object; errors?: readonly object[] };
      expect([name, errors]).toEqual([name, undefined]);
      expect([name, Object.values(data).filter((value) => value === null)]).toEqual([name, []]);
    }
  });

  test('is asked and followed from the command line, where mistakes are said in a sentence', async () => {
    const asked = await runGames(stack.folder, ['query', 'MyTickets', '--as', 'fan']);
    expect([asked.code, asked.stderr]).toEqual([0, '']);
    expect(JSON.parse(asked.stdout).data.me.id).toBe('fan_demo-fan');
    const followed = await runGames(stack.folder, ['query', 'MedalTableUpdates', '--events', '1']);
    expect(followed.code).toBe(0);
    expect(JSON.parse(followed.stdout).data.medalTableUpdated.decidedEventCount).toBeGreaterThan(0);
    const mistaken = await runGames(stack.folder, ['query', 'MedalTabel']);
    expect([mistaken.code, mistaken.stdout]).toEqual([1, '']);
    expect(mistaken.stderr).toContain('There is no named operation MedalTabel; there are AthletePage');
  });

  test('keeps its secrets from other users of the machine', () => {
    const modes = execFileSync('find', [stack.folder, '-maxdepth', '2', '-type', 'f', '-not', '-path', '*/assets/*'], {
      encoding: 'utf8',
    })
      .trim()
      .split('\n')
      .filter((file) => /secret|key|private|running|password/.test(file) && !file.endsWith('jwks.json'))
      .map((file) => `${execFileSync('stat', ['-c', '%a', file], { encoding: 'utf8' }).trim()} ${file}`);
    expect(modes.length).toBeGreaterThan(3);
    expect(modes.filter((line) => !line.startsWith('600 '))).toEqual([]);
  });

  test('refuses a second start on the same data with one sentence', async () => {
    const second = runStart(['--port', String(await freePorts())], { folder: stack.folder });
    expect(await second.ended).toBe(1);
    expect(second.output()).toContain('already running');
  });

  test('stops everything on Ctrl-C, and starts again without seeding', async () => {
    expect(await stack.interrupt()).toBe(0);
    expect(processesOf(stack.folder)).toEqual([]);
    stack = runStart(['--scale', 'small', '--port', String(port)], { folder: stack.folder });
    running = await stack.ready;
    expect(stack.output()).not.toContain('Seeding');
  });

  test.each([
    ['a service', 'subgraphs/store/src/main.ts', 'store has ended (SIGKILL)', 'store runs again'],
    ['the gateway', 'gateway/src/main.ts', 'gateway has ended (SIGKILL)', 'gateway runs again'],
    ['PostgreSQL', 'postgres -D', 'PostgreSQL has ended', 'PostgreSQL runs again'],
    ['the sandbox of payments', 'payments/src/sandbox/main.ts', 'payments has ended (SIGKILL)', 'payments runs again'],
    ['the supervisor', 'cli/src/start/main.ts', 'The supervisor has ended (SIGKILL)', 'The Games Graph is ready'],
  ])('is whole again after %s was killed, and says what happened', async (_name, program, ended, again) => {
    const [pid] =
      processesOf(stack.folder)
        .find((line) => line.includes(program))
        ?.trim()
        .split(' ') ?? [];
    const before = stack.output().length;
    process.kill(Number(pid), 'SIGKILL');
    await until(again, () => stack.output().slice(before).includes(again));
    expect(stack.output().slice(before)).toContain(ended);
    await until('all services answer', async () => {
      const answer = await ask(running.gatewayUrl, everyService, {}, { key: running.partnerKey }).catch(() => null);
      return answer?.status === 200 && answer.errors === undefined;
    });
  });

  test('stops everything on Ctrl-C after all that, too', async () => {
    expect(await stack.interrupt()).toBe(0);
    expect(processesOf(stack.folder)).toEqual([]);
  });
});

describe('a start that cannot be', () => {
  test('names the port that is in use', async () => {
    const port = await freePorts();
    const other = createServer().listen(port + 3, '127.0.0.1');
    await once(other, 'listening');
    const stack = runStart(['--port', String(port)]);
    expect(await stack.ended).toBe(1);
    expect(stack.output()).toContain(`port ${port + 3} is in use`);
    expect(processesOf(stack.folder)).toEqual([]);
    other.close();
    await stack.remove();
  });

  test('says that the database is not there', async () => {
    const stack = runStart(['--port', String(await freePorts())], {
      env: { DATABASE_URL: 'postgres://nobody:nothing@127.0.0.1:1/postgres' },
    });
    expect(await stack.ended).toBe(1);
    expect(stack.output()).toContain('the database (or Redis) does not answer');
    expect(stack.output()).not.toContain('    at ');
    await stack.remove();
  });

  test.each([
    [['--scale', 'huge'], '--scale must be'],
    [['--port', 'abc'], '--port must be'],
    [['--frobnicate'], 'frobnicate'],
  ])('refuses %p', async (args, sentence) => {
    const stack = runStart(args);
    expect(await stack.ended).toBe(2);
    expect(stack.output()).toContain(sentence);
    await stack.remove();
  });
});
