import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { serverAudits } from 'graphql-http';
import { startTestGateway, type TestGateway } from './testGateway.ts';
import { startTestGraph, type TestGraph } from './testGraph.ts';

let graph: TestGraph;
let gateway: TestGateway;

beforeAll(async () => {
  graph = await startTestGraph();
  gateway = await startTestGateway(graph.supergraph);
});
afterAll(async () => {
  await gateway.close();
  await graph.close();
});

describe('GraphQL over HTTP: the audits of graphql-http', () => {
  const audits = serverAudits({ url: () => gateway.url });

  test('there are 61 of them', () => {
    expect(audits).toHaveLength(61);
  });

  for (const audit of audits) {
    test(`${audit.id} ${audit.name}`, async () => {
      const result = await audit.fn();
      expect('reason' in result ? result.reason : 'ok').toBe('ok');
    });
  }
});
