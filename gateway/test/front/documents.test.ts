import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import WebSocket from 'ws';
import { readAnswer, startTestGateway, type TestGateway } from './testGateway.ts';
import { startTestGraph, type TestGraph } from './testGraph.ts';

let graph: TestGraph;
let gateway: TestGateway;

beforeAll(async () => {
  graph = await startTestGraph();
  gateway = await startTestGateway(graph.supergraph, {
    documents: { registrationsPerMinuteMax: 50, persistedBytesMax: 20_000 },
  });
});
afterAll(async () => {
  await gateway.close();
  await graph.close();
});

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');
const persisted = (hash: string) => ({ persistedQuery: { version: 1, sha256Hash: hash } });

async function send(body: unknown, to = gateway) {
  const headers = { 'content-type': 'application/json', accept: 'application/graphql-response+json' };
  return readAnswer(await fetch(to.url, { method: 'POST', headers, body: JSON.stringify(body) }));
}

function getByHash(hash: string, headers: Record<string, string> = {}) {
  const address = new URL(gateway.url);
  address.searchParams.set('extensions', JSON.stringify(persisted(hash)));
  return fetch(address, { headers: { accept: 'application/graphql-response+json', ...headers } });
}

describe('documents that clients register (APQ)', () => {
  test('an unknown hash is answered with PERSISTED_QUERY_NOT_FOUND; sent along once, the hash is enough, by GET too', async () => {
    const query = '{ fresh registered: hello }';
    const hash = hashOf(query);
    const unknown = await readAnswer(await getByHash(hash));
    expect(unknown).toMatchObject({ status: 404, codes: ['PERSISTED_QUERY_NOT_FOUND'] });
    expect(unknown.body.errors[0].message).toBe('PersistedQueryNotFound');
    expect(unknown.headers.get('cache-control')).toBe('no-store');
    expect((await send({ query, extensions: persisted(hash) })).status).toBe(200);
    const found = await getByHash(hash);
    expect((await readAnswer(found)).body.data.registered).toBe('hello world');
  });

  test('under application/json the unknown hash is told with 200, as its readers look into the body', async () => {
    expect((await getByHash(hashOf('{ never }'), { accept: 'application/json' })).status).toBe(200);
  });

  test("a document under another's hash is refused and not kept (poisoning)", async () => {
    const victim = hashOf('{ hello(name: "victim") }');
    const answer = await send({ query: '{ hello(name: "evil") }', extensions: persisted(victim) });
    expect(answer).toMatchObject({ status: 400, codes: ['PERSISTED_QUERY_MISMATCH'] });
    expect((await send({ extensions: persisted(victim) })).codes).toEqual(['PERSISTED_QUERY_NOT_FOUND']);
  });

  test('a hash that is none, of another case or version, is refused', async () => {
    for (const persistedQuery of [
      { version: 1, sha256Hash: 'x' },
      { version: 2, sha256Hash: hashOf('a') },
      { version: 1, sha256Hash: hashOf('a').toUpperCase() },
      { version: 1 },
    ]) {
      expect((await send({ extensions: { persistedQuery } })).codes).toEqual(['BAD_REQUEST']);
    }
  });

  test('a document that is refused is not kept', async () => {
    const query = '{ nothing }';
    expect((await send({ query, extensions: persisted(hashOf(query)) })).codes[0]).toBe('GRAPHQL_VALIDATION_FAILED');
    expect((await send({ extensions: persisted(hashOf(query)) })).codes).toEqual(['PERSISTED_QUERY_NOT_FOUND']);
  });

  test('a flood of registrations is answered but kept only up to a number a minute, and within the bound of bytes', async () => {
    const flood = await startTestGateway(graph.supergraph, {
      documents: { registrationsPerMinuteMax: 10, persistedBytesMax: 5_000 },
    });
    try {
      const queries = Array.from({ length: 30 }, (_, index) => `{ hello(name: "${index}") }`);
      for (const query of queries)
        expect((await send({ query, extensions: persisted(hashOf(query)) }, flood)).status).toBe(200);
      const kept = await Promise.all(
        queries.map(async (query) => (await send({ extensions: persisted(hashOf(query)) }, flood)).status),
      );
      expect(kept.filter((status) => status === 200)).toHaveLength(10);
      const metrics = await flood.gateway.metrics.registry.metrics();
      const bytes = Number(/games_gateway_persisted_documents_bytes (\d+)/.exec(metrics)?.[1]);
      expect(bytes).toBeGreaterThan(0);
      expect(bytes).toBeLessThanOrEqual(5_000);
    } finally {
      await flood.close();
    }
  });

  test('where they are switched off, clients are told so', async () => {
    const off = await startTestGateway(graph.supergraph, { documents: { persistedQueries: false } });
    try {
      expect((await send({ extensions: persisted(hashOf('{ hello }')) }, off)).codes).toEqual([
        'PERSISTED_QUERY_NOT_SUPPORTED',
      ]);
    } finally {
      await off.close();
    }
  });
});

describe('trusted documents', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gateway-documents-'));
  const text = 'query Trusted { hello }';
  const subscription = 'subscription TrustedTicks { ticked }';
  let trusted: TestGateway;

  beforeAll(async () => {
    mkdirSync(join(folder, 'named'));
    writeFileSync(join(folder, 'named', 'ByName.graphql'), 'query ByName { fresh }');
    const operations = [
      { id: 'trusted-1', name: 'Trusted', type: 'query', body: text },
      { id: 'ticks-1', name: 'TrustedTicks', type: 'subscription', body: subscription },
    ];
    writeFileSync(
      join(folder, 'manifest.json'),
      JSON.stringify({ format: 'apollo-persisted-query-manifest', version: 1, operations }),
    );
    trusted = await startTestGateway(graph.supergraph, {
      http: { batchSizeMax: 5 },
      documents: { trusted: 'only', trustedFiles: [join(folder, 'manifest.json'), join(folder, 'named')] },
    });
  });
  afterAll(async () => {
    await trusted.close();
    rmSync(folder, { recursive: true });
  });

  test('are found by id, by name, by hash and by their very text', async () => {
    for (const body of [
      { documentId: 'trusted-1' },
      { id: 'trusted-1' },
      { extensions: persisted(hashOf(text)) },
      { query: text },
      { documentId: 'ByName' },
    ]) {
      expect((await send(body, trusted)).status).toBe(200);
    }
  });

  test('no other text is answered: not by POST, GET, list, registration or WebSocket, not even with a space more', async () => {
    for (const query of ['{ hello }', `${text} `, `${text}#`, 'query Trusted { hello fresh }']) {
      expect(await send({ query }, trusted)).toMatchObject({ status: 403, codes: ['DOCUMENT_NOT_TRUSTED'] });
      expect((await send({ query, extensions: persisted(hashOf(query)) }, trusted)).codes).toEqual([
        'DOCUMENT_NOT_TRUSTED',
      ]);
      expect((await send({ query, documentId: 'trusted-1' }, trusted)).codes).toEqual(['DOCUMENT_NOT_TRUSTED']);
      const get = await fetch(`${trusted.url}?query=${encodeURIComponent(query)}`);
      expect((await readAnswer(get)).codes).toEqual(['DOCUMENT_NOT_TRUSTED']);
    }
    const { body: list } = await send([{ documentId: 'trusted-1' }, { query: '{ hello }' }], trusted);
    expect(list[0].data).toEqual({ hello: 'hello world' });
    expect(list[1].errors[0].extensions.code).toBe('DOCUMENT_NOT_TRUSTED');
    expect(await overWebSocket(trusted.url, { query: '{ hello }' })).toMatchObject({
      type: 'error',
      payload: [{ extensions: { code: 'DOCUMENT_NOT_TRUSTED' } }],
    });
    expect(await overWebSocket(trusted.url, { documentId: 'trusted-1', query: undefined })).toMatchObject({
      type: 'next',
      payload: { data: { hello: 'hello world' } },
    });
  });
});

/** The first message that answers an operation on a WebSocket. */
function overWebSocket(url: string, payload: unknown): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url.replace('http', 'ws'), 'graphql-transport-ws');
    socket.on('error', reject);
    socket.on('open', () => socket.send('{"type":"connection_init"}'));
    socket.on('message', (data) => {
      const message = JSON.parse(String(data));
      if (message.type === 'connection_ack') socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload }));
      else {
        socket.close();
        resolve(message);
      }
    });
  });
}
