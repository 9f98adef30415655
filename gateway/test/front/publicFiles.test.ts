import { createServer, request as httpRequest, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startTestGateway, type TestGateway } from './testGateway.ts';
import { startTestGraph, type TestGraph } from './testGraph.ts';

const drawing = '<svg xmlns="http://www.w3.org/2000/svg"/>';
const asked: IncomingMessage[] = [];
let graph: TestGraph;
let service: Server;
let gateway: TestGateway;
let origin: string;

/** A service with files, faults and something that only the gateway's own calls may reach. */
function startService(): Server {
  return createServer((request, response) => {
    asked.push(request);
    const path = new URL(request.url ?? '/', 'http://service').pathname;
    if (path === '/maps/a.svg') {
      if (request.headers['if-none-match'] === '"1"') return void response.writeHead(304, { etag: '"1"' }).end();
      response.writeHead(200, {
        'content-type': 'image/svg+xml',
        'content-encoding': 'gzip',
        etag: '"1"',
        'cache-control': 'public, max-age=60',
        'set-cookie': 'inner=1',
        'x-inner': 'secret',
        server: 'inner',
      });
      return void response.end(gzipSync(drawing));
    }
    if (path === '/maps/gone.svg') return void response.writeHead(404).end('{"errors":[]}');
    if (path === '/maps/broken.svg') return void response.writeHead(500).end('at internal.ts:12');
    if (path === '/maps/elsewhere.svg') return void response.writeHead(302, { location: '/graphql' }).end();
    if (path === '/maps/declared.svg') return void response.writeHead(200, { 'content-length': '100000' }).end();
    if (path === '/maps/long.svg') {
      response.writeHead(200);
      for (let part = 0; part < 20; part++) response.write('x'.repeat(1_000));
      return void response.end();
    }
    if (path === '/maps/never.svg') return;
    response.end('inner');
  });
}

beforeAll(async () => {
  graph = await startTestGraph();
  service = startService();
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(service.address() as AddressInfo).port}`;
  gateway = await startTestGateway(graph.supergraph, {
    publicFiles: { routes: { '/maps/': origin, '/.well-known/keys': origin }, bytesMax: 10_000, timeoutMs: 1_000 },
  });
});
afterAll(async () => {
  await gateway.close();
  await graph.close();
  service.closeAllConnections();
  service.close();
});

const codeOf = async (response: Response): Promise<string> =>
  ((await response.json()) as { errors: [{ extensions: { code: string } }] }).errors[0].extensions.code;

/** Sends a path as it is, which fetch would resolve first. */
function statusOfRaw(path: string): Promise<number> {
  const { hostname, port } = new URL(gateway.origin);
  return new Promise((resolve, reject) => {
    const sent = httpRequest({ hostname, port, path }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    sent.on('error', reject).end();
  });
}

describe('public files', () => {
  test('come from their service under the address of the gateway, revalidate, and answer HEAD', async () => {
    const response = await fetch(`${gateway.origin}/maps/a.svg?session=1`);
    expect(response.status).toBe(200);
    expect(await response.text()).toBe(drawing);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'image/svg+xml',
      'cache-control': 'public, max-age=60',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
      'x-content-type-options': 'nosniff',
      etag: '"1"',
    });
    expect(asked.at(-1)?.url).toBe('/maps/a.svg?session=1');
    const again = await fetch(`${gateway.origin}/maps/a.svg`, { headers: { 'if-none-match': '"1"' } });
    expect(again.status).toBe(304);
    const head = await fetch(`${gateway.origin}/maps/a.svg`, { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
    expect((await fetch(`${gateway.origin}/.well-known/keys`)).status).toBe(200);
  });

  test('a page of another origin may read them where it may ask the graph', async () => {
    const response = await fetch(`${gateway.origin}/maps/a.svg`, { headers: { origin: 'https://site.example' } });
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    expect(response.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
  });

  test('the service learns nothing of who asks, and the client nothing of the inside', async () => {
    const response = await fetch(`${gateway.origin}/maps/a.svg`, {
      headers: {
        authorization: 'Bearer t',
        'x-api-key': 'k',
        cookie: 'c=1',
        'x-games-viewer': 'forged',
        'x-else': '1',
      },
    });
    const names = Object.keys(asked.at(-1)?.headers ?? {});
    expect(names.filter((name) => /authorization|key|cookie|viewer|else|forwarded/.test(name))).toEqual([]);
    for (const name of ['set-cookie', 'x-inner', 'server']) expect(response.headers.get(name)).toBeNull();
  });

  test('nothing beside the routes can be reached, however its path is written', async () => {
    const before = asked.length;
    for (const path of [
      '/maps/../graphql',
      '/maps/%2e%2e/graphql',
      '/maps/.%2E/graphql',
      '/maps/..%2fgraphql',
      '/maps/..%5cgraphql',
      '/maps/..\\graphql',
      '/maps/./a.svg',
      '/maps',
      '/Maps/a.svg',
      '//maps/a.svg',
      '/.well-known/keys/more',
      '/other/a.svg',
      'http://127.0.0.1/maps/a.svg',
    ]) {
      expect([path, await statusOfRaw(path)]).toEqual([path, 404]);
    }
    const posted = await fetch(`${gateway.origin}/maps/a.svg`, { method: 'POST', body: '{}' });
    expect([posted.status, await codeOf(posted)]).toEqual([405, 'METHOD_NOT_ALLOWED']);
    expect(asked).toHaveLength(before);
  });

  test('what a service says is missing is missing; its faults and redirections are not passed on', async () => {
    expect((await fetch(`${gateway.origin}/maps/gone.svg`)).status).toBe(404);
    for (const path of ['/maps/broken.svg', '/maps/elsewhere.svg']) {
      const response = await fetch(gateway.origin + path, { redirect: 'manual' });
      expect([response.status, await codeOf(response)]).toEqual([502, 'SUBGRAPH_HTTP_ERROR']);
    }
  });

  test('too much, too late and nobody there are told apart', async () => {
    const declared = await fetch(`${gateway.origin}/maps/declared.svg`);
    expect([declared.status, await codeOf(declared)]).toEqual([502, 'SUBGRAPH_RESPONSE_TOO_LARGE']);
    await expect(fetch(`${gateway.origin}/maps/long.svg`).then((response) => response.text())).rejects.toThrow();
    const late = await fetch(`${gateway.origin}/maps/never.svg`);
    expect([late.status, await codeOf(late)]).toEqual([504, 'SUBGRAPH_TIMEOUT']);
    const lonely = await startTestGateway(graph.supergraph, {
      publicFiles: { routes: { '/maps/': 'http://127.0.0.1:1' } },
    });
    const unreached = await fetch(`${lonely.origin}/maps/a.svg`);
    expect([unreached.status, await codeOf(unreached)]).toEqual([502, 'SUBGRAPH_UNREACHABLE']);
    await lonely.close();
  });

  test("a route over the gateway's own paths, or over everything, is refused at the start", async () => {
    for (const path of [
      '/',
      '/graphql',
      '/graphql/',
      '/health/',
      '/explorer/x',
      'maps/',
      '/maps/../',
      '/maps//',
      '/.git/',
    ]) {
      await expect(startTestGateway(graph.supergraph, { publicFiles: { routes: { [path]: origin } } })).rejects.toThrow(
        `The public route ${path} is not one that can be passed on.`,
      );
    }
    await expect(
      startTestGateway(graph.supergraph, { publicFiles: { routes: { '/maps/': 'file:///etc' } } }),
    ).rejects.toThrow('is not an http address');
  });
});
