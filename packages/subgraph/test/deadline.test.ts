import { deadlineHeader } from '@games/service';
import { signedViewerHeaders, testViewer, testViewerSecret } from '@games/testing';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createSubgraph, type Subgraph } from '../src/index.ts';

let subgraph: Subgraph;
let ends: string[];

beforeAll(async () => {
  ends = [];
  subgraph = await createSubgraph({
    name: 'waiting',
    sdl: 'type Query { wait: String }',
    resolvers: {
      Query: {
        wait: (_root: unknown, _args: unknown, { signal }: { signal: AbortSignal }) =>
          new Promise((resolve) => {
            signal.addEventListener('abort', () => {
              ends.push((signal.reason as Error).name);
              resolve('given up');
            });
          }),
      },
    },
    context: ({ signal }) => ({ signal }),
    viewerSecret: testViewerSecret,
    port: 0,
  });
});
afterAll(() => subgraph.close());

test('work ends when the time is over that the gateway gives for it', async () => {
  const response = await fetch(subgraph.url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      [deadlineHeader]: '50',
      ...signedViewerHeaders(testViewer(), subgraph.name),
    },
    body: '{"query":"{ wait }"}',
  });
  expect(await response.json()).toEqual({ data: { wait: 'given up' } });
  expect(ends).toEqual(['TimeoutError']);
});
