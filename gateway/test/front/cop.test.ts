import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { makeApiKey } from '../../src/guard/apiKeys.ts';
import { startTestGateway, type TestGateway } from './testGateway.ts';
import { startTestGraph, type TestGraph } from './testGraph.ts';

/** The twelve checks of graphql-cop, sent as it sends them, against a gateway as it stands in public. */
let graph: TestGraph;
let gateway: TestGateway;
const { key, record } = makeApiKey({ id: 'cop', partner: 'cop' });

beforeAll(async () => {
  graph = await startTestGraph();
  gateway = await startTestGateway(graph.supergraph, {
    isPublic: false,
    access: { apiKeys: JSON.stringify([record]), isAnonymousAllowed: true },
    explorer: { isEnabled: false },
  });
});
afterAll(async () => {
  await gateway.close();
  await graph.close();
});

async function ask(body: unknown, headers: Record<string, string> = {}): Promise<{ status: number; text: string }> {
  const response = await fetch(gateway.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: response.status, text: await response.text() };
}

/** The status of an answer that is a refusal and nothing else, and the codes of its errors. */
async function refusal(body: unknown, headers: Record<string, string> = {}): Promise<readonly [number, string[]]> {
  const { status, text } = await ask(body, { accept: 'application/graphql-response+json', ...headers });
  const answer = JSON.parse(text) as { errors: { extensions: { code: string } }[] };
  expect(Object.keys(answer)).toEqual(['errors']);
  return [status, answer.errors.map(({ extensions }) => extensions.code)];
}

const codeOf = async (response: Response): Promise<string> =>
  ((await response.json()) as { errors: { extensions: { code: string } }[] }).errors[0]?.extensions.code as string;

/** Whatever was tried, the next one is served. */
afterEach(async () => {
  const { body, status } = await gateway.post('{ hello }', { headers: { 'x-api-key': key } });
  expect([status, body]).toEqual([200, { data: { hello: 'hello world' } }]);
});

describe('graphql-cop', () => {
  test('1 alias overloading', async () => {
    const aliases = Array.from({ length: 101 }, (_, index) => `alias${index}:__typename`).join(' \n');
    const query = `query cop { ${aliases} }`;
    expect(await refusal({ query, operationName: 'cop' })).toEqual([400, ['TOO_MANY_ROOT_FIELDS']]);
  });

  test('2 batch queries', async () => {
    const batch = Array.from({ length: 10 }, () => ({ query: 'query cop { __typename }', operationName: 'cop' }));
    expect(await refusal(batch)).toEqual([400, ['BATCHING_NOT_SUPPORTED']]);
  });

  test('3 directive overloading', async () => {
    const query = 'query cop { __typename @aa@aa@aa@aa@aa@aa@aa@aa@aa@aa }';
    expect(await refusal({ query, operationName: 'cop' })).toEqual([400, ['TOO_MANY_DIRECTIVES']]);
  });

  test('4 circular introspection', async () => {
    const query =
      'query cop { __schema { types { fields { type { fields { type { fields { type { fields { type { name } } } } } } } } } } }';
    const refused = await refusal({ query, operationName: 'cop' }, { 'x-api-key': key });
    expect(refused).toEqual([400, ['GRAPHQL_VALIDATION_FAILED']]);
  });

  test('5 field duplication', async () => {
    const query = `query cop { ${'__typename \n'.repeat(500)} }`;
    expect(await refusal({ query, operationName: 'cop' })).toEqual([400, ['TOO_MANY_ROOT_FIELDS']]);
  });

  test('6 field suggestions', async () => {
    const query = 'query cop { helo }';
    expect(await refusal({ query, operationName: 'cop' })).toEqual([400, ['GRAPHQL_VALIDATION_FAILED']]);
    expect((await ask({ query, operationName: 'cop' })).text).not.toMatch(/did you mean/i);
  });

  test('7 an explorer', async () => {
    for (const path of ['/', '/graphiql', '/playground', '/console', '/graphql']) {
      const response = await fetch(gateway.origin + path, { headers: { accept: 'text/html' } });
      expect(await response.text()).not.toMatch(/graphiql|playground/i);
    }
  });

  test('8 introspection', async () => {
    expect((await refusal({ query: '{ __schema { types { name } } }' }))[1]).toEqual(['INTROSPECTION_DISABLED']);
  });

  test('9 queries by GET', async () => {
    const response = await fetch(`${gateway.url}?query=${encodeURIComponent('query cop { __typename }')}`);
    expect([response.status, await codeOf(response)]).toEqual([403, 'CSRF_PREVENTED']);
  });

  test('10 mutations by GET', async () => {
    const response = await fetch(`${gateway.url}?query=${encodeURIComponent('mutation cop { __typename }')}`, {
      headers: { 'apollo-require-preflight': 'true' },
    });
    expect([response.status, await codeOf(response)]).toEqual([405, 'METHOD_NOT_ALLOWED']);
  });

  test('11 urlencoded POST', async () => {
    const refused = await refusal('query=query+cop+%7B__typename%7D', {
      'content-type': 'application/x-www-form-urlencoded',
    });
    expect(refused).toEqual([415, ['UNSUPPORTED_MEDIA_TYPE']]);
  });

  test('12 traces, and faults that are not handled', async () => {
    const traced = await ask({ query: 'query cop { __typename }', extensions: { tracing: true } });
    expect(traced.text).not.toMatch(/tracing|startTime/);
    for (const [body, code] of [
      ['{"query": "qwerty cop { abc }"}', 'GRAPHQL_PARSE_FAILED'],
      ['{', 'BAD_REQUEST'],
      ['null', 'BAD_REQUEST'],
      ['[]', 'BATCHING_NOT_SUPPORTED'],
      ['""', 'BAD_REQUEST'],
      ['{"query": {"a": 1}}', 'BAD_REQUEST'],
    ] as const) {
      expect([body, await refusal(body)]).toEqual([body, [400, [code]]]);
      const { text } = await ask(body);
      expect(text).not.toMatch(/exception|stacktrace|\bat .*:\d+|node_modules/i);
    }
  });
});
