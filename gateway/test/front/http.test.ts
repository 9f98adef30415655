import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import { until } from '@games/testing';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { makeApiKey } from '../../src/guard/apiKeys.ts';
import { readAnswer, startTestGateway, type TestGateway } from './testGateway.ts';
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

const get = (query: string, headers: Record<string, string> = {}, to = gateway) =>
  fetch(`${to.url}?query=${encodeURIComponent(query)}`, {
    headers: { accept: 'application/graphql-response+json', ...headers },
  });

/** The bytes of an answer as they came, not inflated by the client. */
function raw(
  url: string,
  body: string | Buffer,
  headers: Record<string, string>,
): Promise<{ status: number; headers: Record<string, unknown>; body: Buffer }> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      url,
      { method: 'POST', headers: { 'content-type': 'application/json', ...headers } },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }),
        );
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}

/** What comes back for bytes written to the socket as they are. */
function exchange(origin: string, bytes: string | Buffer, waitMs = 3_000): Promise<string> {
  return new Promise((resolve) => {
    const { hostname, port } = new URL(origin);
    const socket = connect(Number(port), hostname);
    let answer = '';
    socket.on('data', (chunk) => {
      answer += chunk;
    });
    socket.on('close', () => resolve(answer));
    socket.on('error', () => resolve(answer));
    socket.setTimeout(waitMs, () => socket.destroy());
    socket.write(bytes);
  });
}

/** The chunks in which an answer comes (chunked coding: RFC 9112, §7.1). */
async function chunksOf(url: string, query: string, accept: string): Promise<readonly string[]> {
  const body = JSON.stringify({ query });
  const text = await exchange(
    new URL(url).origin,
    `POST /graphql HTTP/1.1\r\nhost: x\r\nconnection: close\r\naccept: ${accept}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
  );
  const chunks: string[] = [];
  for (let at = text.indexOf('\r\n\r\n') + 4; at < text.length; ) {
    const lineEnd = text.indexOf('\r\n', at);
    const length = Number.parseInt(text.slice(at, lineEnd), 16);
    if (!(length > 0)) break;
    chunks.push(text.slice(lineEnd + 2, lineEnd + 2 + length));
    at = lineEnd + 4 + length;
  }
  return chunks;
}

describe('answers', () => {
  test('a query over two subgraphs is answered in one piece', async () => {
    const { status, body } = await gateway.post('{ person(id: "7") { name posts { title author { name } } } }');
    expect(status).toBe(200);
    expect(body).toEqual({
      data: { person: { name: 'name of 7', posts: [{ title: 'post of 7', author: { name: 'name of 7' } }] } },
    });
  });

  test('a query comes by GET as well, a mutation does not', async () => {
    const found = await readAnswer(await get('{ hello(name: "you") }'));
    expect(found.body).toEqual({ data: { hello: 'hello you' } });
    const refused = await readAnswer(await get('mutation { rename(id: "1", name: "x") { id } }'));
    expect(refused).toMatchObject({ status: 405, codes: ['METHOD_NOT_ALLOWED'] });
    expect(refused.headers.get('allow')).toContain('POST');
  });

  test('other methods are refused with 405', async () => {
    for (const method of ['PUT', 'DELETE', 'PATCH']) {
      const answer = await readAnswer(await fetch(gateway.url, { method }));
      expect(answer).toMatchObject({ status: 405, codes: ['METHOD_NOT_ALLOWED'] });
    }
  });

  test('an unknown address has a coded 404', async () => {
    const answer = await readAnswer(await fetch(`${gateway.origin}/nowhere`));
    expect(answer).toMatchObject({ status: 404, codes: ['NOT_FOUND'] });
  });

  test('a client that reads nothing the gateway writes is told with 406', async () => {
    const answer = await gateway.post('{ hello }', { headers: { accept: 'image/png' } });
    expect(answer).toMatchObject({ status: 406, codes: ['NOT_ACCEPTABLE'] });
  });

  test('every Accept that offers a form the gateway writes is served, deferred or not', async () => {
    const forms = [
      ['*/*', 'application/json'],
      ['application/*', 'application/json'],
      ['APPLICATION/JSON ; q=0.2', 'application/json'],
      ['application/json;q=0, */*', 'application/graphql-response+json'],
      ['text/html, application/graphql-response+json;q=0.1', 'application/graphql-response+json'],
      ['application/json, application/graphql-response+json;q=0.5', 'application/json'],
      ['multipart/mixed', 'multipart/mixed'],
      ['multipart/mixed;deferSpec=20220824', 'multipart/mixed'],
      ['multipart/mixed; subscriptionSpec="1.0"', 'multipart/mixed'],
      ['text/event-stream', 'text/event-stream'],
      ['text/*;q=0.3', 'text/event-stream'],
    ];
    for (const [accept, type] of forms as [string, string][]) {
      const { status, headers, body } = await raw(gateway.url, JSON.stringify({ query: '{ hello }' }), { accept });
      expect([accept, status, String(headers['content-type']).split(';')[0]]).toEqual([accept, 200, type]);
      expect(String(body)).toContain('{"data":{"hello":"hello world"}');
    }
  });

  test('of a wildcard that excludes every form nothing is left to serve', async () => {
    const answer = await raw(gateway.url, JSON.stringify({ query: '{ hello }' }), { accept: '*/*;q=0' });
    expect(answer.status).toBe(406);
  });

  test('an answer in parts comes in whole parts, the last boundary together with the last of them', async () => {
    const chunks = await chunksOf(gateway.url, '{ hello }', 'multipart/mixed');
    expect(chunks).toHaveLength(1);
    expect(chunks[0]).toMatch(/^\r\n---\r\ncontent-type: [^\r]+\r\n\r\n\{"data":.*"hasNext":false\}\r\n-----\r\n$/);
  });

  test('a mutation by GET is refused with 405 also where no such mutation exists', async () => {
    for (const accept of ['application/json', 'application/graphql-response+json']) {
      const refused = await readAnswer(await get('mutation { nothing }', { accept }));
      expect(refused).toMatchObject({ status: 405, codes: ['METHOD_NOT_ALLOWED'] });
    }
    expect((await readAnswer(await get('{ nothing }'))).codes).toEqual(['GRAPHQL_VALIDATION_FAILED']);
  });

  test('headers of any content and length leave the request answered', async () => {
    const names = [
      'accept',
      'accept-encoding',
      'accept-language',
      'content-type',
      'if-none-match',
      'x-override-labels',
    ];
    for (const name of [...names, 'origin', 'x-forwarded-for', 'authorization', 'x-api-key', 'x-request-id']) {
      for (const piece of [' ', ', ', ';q=', '"', '\\', 'a;b="', '*/*, ']) {
        const answer = await raw(gateway.url, '{"query":"{ hello }"}', {
          [name]: `x${piece.repeat(14_000 / piece.length)}y`,
        });
        expect([200, 406, 415]).toContain(answer.status);
      }
    }
  });

  test('a target that is not a path has a coded answer', async () => {
    for (const target of ['//[', '//a:b@[', '/%', 'http://[/'])
      expect(await exchange(gateway.origin, `GET ${target} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`)).toMatch(
        /^HTTP\/1\.1 4\d\d /,
      );
  });

  test('a request id of a proxy is kept, a dangerous one is replaced, and each answer has one', async () => {
    const kept = await gateway.post('{ hello }', { headers: { 'x-request-id': 'proxy-1234.abc' } });
    expect(kept.headers.get('x-request-id')).toBe('proxy-1234.abc');
    const replaced = await gateway.post('{ hello }', { headers: { 'x-request-id': '<script>alert(1)</script>' } });
    expect(replaced.headers.get('x-request-id')).toMatch(/^[\w-]+$/);
  });

  test('the health of the process is told without key', async () => {
    expect(await (await fetch(`${gateway.origin}/health/live`)).json()).toEqual({ status: 'live' });
    expect(await (await fetch(`${gateway.origin}/health/ready`)).json()).toEqual({ status: 'ready' });
  });
});

describe('caching', () => {
  test('@cacheControl becomes Cache-Control, and an answer that may be kept has an entity tag under GET', async () => {
    const response = await get('{ person(id: "9") { name } }');
    expect(response.headers.get('cache-control')).toBe('public, max-age=30');
    const tag = response.headers.get('etag') as string;
    expect(tag).toMatch(/^W\/"/);
    const again = await get('{ person(id: "9") { name } }', { 'if-none-match': tag });
    expect(again.status).toBe(304);
    expect(again.headers.get('etag')).toBe(tag);
    expect(await again.text()).toBe('');
  });

  test("a private hint makes the whole answer private, and a field without a hint makes it nobody's", async () => {
    expect((await get('{ mine }')).headers.get('cache-control')).toBe('private, max-age=60');
    expect((await get('{ fresh hello }')).headers.get('cache-control')).toBe('no-store');
    expect((await get('{ fresh }')).headers.get('cache-control')).toBe('public, max-age=60');
  });

  test('the least age of all that is selected counts', async () => {
    expect((await get('{ fresh person(id: "1") { name posts { title } } }')).headers.get('cache-control')).toBe(
      'public, max-age=10',
    );
    expect((await get('{ fresh person(id: "1") { name } }')).headers.get('cache-control')).toBe('public, max-age=30');
  });

  test('a public answer is served from the cache, with its age; a private one is not', async () => {
    const first = await gateway.post('query Kept { fresh }');
    const second = await gateway.post('query Kept { fresh }');
    expect(second.body).toEqual(first.body);
    expect(first.headers.get('age')).toBeNull();
    expect(second.headers.get('age')).toBe('0');
    const mine = await Promise.all([gateway.post('query A { mine }'), gateway.post('query B { mine }')]);
    expect((await gateway.post('query A { mine }')).body).not.toEqual(mine[0]?.body);
  });

  test('another language is another answer', async () => {
    const french = await gateway.post('query Tongue { fresh }', { headers: { 'accept-language': 'fr' } });
    const german = await gateway.post('query Tongue { fresh }', { headers: { 'accept-language': 'de' } });
    expect(german.body).not.toEqual(french.body);
  });

  test('answers with errors are never kept', async () => {
    await gateway.post('query Broken { fresh fails(how: "coded") }');
    const again = await gateway.post('query Broken { fresh fails(how: "coded") }');
    expect(again.headers.get('cache-control')).toBe('no-store');
    expect(again.headers.get('age')).toBeNull();
  });

  test('Vary names what shapes an answer', async () => {
    const vary = (await get('{ hello }')).headers.get('vary') ?? '';
    for (const name of ['Accept', 'Accept-Encoding', 'Accept-Language', 'Authorization', 'X-Api-Key', 'Origin']) {
      expect(vary.split(', ')).toContain(name);
    }
  });
});

describe('compression', () => {
  const body = JSON.stringify({ query: '{ long }' });

  test('long answers are sent as brotli or gzip, as the client prefers; short ones plain', async () => {
    const brotli = await raw(gateway.url, body, { 'accept-encoding': 'gzip, br' });
    expect(brotli.headers['content-encoding']).toBe('br');
    const gzip = await raw(gateway.url, body, { 'accept-encoding': 'gzip, br;q=0.2' });
    expect(gzip.headers['content-encoding']).toBe('gzip');
    const plain = await raw(gateway.url, body, { 'accept-encoding': 'identity' });
    expect(plain.headers['content-encoding']).toBeUndefined();
    expect(brotliDecompressSync(brotli.body)).toEqual(plain.body);
    expect(gunzipSync(gzip.body)).toEqual(plain.body);
    const short = await raw(gateway.url, JSON.stringify({ query: '{ hello }' }), { 'accept-encoding': 'br' });
    expect(short.headers['content-encoding']).toBeUndefined();
  });

  test('a compressed request is read', async () => {
    const { body: answer } = await raw(gateway.url, gzipSync(JSON.stringify({ query: '{ hello }' })), {
      'content-encoding': 'gzip',
    });
    expect(JSON.parse(String(answer))).toEqual({ data: { hello: 'hello world' } });
  });
});

describe('what is not a proper request', () => {
  test('a body over the bound is refused with 413, whether announced or not', async () => {
    const large = JSON.stringify({ query: '{ hello }', variables: { x: 'y'.repeat(2_000_000) } });
    const announced = await raw(gateway.url, large, {}).catch(() => null);
    if (announced !== null) expect(announced.status).toBe(413);
    const chunked = await exchange(
      gateway.origin,
      `POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n${'8000\r\n'.concat('a'.repeat(0x8000), '\r\n').repeat(40)}`,
    );
    expect(chunked).toMatch(/^HTTP\/1\.1 413 /);
    expect(chunked).toContain('PAYLOAD_TOO_LARGE');
  });

  test('a small body that inflates to a large one is refused with 413', async () => {
    const bomb = gzipSync(Buffer.alloc(200_000_000));
    expect(bomb.length).toBeLessThan(300_000);
    const answer = await raw(gateway.url, bomb, { 'content-encoding': 'gzip' });
    expect(answer.status).toBe(413);
  });

  test('encodings stacked upon each other, or unknown, are refused with 415', async () => {
    for (const encoding of ['gzip, gzip', 'zstd', 'compress']) {
      const answer = await raw(gateway.url, gzipSync('{}'), { 'content-encoding': encoding });
      expect(answer.status).toBe(415);
    }
  });

  test('a body that is not what its encoding says is refused with 400', async () => {
    expect((await raw(gateway.url, 'plain', { 'content-encoding': 'gzip' })).status).toBe(400);
  });

  test('only UTF-8 is read: other charsets and broken bytes are refused', async () => {
    const utf16 = Buffer.from(JSON.stringify({ query: '{ hello }' }), 'utf16le');
    expect((await raw(gateway.url, utf16, { 'content-type': 'application/json; charset=utf-16' })).status).toBe(415);
    expect((await raw(gateway.url, utf16, {})).status).toBe(400);
    const overlong = Buffer.concat([Buffer.from('{"query":"{ hello }'), Buffer.from([0xc0, 0xaf]), Buffer.from('"}')]);
    const answer = await raw(gateway.url, overlong, {});
    expect(answer.status).toBe(400);
    expect(String(answer.body)).toContain('UTF-8');
    expect((await fetch(`${gateway.url}?query=%c0%af`)).status).toBe(400);
  });

  test('parameters that come twice are refused', async () => {
    expect((await fetch(`${gateway.url}?query={hello}&query={secret}`)).status).toBe(400);
  });

  test('a list of operations is refused unless lists are configured', async () => {
    const list = JSON.stringify([{ query: '{ hello }' }]);
    const answer = await raw(gateway.url, list, {});
    expect(answer.status).toBe(400);
    expect(String(answer.body)).toContain('BATCHING_NOT_SUPPORTED');
  });

  test('what is not HTTP, or has a head without end, gets a bare status and no word of the inside', async () => {
    expect(await exchange(gateway.origin, 'nonsense\r\n\r\n')).toMatch(
      /^HTTP\/1\.1 400 Bad Request\r\nconnection: close\r\ncontent-length: 0\r\n\r\n$/,
    );
    const answer = await exchange(gateway.origin, `GET / HTTP/1.1\r\nhost: x\r\nx-long: ${'a'.repeat(40_000)}\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 431 /);
  });

  test('a request that says its length in two ways is refused (request smuggling)', async () => {
    const answer = await exchange(
      gateway.origin,
      'POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 4\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\nGET /secret HTTP/1.1\r\n\r\n',
    );
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer.match(/HTTP\/1\.1/g)).toHaveLength(1);
  });

  test('a client that sends its request drop by drop is cut off', async () => {
    const slow = await startTestGateway(graph.supergraph, { http: { headersTimeoutMs: 300, requestTimeoutMs: 300 } });
    try {
      const answer = await exchange(slow.origin, 'POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-le', 10_000);
      expect(answer).toMatch(/^HTTP\/1\.1 408 /);
    } finally {
      await slow.close();
    }
  });
});

describe('lists of operations, where configured', () => {
  let batching: TestGateway;
  beforeAll(async () => {
    batching = await startTestGateway(graph.supergraph, { http: { batchSizeMax: 3 }, limits: { aliasesMax: 5 } });
  });
  afterAll(() => batching.close());

  test('each is answered in its place, faults included', async () => {
    const { body } = await raw(
      batching.url,
      JSON.stringify([{ query: '{ hello }' }, { query: '{ nothing }' }, { query: '{ a: hello }' }]),
      {},
    );
    const answers = JSON.parse(String(body));
    expect(answers).toHaveLength(3);
    expect(answers[0]).toEqual({ data: { hello: 'hello world' } });
    expect(answers[1].errors[0].extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
    expect(answers[2]).toEqual({ data: { a: 'hello world' } });
  });

  test('more than the bound are refused, and the bound on aliases holds in each', async () => {
    const over = await raw(batching.url, JSON.stringify(Array.from({ length: 4 }, () => ({ query: '{ hello }' }))), {});
    expect(String(over.body)).toContain('BATCH_TOO_LARGE');
    const aliases = `{ ${Array.from({ length: 6 }, (_, index) => `a${index}: hello`).join(' ')} }`;
    const { body } = await raw(batching.url, JSON.stringify([{ query: '{ hello }' }, { query: aliases }]), {});
    expect(JSON.parse(String(body))[1].errors[0].extensions.code).toBe('TOO_MANY_ALIASES');
  });
});

describe('pages of other sites', () => {
  let guarded: TestGateway;
  beforeAll(async () => {
    guarded = await startTestGateway(graph.supergraph, {
      http: { csrf: 'header', corsOrigins: ['https://games.example'] },
    });
  });
  afterAll(() => guarded.close());

  test('a GET without a header that makes browsers ask first is refused', async () => {
    const answer = await readAnswer(await get('{ hello }', {}, guarded));
    expect(answer).toMatchObject({ status: 403, codes: ['CSRF_PREVENTED'] });
    for (const header of ['apollo-require-preflight', 'x-apollo-operation-name', 'x-api-key', 'authorization']) {
      expect((await get('{ hello }', { [header]: 'x' }, guarded)).status).toBe(200);
    }
  });

  test('a POST of a form, of plain text or of several parts is refused with 415', async () => {
    for (const type of [
      'application/x-www-form-urlencoded',
      'text/plain',
      'multipart/form-data; boundary=x',
      'text/plain; application/json',
    ]) {
      const answer = await raw(guarded.url, JSON.stringify({ query: '{ hello }' }), { 'content-type': type });
      expect(answer.status).toBe(415);
    }
  });

  test("by fetch metadata, a page of another site is told from one's own and from no page at all", async () => {
    expect((await get('{ hello }')).status).toBe(200);
    const site = (name: string) =>
      exchange(
        gateway.origin,
        `GET /graphql?query={hello} HTTP/1.1\r\nhost: x\r\nconnection: close\r\nsec-fetch-site: ${name}\r\n\r\n`,
      );
    expect(await site('cross-site')).toMatch(/ 403 /);
    expect(await site('same-site')).toMatch(/ 403 /);
    expect(await site('same-origin')).toMatch(/ 200 /);
    expect(await site('none')).toMatch(/ 200 /);
  });

  test('a preflight is answered for origins that may, and refused for others', async () => {
    const preflight = (origin: string) =>
      fetch(guarded.url, {
        method: 'OPTIONS',
        headers: {
          origin,
          'access-control-request-method': 'POST',
          'access-control-request-headers': 'content-type, x-api-key',
        },
      });
    const allowed = await preflight('https://games.example');
    expect(allowed.status).toBe(204);
    expect(allowed.headers.get('access-control-allow-origin')).toBe('https://games.example');
    expect(allowed.headers.get('access-control-allow-headers')).toBe('content-type, x-api-key');
    expect(allowed.headers.get('access-control-allow-credentials')).toBeNull();
    const refused = await preflight('https://evil.example');
    expect(refused.status).toBe(403);
    expect(refused.headers.get('access-control-allow-origin')).toBeNull();
  });

  test('answers to other origins carry no permission to read them', async () => {
    const answer = await guarded.post('{ hello }', { headers: { origin: 'https://games.example.evil.example' } });
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
  });
});

describe('fields that move from one subgraph to another', () => {
  const mottoOf = async (headers: Record<string, string>, to = gateway): Promise<string> =>
    (await to.post('{ person(id: "m") { motto } }', { headers })).body.data.person.motto;

  test('are taken from the new one where the label is in the header, or in the configuration', async () => {
    expect(await mottoOf({})).toBe('people');
    expect(await mottoOf({ 'x-override-labels': 'other, move-motto' })).toBe('posts');
    expect(await mottoOf({})).toBe('people');
    const moved = await startTestGateway(graph.supergraph, { supergraph: { overrideLabels: ['move-motto'] } });
    expect(await mottoOf({}, moved)).toBe('posts');
    await moved.close();
  });

  test('by share, a part of the viewers gets the new one, and each always the same', async () => {
    const behind = await startTestGateway(graph.supergraph, { http: { trustedProxies: ['127.0.0.1'] } });
    const ask = async (address: string) =>
      (await behind.post('{ person(id: "m") { share } }', { headers: { 'x-forwarded-for': address } })).body.data.person
        .share;
    const addresses = Array.from({ length: 40 }, (_, index) => `10.0.0.${index}`);
    const first = await Promise.all(addresses.map(ask));
    expect(await Promise.all(addresses.map(ask))).toEqual(first);
    const moved = first.filter((from) => from === 'posts').length;
    expect(moved).toBeGreaterThan(5);
    expect(moved).toBeLessThan(35);
    await behind.close();
  });
});

describe('load', () => {
  test('requests over the bound are turned away at once with 503 and Retry-After, the others are answered', async () => {
    const own = await startTestGraph();
    const bounded = await startTestGateway(own.supergraph, { http: { requestsInFlightMax: 2 } });
    try {
      const waiting = [bounded.post('{ slow }'), bounded.post('{ slow hello }')];
      await until(() => own.asked.length === 2);
      const refused = await bounded.post('{ hello }');
      expect(refused).toMatchObject({ status: 503, codes: ['OVERLOADED'] });
      expect(refused.headers.get('retry-after')).toBe('1');
      expect((await fetch(`${bounded.origin}/health/live`)).status).toBe(200);
      own.letGo();
      expect((await Promise.all(waiting)).map(({ status }) => status)).toEqual([200, 200]);
      expect((await bounded.post('{ hello }')).status).toBe(200);
    } finally {
      await bounded.close();
      await own.close();
    }
  });

  test('an account has a share of the requests under way, so that it cannot take the places of the others', async () => {
    const [own, records] = [await startTestGraph(), ['busy', 'calm'].map((id) => makeApiKey({ id, partner: id }))];
    const access = { apiKeys: JSON.stringify(records.map(({ record }) => record)), viewerSecret: 'the-viewer-secret' };
    const [busy, calm] = records.map(({ key }) => ({ headers: { 'x-api-key': key } }));
    const shared = (http: object) => startTestGateway(own.supergraph, { isPublic: false, access, http });
    // The control: where the share is the whole, one account keeps everybody out.
    const [bounded, control] = await Promise.all([
      shared({ requestsInFlightMax: 3, requestsInFlightPerAccountMax: 2 }),
      shared({ requestsInFlightMax: 3, requestsInFlightPerAccountMax: 3 }),
    ]);
    try {
      const waiting = [bounded.post('{ slow }', busy), bounded.post('{ slow hello }', busy)];
      for (const query of ['{ slow }', '{ slow hello }', '{ slow fresh }']) waiting.push(control.post(query, busy));
      await until(() => own.asked.length === 5);
      const refused = await bounded.post('{ hello }', busy);
      expect(refused).toMatchObject({ status: 429, codes: ['RATE_LIMITED'] });
      expect(refused.headers.get('retry-after')).toBe('1');
      expect((await bounded.post('{ hello }', calm)).status).toBe(200);
      expect(await control.post('{ hello }', calm)).toMatchObject({ status: 503, codes: ['OVERLOADED'] });
      own.letGo();
      expect((await Promise.all(waiting)).every(({ status }) => status === 200)).toBe(true);
      expect((await bounded.post('{ hello }', busy)).status).toBe(200);
    } finally {
      own.letGo();
      await Promise.all([bounded.close(), control.close()]);
      await own.close();
    }
  });

  test('when the client goes, the calls of subgraphs that nobody else waits for are broken off', async () => {
    const own = await startTestGraph();
    const alone = await startTestGateway(own.supergraph);
    try {
      const abort = new AbortController();
      const gone = fetch(alone.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query: '{ slow }' }),
        signal: abort.signal,
      }).catch(() => 'gone');
      await until(() => own.asked.length === 1);
      abort.abort();
      expect(await gone).toBe('gone');
      await until(() => own.brokenOff() === 1);
    } finally {
      own.letGo();
      await alone.close();
      await own.close();
    }
  });
});
