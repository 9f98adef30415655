import { sendJson } from '@games/http';
import { createLog } from '@games/service';
import { postGraphql, signedViewerHeaders, testViewer, testViewerSecret } from '@games/testing';
import { afterEach, expect, jest, test } from '@jest/globals';
import { createSubgraph, type Subgraph, type SubgraphOptions } from '../src/index.ts';

let subgraph: Subgraph;
afterEach(() => subgraph.close());

const serve = async (options: Partial<SubgraphOptions> = {}): Promise<void> => {
  subgraph = await createSubgraph({
    name: 'answering',
    sdl: 'type Query { one: Int fail: Int } type Subscription { ticks: Int }',
    resolvers: {
      Query: {
        one: () => 1,
        fail: () => {
          throw new Error('a fault of ours');
        },
      },
      Subscription: {
        ticks: {
          subscribe: async function* (_root: unknown, _args: unknown, { signal }: { signal: AbortSignal }) {
            yield { ticks: 1 };
            await new Promise((resolve) => signal.addEventListener('abort', resolve));
          },
        },
      },
    },
    context: ({ signal }) => ({ signal }),
    viewerSecret: testViewerSecret,
    port: 0,
    ...options,
  });
};

test('the log of a request carries the id and the trace that the gateway gives it', async () => {
  await serve();
  const lines: string[] = [];
  const write = jest.spyOn(process.stderr, 'write').mockImplementation((line) => lines.push(String(line)) > 0);
  try {
    await postGraphql(subgraph, '{ fail }', {}, testViewer(), {
      'x-request-id': 'req-1',
      traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
    });
    await postGraphql(subgraph, '{ fail }', {}, testViewer(), { 'x-request-id': 'two words', traceparent: 'none' });
    createLog('answering').error('outside of a request');
  } finally {
    write.mockRestore();
  }
  const [told, forged, outside] = lines.map((line) => JSON.parse(line));
  expect(told).toMatchObject({ requestId: 'req-1', traceId: '0af7651916cd43dd8448eb211c80319c' });
  for (const line of [forged, outside]) {
    expect(line).not.toHaveProperty('requestId');
    expect(line).not.toHaveProperty('traceId');
  }
});

test('an address that is none is the sender’s fault', async () => {
  await serve();
  const { port } = new URL(subgraph.url);
  const { request } = await import('node:http');
  const status = await new Promise<number | undefined>((resolve, reject) => {
    request({ port, path: '//[', host: '127.0.0.1' }, (response) => resolve(response.resume().statusCode))
      .on('error', reject)
      .end();
  });
  expect(status).toBeGreaterThanOrEqual(400);
  expect(status).toBeLessThan(500);
});

test('public endpoints can have a listener of their own, where there is no graph', async () => {
  const routes: SubgraphOptions['routes'] = { 'POST /odf': (_request, response) => sendJson(response, 200, {}) };
  await serve({ routes, publicPort: 0 });
  const post = (base: string, path: string) =>
    fetch(new URL(path, base), { method: 'POST' }).then(({ status }) => status);
  expect(await post(subgraph.publicUrl, '/odf')).toBe(200);
  expect(await post(subgraph.url, '/odf')).toBe(404);
  expect(await post(subgraph.publicUrl, '/graphql')).toBe(404);
  expect(await postGraphql(subgraph, '{ one }')).toEqual({ data: { one: 1 } });
});

test('a service that closes ends its subscriptions at once and does not call them complete', async () => {
  await serve();
  const response = await fetch(subgraph.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...signedViewerHeaders(testViewer(), subgraph.name) },
    body: JSON.stringify({ query: 'subscription { ticks }' }),
  });
  let text = '';
  let closed: Promise<void> | undefined;
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    text += Buffer.from(chunk).toString('utf8');
    closed ??= subgraph.close();
  }
  await closed;
  expect(text).toContain('event: next');
  expect(text).not.toContain('event: complete');
});
