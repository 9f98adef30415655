import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
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

describe('graphql-cop', () => {
  test('1 alias overloading', async () => {
    const aliases = Array.from({ length: 101 }, (_, index) => `alias${index}:__typename`).join(' \n');
    expect((await ask({ query: `query cop { ${aliases} }`, operationName: 'cop' })).text).not.toContain('alias100');
  });

  test('2 batch queries', async () => {
    const { text } = await ask(
      Array.from({ length: 10 }, () => ({ query: 'query cop { __typename }', operationName: 'cop' })),
    );
    expect(JSON.parse(text).length).toBeUndefined();
  });

  test('3 directive overloading', async () => {
    const { text } = await ask({
      query: 'query cop { __typename @aa@aa@aa@aa@aa@aa@aa@aa@aa@aa }',
      operationName: 'cop',
    });
    expect(JSON.parse(text).errors).toHaveLength(1);
  });

  test('4 circular introspection', async () => {
    const query =
      'query cop { __schema { types { fields { type { fields { type { fields { type { fields { type { name } } } } } } } } } } }';
    expect(JSON.parse((await ask({ query, operationName: 'cop' }, { 'x-api-key': key })).text).data).toBeUndefined();
  });

  test('5 field duplication', async () => {
    const { text } = await ask({ query: `query cop { ${'__typename \n'.repeat(500)} }`, operationName: 'cop' });
    expect(JSON.parse(text).data).toBeUndefined();
  });

  test('6 field suggestions', async () => {
    expect((await ask({ query: 'query cop { helo }', operationName: 'cop' })).text).not.toMatch(/did you mean/i);
  });

  test('7 an explorer', async () => {
    for (const path of ['/', '/graphiql', '/playground', '/console', '/graphql']) {
      const response = await fetch(gateway.origin + path, { headers: { accept: 'text/html' } });
      expect(await response.text()).not.toMatch(/graphiql|playground/i);
    }
  });

  test('8 introspection', async () => {
    expect(JSON.parse((await ask({ query: '{ __schema { types { name } } }' })).text).errors[0].extensions.code).toBe(
      'INTROSPECTION_DISABLED',
    );
  });

  test('9 queries by GET', async () => {
    const response = await fetch(`${gateway.url}?query=${encodeURIComponent('query cop { __typename }')}`);
    expect(response.status).toBe(403);
  });

  test('10 mutations by GET', async () => {
    const response = await fetch(`${gateway.url}?query=${encodeURIComponent('mutation cop { __typename }')}`, {
      headers: { 'apollo-require-preflight': 'true' },
    });
    expect(response.status).toBe(405);
  });

  test('11 urlencoded POST', async () => {
    const answer = await ask('query=query+cop+%7B__typename%7D', {
      'content-type': 'application/x-www-form-urlencoded',
    });
    expect(answer.status).toBe(415);
  });

  test('12 traces, and faults that are not handled', async () => {
    const traced = await ask({ query: 'query cop { __typename }', extensions: { tracing: true } });
    expect(traced.text).not.toMatch(/tracing|startTime/);
    for (const body of ['{"query": "qwerty cop { abc }"}', '{', 'null', '[]', '""', '{"query": {"a": 1}}']) {
      const { text, status } = await ask(body);
      expect(status).toBeLessThan(500);
      expect(text).not.toMatch(/exception|stacktrace|\bat .*:\d+|node_modules/i);
    }
  });
});
