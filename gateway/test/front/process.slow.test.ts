import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { until } from '@games/testing';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { startTestGraph, type TestGraph } from './testGraph.ts';
import { workersOf } from './workersOf.ts';

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'gateway-process-'));
const supergraphFile = join(folder, 'supergraph.graphql');
const lastGoodFile = join(folder, 'last-good.graphql');
const processes = new Set<ChildProcess>();
let graph: TestGraph;

interface Started {
  readonly child: ChildProcess;
  readonly log: () => string;
  /** Resolves with the address once it is ready. */
  readonly ready: Promise<string>;
  readonly exited: Promise<number | null>;
}

/** Starts the gateway as its own process, with nothing in its environment but what is given. */
function start(flags: readonly string[], env: Record<string, string> = {}): Started {
  const child = spawn(process.execPath, [main, ...flags], {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    env: { PATH: process.env.PATH, LOG_FORMAT: 'json', ...env },
  });
  processes.add(child);
  let log = '';
  child.stderr?.on('data', (chunk) => {
    log += chunk;
  });
  const ready = new Promise<string>((resolve) => {
    child.on('message', (message: { ready?: boolean; url?: string }) => {
      if (message.ready === true) resolve(message.url as string);
    });
  });
  const exited = new Promise<number | null>((resolve) => {
    child.on('exit', (code) => {
      processes.delete(child);
      resolve(code);
    });
  });
  return { child, log: () => log, ready, exited };
}

const ask = async (url: string, query = '{ hello }'): Promise<unknown> =>
  (
    await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query }),
    })
  ).json();
const hello = { data: { hello: 'hello world' } };
const publicly = ['--supergraph', supergraphFile, '--port', '0', '--public'];

beforeAll(async () => {
  graph = await startTestGraph();
  writeFileSync(supergraphFile, graph.supergraph);
});
afterEach(async () => {
  for (const child of processes) child.kill('SIGKILL');
  await until(() => processes.size === 0);
});
afterAll(async () => {
  await graph.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('the gateway as a process', () => {
  test('serves any supergraph without database, Redis or keys, and ends on SIGTERM with exit code 0', async () => {
    const { child, ready, exited, log } = start([...publicly, '--dedupe', 'subgraph']);
    const url = await ready;
    expect(await ask(url)).toEqual(hello);
    expect((await fetch(new URL('/health/ready', url))).status).toBe(200);
    child.kill('SIGTERM');
    expect(await exited).toBe(0);
    expect(log()).not.toContain('"level":"error"');
  });

  test('finishes the requests under way when it is told to stop, and takes no new ones', async () => {
    const own = await startTestGraph();
    const file = join(folder, 'slow.graphql');
    writeFileSync(file, own.supergraph);
    const { child, ready, exited } = start(['--supergraph', file, '--port', '0', '--public']);
    const url = await ready;
    const slow = ask(url, '{ slow }');
    await until(() => own.asked.length === 1);
    child.kill('SIGTERM');
    await until(() =>
      fetch(url).then(
        () => false,
        () => true,
      ),
    );
    own.letGo();
    expect(await slow).toEqual({ data: { slow: 'slow' } });
    expect(await exited).toBe(0);
    await own.close();
  });

  test('tells its streams when it stops', async () => {
    const { child, ready, exited } = start(publicly);
    const stream = await fetch(await ready, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
      body: '{"query":"subscription { ticked }"}',
    });
    child.kill('SIGTERM');
    expect(await stream.text()).toContain('event: complete');
    expect(await exited).toBe(0);
  });

  test('takes up a new supergraph from its file, refuses a bad one and goes on with the last good one, also after a restart', async () => {
    const file = join(folder, 'changing.graphql');
    const flags = ['--supergraph', file, '--port', '0', '--public'];
    const env = { SUPERGRAPH_LAST_GOOD_FILE: lastGoodFile, GATEWAY_SUPERGRAPH_POLL_INTERVAL_MS: '50' };
    writeFileSync(file, graph.supergraph.replaceAll('hello', 'greeting'));
    const first = start(flags, env);
    const url = await first.ready;
    expect(await ask(url, '{ greeting }')).toHaveProperty('data');
    writeFileSync(file, graph.supergraph);
    await until(async () => JSON.stringify(await ask(url)) === JSON.stringify(hello));
    writeFileSync(file, 'type Query { this is not a supergraph');
    await until(() => first.log().includes('was refused'));
    expect(await ask(url)).toEqual(hello);
    first.child.kill('SIGTERM');
    await first.exited;
    const second = start(flags, env);
    expect(await ask(await second.ready)).toEqual(hello);
  });

  test('asks subgraphs at other addresses where the environment says so', async () => {
    const elsewhere = await startTestGraph();
    const addresses = [...elsewhere.supergraph.matchAll(/name: "(\w+)", url: "([^"]+)"/g)].map(
      ([, name, url]) => `${name}=${url}`,
    );
    const { ready } = start(publicly, { SUBGRAPH_URLS: addresses.join(',') });
    expect(await ask(await ready)).toEqual(hello);
    expect(elsewhere.asked).toHaveLength(1);
    await elsewhere.close();
  });

  test('runs as several workers on one port, replaces one that dies, and serves the numbers of all on the private port', async () => {
    const { child, ready, exited, log } = start([...publicly, '--workers', '2', '--metrics-port', '0']);
    const url = await ready;
    for (let index = 0; index < 10; index++) expect(await ask(url)).toEqual(hello);
    const metricsUrl = /"message":"metrics","url":"([^"]+)"/.exec(log())?.[1] as string;
    const metrics = await (await fetch(metricsUrl)).text();
    const counted = [...metrics.matchAll(/^games_gateway_requests_total\{.*\} (\d+)/gm)].reduce(
      (sum, [, count]) => sum + Number(count),
      0,
    );
    expect(counted).toBe(10);
    const { port, host } = new URL(metricsUrl);
    expect(host).not.toBe(new URL(url).host);
    expect(port).not.toBe('');
    expect((await fetch(new URL('/metrics', url))).status).toBe(404);

    const workers = workersOf(child.pid as number);
    expect(workers).toHaveLength(2);
    process.kill(workers[0] as number, 'SIGKILL');
    await until(() => log().includes('a worker died and is replaced'));
    await until(
      () =>
        workersOf(child.pid as number).length === 2 && !workersOf(child.pid as number).includes(workers[0] as number),
    );
    expect(await ask(url)).toEqual(hello);
    child.kill('SIGTERM');
    expect(await exited).toBe(0);
    await until(() => workersOf(child.pid as number).length === 0);
  });
});

describe("a gateway that can't start", () => {
  const refuses = async (flags: readonly string[], env: Record<string, string>, reason: RegExp): Promise<void> => {
    const { exited, log } = start(flags, env);
    expect(await exited).toBe(1);
    expect(log()).toMatch(reason);
    expect(log().match(/"level":"error"/g)).toHaveLength(1);
  };

  test('says in one sentence why, and exits with code 1', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const { port } = taken.address() as AddressInfo;
    await refuses(
      ['--supergraph', supergraphFile, '--port', String(port), '--public'],
      {},
      new RegExp(`port ${port} is in use`),
    );
    taken.close();
    await refuses(['--supergraph', join(folder, 'nowhere.graphql'), '--public', '--port', '0'], {}, /nowhere\.graphql/);
    await refuses(['--supergraph', supergraphFile, '--port', '0'], {}, /Nobody could ask this gateway/);
    await refuses([...publicly, '--dedupe', 'perhaps'], {}, /--dedupe must be one of off, subgraph, all/);
    await refuses([...publicly, '--unknown'], {}, /unknown/);
    await refuses(
      publicly,
      { GATEWAY_HTTP_BODY_BYTES_MAX: 'many' },
      /GATEWAY_HTTP_BODY_BYTES_MAX must be a whole number/,
    );
    const config = join(folder, 'config.json');
    writeFileSync(config, '{"http": {"bodyBytesMaximum": 5}}');
    await refuses([...publicly, '--config', config], {}, /There is no setting http\.bodyBytesMaximum/);
    writeFileSync(config, '{ broken');
    await refuses([...publicly, '--config', config], {}, /is not JSON/);
  });

  test('explains every setting with --help', async () => {
    const child = spawn(process.execPath, [main, '--help'], { stdio: ['ignore', 'pipe', 'inherit'] });
    let text = '';
    child.stdout.on('data', (chunk) => {
      text += chunk;
    });
    const code = await new Promise((resolve) => child.on('close', resolve));
    expect(code).toBe(0);
    for (const name of ['--supergraph', '--dedupe', 'GATEWAY_LIMITS_DEPTH_MAX', 'API_KEYS_FILE'])
      expect(text).toContain(name);
  });
});
