/** What subgraphs may send: codings, statuses, byte order marks, errors of many forms, redirects – and how much of it. */
import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { link } from '../schemas/fixture.ts';
import { errorsOf } from './graph.ts';
import { type Engine, type EngineOverrides, startEngine } from './harness.ts';
import { type HostileServer, respond, startHostileServer } from './hostileServer.ts';
import { compose } from './serveSubgraphs.ts';

const subgraphs = { a: { typeDefs: `${link('@key')} type Query { text: String list: [String] }`, resolvers: {} } };

let server: HostileServer;
let engine: Engine | null;

beforeEach(async () => {
  server = await startHostileServer();
  engine = null;
});
afterEach(async () => {
  await engine?.stop();
  await server.close();
});

async function start(overrides: EngineOverrides = {}): Promise<Engine> {
  engine = await startEngine(compose(subgraphs, new Map([['a', server.url]])), overrides);
  return engine;
}

const good = '{"data":{"text":"äöü"}}';

test.each([
  ['gzip', gzipSync],
  ['br', brotliCompressSync],
  ['zstd', zstdCompressSync],
  ['deflate', deflateSync],
] as const)('an answer that is coded as %s is decoded, within the bound of answers', async (coding, encode) => {
  const { ask } = await start({ subgraphLimits: { responseBytesMax: 10_000, retriesMax: 0 } });
  server.handle = (request, response) => {
    expect(request.headers['accept-encoding']).toBe('identity');
    response.setHeader('content-encoding', coding.toUpperCase());
    response.end(encode(Buffer.from(good)));
  };
  expect(await ask('{ text }')).toEqual({ data: { text: 'äöü' } });
  server.handle = (_, response) => {
    response.setHeader('content-encoding', coding);
    response.end(encode(Buffer.from(JSON.stringify({ data: { text: 'x'.repeat(1_000_000) } }))));
  };
  expect(errorsOf(await ask('{ text }'))[0]?.extensions.code).toBe('SUBGRAPH_RESPONSE_TOO_LARGE');
  server.handle = (_, response) => {
    response.setHeader('content-encoding', coding);
    response.end('this is not coded');
  };
  expect(errorsOf(await ask('{ text }'))[0]?.extensions.code).toBe('SUBGRAPH_RESPONSE_INVALID');
});

test.each([200, 400, 401, 404, 500])(
  'a GraphQL answer with status %d is used: its data and its errors',
  async (status) => {
    const { ask } = await start({ subgraphLimits: { retriesMax: 0 } });
    server.handle = (_, response) =>
      respond(response, '{"data":{"text":"t","list":null},"errors":[{"message":"no list","path":["list"]}]}', status);
    const answer = await ask('{ text list }');
    expect(answer.data).toEqual({ text: 't', list: null });
    expect(errorsOf(answer).map(({ message, path }) => ({ message, path }))).toEqual([
      { message: 'no list', path: ['list'] },
    ]);
  },
);

test('a byte order mark is not part of an answer', async () => {
  const { ask } = await start();
  server.handle = (_, response) => respond(response, `\uFEFF${good}`);
  expect(await ask('{ text }')).toEqual({ data: { text: 'äöü' } });
});

test('codes that are numbers and extensions that are objects reach the client', async () => {
  const { ask } = await start();
  server.handle = (_, response) =>
    respond(
      response,
      '{"data":{"text":null},"errors":[{"message":"m","path":["text"],"extensions":{"code":42,"at":{"x":[1]}}}]}',
    );
  expect(errorsOf(await ask('{ text }'))[0]?.extensions).toEqual({ code: '42', at: { x: [1] }, serviceName: 'a' });
});

test('a redirect within the origin is followed as often as the setting says, and never to another origin', async () => {
  const follow = (location: string) => {
    server.handle = (request, response) => {
      if (request.url === '/elsewhere') respond(response, good);
      else response.writeHead(308, { location }).end();
    };
  };
  follow('/elsewhere');
  expect(errorsOf(await (await start()).ask('{ text }'))[0]?.extensions.code).toBe('SUBGRAPH_HTTP_ERROR');
  await engine?.stop();
  const { ask } = await start({ subgraphLimits: { redirectsMax: 1 } });
  expect(await ask('{ text }')).toEqual({ data: { text: 'äöü' } });
  follow('http://127.0.0.1:9/elsewhere');
  expect(errorsOf(await ask('{ text }'))[0]?.extensions.code).toBe('SUBGRAPH_HTTP_ERROR');
});

test.each(['generated', 'interpreted'] as const)(
  'an answer that would be larger than allowed is refused with a code, however it grows (%s)',
  async (execution) => {
    const { ask } = await start({ execution, answerBytesMax: 100_000 });
    const refused = { data: null, errors: [expect.objectContaining({ extensions: { code: 'ANSWER_TOO_LARGE' } })] };
    server.handle = (_, response) => respond(response, JSON.stringify({ data: { text: 'x'.repeat(20_000) } }));
    expect(await ask('{ text }')).toEqual({ data: { text: 'x'.repeat(20_000) } });
    expect(await ask('{ a: text b: text c: text d: text e: text f: text }')).toEqual(refused);
    server.handle = (_, response) => respond(response, JSON.stringify({ data: { text: '€'.repeat(40_000) } }));
    expect(await ask('{ text }')).toEqual(refused);
  },
);

test('a hundred thousand errors and messages of megabytes become a bounded answer', async () => {
  const { ask } = await start();
  const errors = Array.from({ length: 100_000 }, () => ({ message: 'm', path: ['text'] }));
  server.handle = (_, response) => respond(response, JSON.stringify({ data: { text: null }, errors }));
  expect((await ask('{ text }')).errors?.length).toBeLessThanOrEqual(1_000);
  const large = { message: 'm'.repeat(5_000_000), extensions: { code: 'NOT_FOUND', more: 'e'.repeat(5_000_000) } };
  server.handle = (_, response) => respond(response, JSON.stringify({ data: null, errors: [large] }));
  const answer = await ask('{ a: text b: text }');
  expect(JSON.stringify(answer).length).toBeLessThan(20_000);
  expect(errorsOf(answer)[0]?.extensions.code).toBe('NOT_FOUND');
});
