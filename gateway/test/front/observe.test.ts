import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Log } from '@games/service';
import { until } from '@games/testing';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { makeApiKey } from '../../src/guard/apiKeys.ts';
import { compress } from '../../src/http/compress.ts';
import { type GatewayEvent, notifyAll } from '../../src/observe/events.ts';
import { createLogObserver } from '../../src/observe/log.ts';
import { createSecurityLog } from '../../src/observe/securityLog.ts';
import { startTestGateway, type TestGateway } from './testGateway.ts';
import { startTestGraph, type TestGraph } from './testGraph.ts';

let graph: TestGraph;
let gateway: TestGateway;
const { key, record } = makeApiKey({ id: 'k1', partner: 'observed' });

const folder = mkdtempSync(join(tmpdir(), 'gateway-observe-'));

/** A manifest of documents that belong to the graph. */
function knownDocuments(folder: string): string {
  const file = join(folder, 'known.json');
  writeFileSync(file, JSON.stringify({ a: 'query Counted { hello }', b: 'query KnownLater { hello }' }));
  return file;
}

beforeAll(async () => {
  graph = await startTestGraph();
  gateway = await startTestGateway(graph.supergraph, {
    isPublic: false,
    access: { apiKeys: JSON.stringify([record]), viewerSecret: 'the-viewer-secret' },
    documents: { trustedFiles: [knownDocuments(folder)] },
  });
});
afterAll(async () => {
  await gateway.close();
  await graph.close();
  rmSync(folder, { recursive: true, force: true });
});

const ask = (query: string, headers: Record<string, string> = { 'x-api-key': key }) => gateway.post(query, { headers });
const metrics = () => gateway.gateway.metrics.registry.metrics();

describe('what observers are told', () => {
  test('of each request: how it was answered, for whom, from where', async () => {
    await ask('query Watched { fresh }', { 'x-api-key': key, 'x-request-id': 'watched-0001' });
    await ask('query Watched { fresh }', { 'x-api-key': key, 'x-request-id': 'watched-0002' });
    const seen = (id: string) => gateway.events.find((event) => event.kind === 'request' && event.requestId === id);
    expect(seen('watched-0001')).toMatchObject({
      status: 200,
      operationName: 'Watched',
      operationKind: 'query',
      partner: 'observed',
      viewerKind: 'partner',
      origin: 'fresh',
    });
    expect(seen('watched-0002')).toMatchObject({ origin: 'cache' });
    await ask('{ hello }', { 'x-request-id': 'watched-0003' });
    expect(seen('watched-0003')).toMatchObject({ status: 401, codes: ['UNAUTHENTICATED'], partner: null });
  });

  test('of a refused access has one line with code, key, hashed account and address; a flood of them is sampled', async () => {
    const lines: Record<string, unknown>[] = [];
    const line = (message: string, fields?: object) => void lines.push({ message, ...fields });
    let nowMs = 0;
    const write = createSecurityLog({ debug: line, info: line, warn: line, error: line }, () => nowMs);
    await ask('{ hello }', { 'x-request-id': 'refused-0001', 'x-api-key': 'gk_wrong' });
    await ask('{ secretOfStaff }', { 'x-request-id': 'refused-0002', 'x-api-key': key });
    const refused = (id: string) => gateway.events.find((event) => event.kind === 'request' && event.requestId === id);
    for (const id of ['refused-0001', 'refused-0002']) write(refused(id) as Parameters<typeof write>[0]);
    expect(lines).toMatchObject([
      { message: 'access refused', code: 'UNAUTHENTICATED', keyId: null, account: null, address: '127.0.0.1' },
      { message: 'access refused', code: 'FORBIDDEN', keyId: 'k1', address: '127.0.0.1' },
    ]);
    expect(String(lines[1]?.account)).toMatch(/^[\w-]{16}$/);
    for (let index = 0; index < 500; index++) write(refused('refused-0001') as Parameters<typeof write>[0]);
    expect(lines.length).toBe(60);
    nowMs += 60_000;
    write(refused('refused-0001') as Parameters<typeof write>[0]);
    expect(lines.at(-1)).toMatchObject({ leftOut: 442 });
  });

  test('is written to the log without documents, variables, keys or tokens', async () => {
    const lines: string[] = [];
    const line = (message: string, fields?: object) => void lines.push(JSON.stringify({ message, ...fields }));
    const log: Log = { debug: line, info: line, warn: line, error: line };
    const observe = createLogObserver(log, 'all');
    await gateway.post('query Logged($name: String) { hello(name: $name) }', {
      variables: { name: 'a-private-value' },
      headers: { 'x-api-key': key },
    });
    await ask('{ hello(name: "another-private-value") fails(how: "badly") }');
    for (const event of gateway.events) observe(event);
    const text = lines.join('\n');
    expect(text).toContain('Logged');
    expect(text).not.toMatch(/private-value/);
    expect(text).not.toContain(key);
    expect(text).not.toContain('the-viewer-secret');
  });

  test('one observer that fails does not keep it from the others', () => {
    const heard: GatewayEvent[] = [];
    const warnings: Error[] = [];
    const warn = (warning: Error) => void warnings.push(warning);
    process.on('warning', warn);
    const fail = () => {
      throw new Error('broken');
    };
    notifyAll([fail, (event) => heard.push(event)])({ kind: 'shed', inFlight: 1 });
    process.off('warning', warn);
    expect(heard).toHaveLength(1);
  });
});

describe('the trace of a request', () => {
  const trace = '0af7651916cd43dd8448eb211c80319c';
  const headersOf = (query: string) => graph.asked.filter((asked) => asked.query.includes(query)).at(-1)?.headers ?? {};

  test('reaches the services with the id of the request, each call as a span of its own', async () => {
    await ask('{ person(id: "traced") { posts { title } } }', {
      'x-api-key': key,
      'x-request-id': 'traced-0001',
      traceparent: `00-${trace}-b7ad6b7169203331-01`,
    });
    const calls = graph.asked.filter(({ headers }) => headers['x-request-id'] === 'traced-0001');
    expect(calls.length).toBeGreaterThan(0);
    for (const { headers } of calls) expect(headers.traceparent).toMatch(new RegExp(`^00-${trace}-[0-9a-f]{16}-01$`));
    expect(calls.map(({ headers }) => headers.traceparent)).not.toContain(`00-${trace}-b7ad6b7169203331-01`);
  });

  test('begins with the gateway where none came along, or nothing that is one', async () => {
    await ask('{ person(id: "untraced") { name } }', { 'x-api-key': key, traceparent: 'ff-x' });
    expect(headersOf('person')).toMatchObject({
      'x-request-id': expect.stringMatching(/^[\w-]{8,}$/),
      traceparent: expect.stringMatching(/^00-[0-9a-f]{32}-[0-9a-f]{16}-00$/),
    });
  });

  test('does not keep requests from sharing a call: it goes out under the first of them', async () => {
    const own = await startTestGraph();
    const sharing = await startTestGateway(own.supergraph, { engine: { dedupe: 'subgraph' } });
    try {
      const waiting = ['sharing-0001', 'sharing-0002'].map((id) =>
        sharing.post('{ slow }', { headers: { 'x-request-id': id } }),
      );
      await until(async () => {
        const text = await sharing.gateway.metrics.registry.metrics();
        return text.includes('games_gateway_operations_in_flight 2');
      });
      own.letGo();
      expect((await Promise.all(waiting)).map(({ status }) => status)).toEqual([200, 200]);
      expect(own.asked.map(({ headers }) => headers['x-request-id'])).toEqual(['sharing-0001']);
    } finally {
      own.letGo();
      await sharing.close();
      await own.close();
    }
  });

  test('is its own where a call has waited for a socket', async () => {
    const own = await startTestGraph();
    const narrow = await startTestGateway(own.supergraph, {
      engine: { dedupe: 'off', subgraphLimits: { connections: 1 } },
    });
    const ids = ['queued-0001', 'queued-0002', 'queued-0003'];
    try {
      const waiting = ids.map((id) => narrow.post('{ slow }', { headers: { 'x-request-id': id } }));
      await until(async () => {
        const text = await narrow.gateway.metrics.registry.metrics();
        return text.includes('games_gateway_operations_in_flight 3');
      });
      own.letGo();
      expect((await Promise.all(waiting)).map(({ status }) => status)).toEqual([200, 200, 200]);
      expect(own.asked.map(({ headers }) => headers['x-request-id']).toSorted()).toEqual(ids);
      expect(new Set(own.asked.map(({ headers }) => headers.traceparent)).size).toBe(3);
    } finally {
      own.letGo();
      await narrow.close();
      await own.close();
    }
  });

  test('is quoted by every error, as the id of the request', async () => {
    const ids = async (query: string, headers: Record<string, string>) => {
      const { body, headers: sent } = await ask(query, headers);
      const quoted = body.errors.map(({ extensions }: { extensions: { requestId: string } }) => extensions.requestId);
      return { quoted: [...new Set(quoted)], sent: sent.get('x-request-id'), data: body.data };
    };
    const withKey = { 'x-api-key': key, 'x-request-id': 'quoted-0001' };
    const once = { quoted: ['quoted-0001'], sent: 'quoted-0001' };
    expect(await ids('{ hello', withKey)).toMatchObject(once);
    expect(await ids('{ hello fails(how: "badly") }', withKey)).toMatchObject({
      ...once,
      data: { hello: 'hello world' },
    });
    const refused = await ids('{ hello }', { 'x-request-id': 'quoted-0002' });
    expect(refused).toMatchObject({ quoted: ['quoted-0002'] });
  });
});

describe('metrics', () => {
  test('count requests, errors and subgraph calls, with few labels', async () => {
    await ask('{ nothing }');
    await ask('query Invented { hello }');
    await ask('query Counted { person(id: "counted") { posts { title } } }');
    const text = await metrics();
    expect(text).toMatch(
      /games_gateway_requests_total\{transport="http",status="200",kind="query",origin="fresh"\} \d+/,
    );
    expect(text).toMatch(/games_gateway_errors_total\{code="GRAPHQL_VALIDATION_FAILED"\} 1/);
    expect(text).toMatch(/games_gateway_subgraph_requests_total\{subgraph="posts",outcome="ok"\} \d+/);
    expect(text).toMatch(/games_gateway_operations_total\{operation="Counted"\} 1/);
    expect(text).toMatch(/games_gateway_operations_total\{operation="other"\} \d+/);
    expect(text).not.toContain('Invented');
    expect(text).toMatch(/games_gateway_application_requests_total\{application="k1"\} \d+/);
    expect(text).toMatch(/games_gateway_supergraph_generation 1/);
    expect(text).not.toContain(key);
  });

  test('name known documents whatever clients asked before, and count the names that clients invent as one', async () => {
    for (let index = 0; index < 260; index++) await ask(`query Name${index} { hello }`);
    await ask('query KnownLater { hello }');
    const operations = (await metrics()).match(/^games_gateway_operations_total\{.*\}/gm) ?? [];
    expect(operations).toContain('games_gateway_operations_total{operation="KnownLater"}');
    expect(operations.length).toBeLessThanOrEqual(4);
  });
});

test('answers that share their bytes are compressed once', async () => {
  const body = Buffer.from('x'.repeat(10_000));
  expect(compress(body, 'br')).toBe(compress(body, 'br'));
  expect(await compress(body, 'gzip')).not.toBe(await compress(Buffer.from(body), 'gzip'));
});
