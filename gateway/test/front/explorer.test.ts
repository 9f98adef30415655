import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startTestGateway, type TestGateway } from './testGateway.ts';
import { startTestGraph, type TestGraph } from './testGraph.ts';

const folder = mkdtempSync(join(tmpdir(), 'gateway-explorer-'));
let graph: TestGraph;
let gateway: TestGateway;

beforeAll(async () => {
  writeFileSync(
    join(folder, 'Greeting.graphql'),
    '# Says hello,\n# to whom you like.\nquery Greeting($name: String!) { hello(name: $name) }\n',
  );
  writeFileSync(join(folder, 'Ticks.graphql'), 'subscription Ticks { ticked }\n');
  writeFileSync(join(folder, 'Person.graphql'), 'query Person($id: ID!) { person(id: $id) { name } }\n');
  writeFileSync(join(folder, 'Person.json'), '{ "id": "7" }');
  graph = await startTestGraph();
  gateway = await startTestGateway(graph.supergraph, {
    explorer: { operationsFolder: folder, headers: { 'x-api-key': 'gk_demo' } },
  });
});
afterAll(async () => {
  await gateway.close();
  await graph.close();
  rmSync(folder, { recursive: true });
});

test('the page at / loads everything from its own server and may run nothing else', async () => {
  const response = await fetch(`${gateway.origin}/`);
  const html = await response.text();
  expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
  const policy = response.headers.get('content-security-policy') ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toMatch(/unsafe|\*|http/);
  const addresses = [...html.matchAll(/(?:src|href)="([^"]+)"/g)]
    .map(([, address]) => address as string)
    .filter((address) => !address.startsWith('data:'));
  expect(addresses).toHaveLength(6);
  for (const address of addresses) {
    expect(address).toMatch(/^\/explorer\//);
    const asset = await fetch(gateway.origin + address);
    expect(asset.status).toBe(200);
    expect((await asset.text()).length).toBeGreaterThan(500);
    expect(
      (await fetch(gateway.origin + address, { headers: { 'if-none-match': asset.headers.get('etag') ?? '' } })).status,
    ).toBe(304);
  }
  expect(html).not.toMatch(/<script>|onclick|style=/);
});

test('it offers the operations of its folder, with what stands above them and variables to begin with', async () => {
  const settings = await (await fetch(`${gateway.origin}/explorer/settings.json`)).json();
  expect(settings).toMatchObject({
    path: '/graphql',
    headers: { 'x-api-key': 'gk_demo' },
    operations: [
      { name: 'Greeting', kind: 'query', about: 'Says hello, to whom you like.', variables: '{\n  "name": ""\n}' },
      { name: 'Person', kind: 'query', about: '', variables: '{ "id": "7" }' },
      { name: 'Ticks', kind: 'subscription', about: '', variables: '' },
    ],
  });
});

test('examples of a file stand before what is beside an operation, and may come later than the gateway', async () => {
  const examplesFile = join(folder, 'examples.json');
  const helped = await startTestGateway(graph.supergraph, { explorer: { operationsFolder: folder, examplesFile } });
  const operationsShown = async () =>
    ((await (await fetch(`${helped.origin}/explorer/settings.json`)).json()) as { operations: readonly object[] })
      .operations;
  expect((await operationsShown())[1]).toMatchObject({ variables: '{ "id": "7" }' });
  const headers = { authorization: 'Bearer token' };
  writeFileSync(examplesFile, JSON.stringify({ Person: { variables: { id: '8' } }, Ticks: { headers } }));
  const [, person, ticks] = await operationsShown();
  expect(person).toMatchObject({ name: 'Person', variables: '{\n  "id": "8"\n}' });
  expect(ticks).toMatchObject({ name: 'Ticks', variables: '', headers });
  writeFileSync(examplesFile, 'half of a fi');
  expect((await operationsShown())[1]).toMatchObject({ variables: '{ "id": "7" }' });
  await helped.close();
});

test('who opens the address of the graph in a browser is led to it', async () => {
  const response = await fetch(gateway.url, {
    headers: { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' },
    redirect: 'manual',
  });
  expect(response.status).toBe(302);
  expect(response.headers.get('location')).toBe('/');
});

test('switched off, nothing of it is there', async () => {
  const bare = await startTestGateway(graph.supergraph, { explorer: { isEnabled: false } });
  for (const path of [
    '/',
    '/explorer/settings.json',
    '/explorer/graphiql.js',
    '/explorer/../package.json',
    '/explorer/%2e%2e/main.ts',
  ]) {
    expect((await fetch(bare.origin + path)).status).toBe(404);
  }
  await bare.close();
});
