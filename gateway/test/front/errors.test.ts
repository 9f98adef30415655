import { readFileSync } from 'node:fs';
import { errorCatalogue } from '@games/service';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startTestGateway, type TestGateway } from './testGateway.ts';
import { startTestGraph, type TestGraph } from './testGraph.ts';

let graph: TestGraph;
let gateway: TestGateway;
let strict: TestGateway;

beforeAll(async () => {
  graph = await startTestGraph();
  gateway = await startTestGateway(graph.supergraph);
  strict = await startTestGateway(graph.supergraph, { access: { subgraphErrors: 'catalogued' } });
});
afterAll(async () => {
  await gateway.close();
  await strict.close();
  await graph.close();
});

describe('the catalogue', () => {
  test('docs/errors.md lists exactly the codes of the catalogue, with their status, retry and meaning', () => {
    const text = readFileSync(new URL('../../../docs/errors.md', import.meta.url), 'utf8');
    const rows = [...text.matchAll(/^\| `(\w+)` \| (\d+) \| ([\w ]+) \| (.*) \|$/gm)].map(
      ([, code, status, retry, summary]) => ({
        code,
        status: Number(status),
        retry: retry === 'after a change' ? 'after-change' : retry,
        summary,
      }),
    );
    expect(rows).toEqual(Object.entries(errorCatalogue).map(([code, entry]) => ({ code, ...entry })));
  });
});

describe('faults of subgraphs', () => {
  test('an error that a subgraph means for clients keeps its message and code, at its place', async () => {
    for (const to of [gateway, strict]) {
      const { body, status } = await to.post('{ hello wrong: fails(how: "coded") }');
      expect(status).toBe(200);
      expect(body.data).toEqual({ hello: 'hello world', wrong: null });
      expect(body.errors).toEqual([
        {
          message: 'the name is taken',
          path: ['wrong'],
          extensions: { code: 'BAD_USER_INPUT', serviceName: 'people', field: 'name', requestId: expect.any(String) },
        },
      ]);
    }
  });

  test('one that it does not loses its text, its stack and its addresses; the observers hear of them', async () => {
    for (const to of [gateway, strict]) {
      const { body } = await to.post('{ hello fails(how: "badly") }');
      expect(body.data).toEqual({ hello: 'hello world', fails: null });
      expect(body.errors).toHaveLength(1);
      expect(body.errors[0]).toMatchObject({
        path: ['fails'],
        extensions: { code: 'DOWNSTREAM_SERVICE_ERROR', serviceName: 'people' },
      });
      expect(JSON.stringify(body)).not.toMatch(/ECONNREFUSED|10\.1\.2\.3|select|stack|srv|index\.js/);
      expect(to.events).toContainEqual(
        expect.objectContaining({ kind: 'masked', message: expect.stringContaining('ECONNREFUSED') }),
      );
    }
  });

  test("a service that can't be reached is named, its address is not", async () => {
    const own = await startTestGraph();
    const lonely = await startTestGateway(own.supergraph, { engine: { subgraphLimits: { retriesMax: 0 } } });
    await own.close();
    try {
      const { body, status } = await lonely.post('{ hello }');
      expect(status).toBe(200);
      expect(body.data).toEqual({ hello: null });
      expect(body.errors[0].extensions).toEqual({
        code: 'SUBGRAPH_UNREACHABLE',
        serviceName: 'people',
        requestId: expect.any(String),
      });
      expect(JSON.stringify(body)).not.toMatch(/127\.0\.0\.1|http|ECONN|at /);
    } finally {
      await lonely.close();
    }
  });
});

describe('faults of clients', () => {
  test('each has a code, and a place in the document where there is one', async () => {
    expect((await gateway.post('{ hello')).body.errors[0]).toMatchObject({
      extensions: { code: 'GRAPHQL_PARSE_FAILED' },
      locations: [{ line: 1, column: 8 }],
    });
    expect((await gateway.post('{ nothing }')).body.errors[0]).toMatchObject({
      extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
      locations: [{ line: 1, column: 3 }],
    });
    expect((await gateway.post('query A { hello } query B { hello }')).codes).toEqual(['OPERATION_RESOLUTION_FAILURE']);
    expect((await gateway.post('query A { hello }', { operationName: 'C' })).codes).toEqual([
      'OPERATION_RESOLUTION_FAILURE',
    ]);
    expect((await gateway.post('query ($id: ID!) { person(id: $id) { name } }')).codes).toEqual(['BAD_USER_INPUT']);
  });

  test('nothing that they send comes back as markup or as a header', async () => {
    const { headers, body } = await gateway.post('{ <script>alert(1)</script> }');
    expect(headers.get('content-type')).toBe('application/graphql-response+json; charset=utf-8');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(body.errors[0].extensions.code).toBe('GRAPHQL_PARSE_FAILED');
  });
});
