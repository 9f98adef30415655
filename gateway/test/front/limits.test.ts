import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { getIntrospectionQuery } from 'graphql';
import { startTestGateway, type TestGateway } from './testGateway.ts';
import { startTestGraph, type TestGraph } from './testGraph.ts';

let graph: TestGraph;
let gateway: TestGateway;

beforeAll(async () => {
  graph = await startTestGraph();
  gateway = await startTestGateway(graph.supergraph, { limits: { costMax: 2_000 } });
});
afterAll(async () => {
  await gateway.close();
  await graph.close();
});

const times = (count: number, of: (index: number) => string, separator = ' '): string =>
  Array.from({ length: count }, (_, index) => of(index)).join(separator);

/** Documents that are made to hurt, with the code by which each is refused. */
const bombs: readonly (readonly [name: string, code: string, query: string])[] = [
  ['bytes', 'DOCUMENT_TOO_LARGE', `{ hello(name: "${'x'.repeat(120_000)}") }`],
  ['bytes of many-byte characters', 'DOCUMENT_TOO_LARGE', `{ hello(name: "${'漢'.repeat(40_000)}") }`],
  ['bytes in comments', 'DOCUMENT_TOO_LARGE', `${'#\n'.repeat(60_000)}{ hello }`],
  ['tokens', 'DOCUMENT_TOO_LARGE', `{ ${times(9_000, () => 'a')} }`],
  ['tokens of punctuation', 'DOCUMENT_TOO_LARGE', `{ ${'!'.repeat(10_000)} }`],
  ['brackets that nest in values', 'DOCUMENT_TOO_DEEP', `{ hello(name: ${'['.repeat(30_000)}`],
  ['brackets that nest in selections', 'DOCUMENT_TOO_DEEP', '{a'.repeat(30_000)],
  [
    'brackets that nest in types',
    'DOCUMENT_TOO_DEEP',
    `query ($a: ${'['.repeat(5_000)}Int${']'.repeat(5_000)}) { hello }`,
  ],
  ['depth', 'DOCUMENT_TOO_DEEP', `{ person(id: "1") { ${'friends { '.repeat(30)} id ${'} '.repeat(30)} } }`],
  [
    'depth by fragments',
    'DOCUMENT_TOO_DEEP',
    `{ person(id: "1") { ...F0 } } ${times(30, (i) => `fragment F${i} on Person { friends { ...F${i + 1} } }`)} fragment F30 on Person { id }`,
  ],
  ['depth of a value', 'DOCUMENT_TOO_DEEP', `{ people(filter: ${'{inner: '.repeat(20)}null${'}'.repeat(20)}) { id } }`],
  ['root fields by aliases', 'TOO_MANY_ROOT_FIELDS', `{ ${times(50, (i) => `a${i}: hello`)} }`],
  [
    'root fields by fragments',
    'TOO_MANY_ROOT_FIELDS',
    `{ ${times(8, () => '...F')} } fragment F on Query { ${times(8, (i) => `a${i}: hello`)} }`,
  ],
  ['aliases', 'TOO_MANY_ALIASES', `{ person(id: "1") { ${times(150, (i) => `a${i}: name`)} } }`],
  [
    'aliases by fragments',
    'TOO_MANY_ALIASES',
    `{ person(id: "1") { ${times(11, (i) => `f${i}: friends { ...F }`)} } } fragment F on Person { ${times(10, (i) => `a${i}: name`)} }`,
  ],
  ['directives in one place', 'TOO_MANY_DIRECTIVES', `{ hello ${times(10, () => '@include(if: true)')} }`],
  [
    'directives in all',
    'TOO_MANY_DIRECTIVES',
    `{ person(id: "1") { ${times(150, () => 'name @include(if: true)')} } }`,
  ],
  ['unknown directives', 'TOO_MANY_DIRECTIVES', `{ hello ${times(500, () => '@aa')} }`],
  ['fragments', 'TOO_MANY_FRAGMENTS', `{ hello } ${times(150, (i) => `fragment F${i} on Query { hello }`)}`],
  ['operations', 'TOO_MANY_SELECTIONS', times(80, (i) => `query Q${i} { hello }`)],
  [
    'fragments that spread each other twice',
    'TOO_MANY_SELECTIONS',
    `{ person(id: "1") { ...F0 } } ${times(60, (i) => `fragment F${i} on Person { ...F${i + 1} ...F${i + 1} }`)} fragment F60 on Person { id }`,
  ],
  [
    'fragments that spread each other twice under a field',
    'TOO_MANY_SELECTIONS',
    `{ person(id: "1") { ...F0 } } ${times(20, (i) => `fragment F${i} on Person { friends { ...F${i + 1} ...F${i + 1} } }`)} fragment F20 on Person { id }`,
  ],
  ['one field many times', 'TOO_MANY_SELECTIONS', `{ person(id: "1") { ${times(1_000, () => 'name')} } }`],
  [
    'one field many times, nested',
    'TOO_MANY_SELECTIONS',
    `{ person(id: "1") { ${times(16, () => `friends { ${times(16, () => 'friends { id }')} }`)} } }`,
  ],
  [
    'one field many times by inline fragments',
    'TOO_MANY_SELECTIONS',
    `{ person(id: "1") { ${times(800, () => '... on Person { name }')} } }`,
  ],
  ['a long list', 'LIST_TOO_LONG', `{ people(ids: [${times(2_000, (i) => `"${i}"`, ',')}]) { id } }`],
  ['cost', 'COST_TOO_HIGH', '{ people(first: 100) { friends(first: 100) { id } } }'],
  ['cost of a weighty field', 'COST_TOO_HIGH', '{ a: dear b: dear c: dear d: dear e: dear }'],
  ['a page without end', 'COST_TOO_HIGH', '{ people(first: 1000000) { id } }'],
];

describe('documents that are made to hurt are refused before validation', () => {
  for (const [name, code, query] of bombs) {
    test(`${name}: ${code}`, async () => {
      const before = graph.asked.length;
      const answer = await gateway.post(query);
      expect(answer).toMatchObject({ status: 400, codes: [code] });
      expect(answer.body.data).toBeUndefined();
      expect(graph.asked.length).toBe(before);
    });
  }

  test('none of them holds the process up', async () => {
    for (const [name, , query] of bombs) {
      const times: number[] = [];
      // Each document is new to the gateway. Other work on the machine may hold some of them up, but not all.
      for (const number of [1, 2, 3, 4, 5]) {
        const begin = performance.now();
        await gateway.post(`${query} # ${number}`);
        times.push(performance.now() - begin);
      }
      expect({ name, isQuick: Math.min(...times) < 500 }).toEqual({ name, isQuick: true });
    }
  });

  test('cycles of fragments are refused by validation, however they branch', async () => {
    for (const cycle of [
      '{ person(id: "1") { ...A } } fragment A on Person { ...A }',
      '{ person(id: "1") { ...A } } fragment A on Person { friends { ...B } } fragment B on Person { friends { ...A } }',
      '{ person(id: "1") { ...A } } fragment A on Person { x: friends { ...A } y: friends { ...A } }',
    ]) {
      const { status, codes } = await gateway.post(cycle);
      expect(status).toBe(400);
      expect(['GRAPHQL_VALIDATION_FAILED', 'TOO_MANY_SELECTIONS', 'DOCUMENT_TOO_DEEP']).toContain(codes[0]);
    }
  });

  test('what is read of the schema costs by how much it lists, and is listed a few times at most', async () => {
    const once = 'types { fields { name args { name } type { name ofType { name } } } }';
    expect((await gateway.post(getIntrospectionQuery())).status).toBe(200);
    const repeated = (count: number) => `{ __schema { ${times(count, (i) => `a${i}: ${once}`)} } }`;
    expect((await gateway.post(repeated(11))).codes).toEqual(['TOO_MANY_ALIASES']);
    expect((await gateway.post(`{ ${times(11, (i) => `a${i}: __type(name: "Query") { name }`)} }`)).codes).toEqual([
      'TOO_MANY_ALIASES',
    ]);
    const frugal = await startTestGateway(graph.supergraph, { limits: { costMax: 200 } });
    try {
      const dear = await frugal.post(repeated(9));
      expect(dear.codes).toEqual(['COST_TOO_HIGH']);
      const cheap = await frugal.post('{ __type(name: "Query") { name } }');
      expect(cheap.codes).toEqual([]);
    } finally {
      await frugal.close();
    }
  });

  test('the usual question for the schema is answered with the same bytes each time', async () => {
    const ask = async () => {
      const response = await fetch(gateway.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query: getIntrospectionQuery() }),
      });
      return { text: await response.text(), cacheControl: response.headers.get('cache-control') };
    };
    const first = await ask();
    expect(first.cacheControl).toBe('no-store');
    expect(await ask()).toEqual(first);
    const requests = gateway.events.filter((event) => event.kind === 'request');
    expect(requests.at(-1)).toMatchObject({ operationName: 'IntrospectionQuery', origin: 'shared' });
  });

  test("introspection can't be nested without end", async () => {
    const circular =
      '{ __schema { types { fields { type { fields { type { fields { type { fields { name } } } } } } } } } }';
    expect((await gateway.post(circular)).codes[0]).toBe('GRAPHQL_VALIDATION_FAILED');
  });
});

describe('values of variables', () => {
  test('a list from variables is bounded like one in the document', async () => {
    const query = 'query ($ids: [ID!]) { people(first: 1, ids: $ids) { id } }';
    const ids = Array.from({ length: 2_000 }, (_, index) => String(index));
    expect((await gateway.post(query, { variables: { ids } })).codes).toEqual(['LIST_TOO_LONG']);
    expect((await gateway.post(query, { variables: { ids: ids.slice(0, 10) } })).status).toBe(200);
  });

  test("a value from variables can't nest without end", async () => {
    let filter: Record<string, unknown> = {};
    for (let depth = 0; depth < 50; depth++) filter = { inner: filter };
    const query = 'query ($filter: Filter) { people(first: 1, filter: $filter) { id } }';
    expect((await gateway.post(query, { variables: { filter } })).codes).toEqual(['DOCUMENT_TOO_DEEP']);
  });

  test('cost counts paging arguments that come by variables, defaults included', async () => {
    const query = 'query ($n: Int = 100, $m: Int) { people(first: $n) { friends(first: $m) { id } } }';
    expect((await gateway.post(query, { variables: { n: 3, m: 3 } })).status).toBe(200);
    expect((await gateway.post(query, { variables: { m: 100 } })).codes).toEqual(['COST_TOO_HIGH']);
    const { body } = await gateway.post(query, { variables: { n: 1_000, m: 1_000 } });
    expect(body.errors[0].extensions).toMatchObject({ cost: 1_001_000, costMax: 2_000 });
  });

  test('names like __proto__ and constructor are names and nothing else', async () => {
    const { body } = await gateway.post(
      'query ($__proto__: String, $constructor: String) { toString: hello(name: $__proto__) hasOwnProperty: hello(name: $constructor) __proto__: hello }',
      {
        variables: JSON.parse('{"__proto__": "a", "constructor": "b"}'),
      },
    );
    expect(body.errors).toBeUndefined();
    expect(body.data.toString).toBe('hello a');
    expect(body.data.hasOwnProperty).toBe('hello b');
    expect(Object.getOwnPropertyDescriptor(body.data, '__proto__')?.value).toBe('hello world');
    expect(({} as Record<string, unknown>).a).toBeUndefined();
    const polluting = await gateway.post('query ($filter: Filter) { people(first: 1, filter: $filter) { id } }', {
      variables: JSON.parse('{"filter": {"__proto__": {"polluted": true}}}'),
    });
    expect(polluting.codes).toEqual(['BAD_USER_INPUT']);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});

describe('what is allowed', () => {
  test('a document near every bound is answered', async () => {
    const query = `query ($n: Int = 2) {
      person(id: "1") { ${times(80, (i) => `a${i}: name`)} }
      people(first: $n, ids: [${times(900, (i) => `"${i}"`, ',')}]) { friends(first: 2) { friends(first: 2) { friends(first: 2) { ...P } } } }
    } fragment P on Person { id name note @include(if: true) }`;
    const answer = await gateway.post(query);
    expect(answer.status).toBe(200);
    expect(answer.body.errors).toBeUndefined();
  });
});
