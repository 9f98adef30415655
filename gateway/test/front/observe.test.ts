import type { Log } from '@games/service';
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

beforeAll(async () => {
  graph = await startTestGraph();
  gateway = await startTestGateway(graph.supergraph, {
    isPublic: false,
    access: { apiKeys: JSON.stringify([record]), viewerSecret: 'the-viewer-secret' },
  });
});
afterAll(async () => {
  await gateway.close();
  await graph.close();
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

describe('metrics', () => {
  test('count requests, errors and subgraph calls, with few labels', async () => {
    await ask('{ nothing }');
    await ask('query Counted { person(id: "counted") { posts { title } } }');
    const text = await metrics();
    expect(text).toMatch(
      /games_gateway_requests_total\{transport="http",status="200",kind="query",origin="fresh"\} \d+/,
    );
    expect(text).toMatch(/games_gateway_errors_total\{code="GRAPHQL_VALIDATION_FAILED"\} 1/);
    expect(text).toMatch(/games_gateway_subgraph_requests_total\{subgraph="posts",outcome="ok"\} \d+/);
    expect(text).toMatch(/games_gateway_operations_total\{operation="Counted"\} 1/);
    expect(text).toMatch(/games_gateway_supergraph_generation 1/);
    expect(text).not.toContain(key);
  });

  test('stay bounded when clients name each operation differently', async () => {
    for (let index = 0; index < 260; index++) await ask(`query Name${index} { hello }`);
    const operations = (await metrics()).match(/^games_gateway_operations_total/gm) ?? [];
    expect(operations.length).toBeLessThanOrEqual(202);
    expect(await metrics()).toMatch(/games_gateway_operations_total\{operation="other"\} \d+/);
  });
});

test('answers that share their bytes are compressed once', async () => {
  const body = Buffer.from('x'.repeat(10_000));
  expect(compress(body, 'br')).toBe(compress(body, 'br'));
  expect(await compress(body, 'gzip')).not.toBe(await compress(Buffer.from(body), 'gzip'));
});
