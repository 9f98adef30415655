/** Single flight: what is shared, under which keys, and that nobody gets what belongs to somebody else. */
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { ExecuteResult, SubgraphHeaders } from '../../src/contract/operation.ts';
import { link } from '../schemas/fixture.ts';
import { compile, type Engine, startEngine } from './harness.ts';
import { type HostileServer, respond, startHostileServer } from './hostileServer.ts';
import { compose } from './serveSubgraphs.ts';

const subgraphs = {
  things: {
    typeDefs: `${link('@key')}
      type Query { me: String thing(id: ID!): Thing }
      type Mutation { buy: Int }
      type Thing @key(fields: "id") { id: ID! name: String }`,
    resolvers: {},
  },
};

let server: HostileServer;
let sdl: string;
const engines: Engine[] = [];

beforeAll(async () => {
  server = await startHostileServer();
  sdl = compose(subgraphs, new Map([['things', server.url]]));
});
afterAll(async () => {
  await Promise.all([...engines.map((engine) => engine.stop()), server?.close()]);
});
beforeEach(() => {
  server.requests.length = 0;
  server.handle = (request, response, body) =>
    setTimeout(
      () =>
        respond(
          response,
          JSON.stringify({ data: { me: request.headers['x-viewer'] ?? 'nobody', buy: 1, thing__0: { name: body } } }),
        ),
      20,
    );
});

async function start(dedupe: 'off' | 'subgraph' | 'all'): Promise<Engine> {
  const engine = await startEngine(sdl, { dedupe });
  engines.push(engine);
  return engine;
}

const as = (viewer: string): SubgraphHeaders => ({ key: viewer, forSubgraph: () => ['x-viewer', viewer] });

const textOf = (result: unknown): string => (result as ExecuteResult).body.toString();

test('with sharing off every request goes its own way', async () => {
  const compiled = await compile((await start('off')).manager, '{ me }');
  await Promise.all([compiled.execute({}), compiled.execute({}), compiled.execute({})]);
  expect(server.requests).toHaveLength(3);
});

test('subgraph sharing sends equal queries once and writes every answer for itself', async () => {
  const compiled = await compile((await start('subgraph')).manager, '{ me }');
  const [a, b] = await Promise.all([compiled.execute({}), compiled.execute({})]);
  expect(server.requests).toHaveLength(1);
  expect(textOf(a)).toBe(textOf(b));
  expect((a as ExecuteResult).body).not.toBe((b as ExecuteResult).body);
});

test('different operations share a subgraph call that is exactly equal', async () => {
  const { manager } = await start('subgraph');
  const first = await compile(manager, '{ a: me }');
  const second = await compile(manager, '{ b: me }');
  const [a, b] = await Promise.all([first.execute({}), second.execute({})]);
  expect(server.requests).toHaveLength(1);
  expect([textOf(a), textOf(b)]).toEqual(['{"data":{"a":"nobody"}}', '{"data":{"b":"nobody"}}']);
});

test('full sharing runs equal operations once and shares one Buffer', async () => {
  const compiled = await compile((await start('all')).manager, '{ me }');
  const results = (await Promise.all([
    compiled.execute({}),
    compiled.execute({}),
    compiled.execute({}),
  ])) as ExecuteResult[];
  expect(server.requests).toHaveLength(1);
  expect(new Set(results.map(({ body }) => body)).size).toBe(1);
  expect(results.map(({ isShared }) => isShared)).toEqual([false, true, true]);
  await compiled.execute({});
  expect(server.requests).toHaveLength(2);
});

test.each(['subgraph', 'all'] as const)('with sharing %s viewers never get each other’s answers', async (dedupe) => {
  const compiled = await compile((await start(dedupe)).manager, '{ me }');
  const viewers = Array.from({ length: 40 }, (_, index) => `viewer-${index % 20}`);
  const answers = await Promise.all(viewers.map((viewer) => compiled.execute({ headers: as(viewer) })));
  expect(answers.map(textOf)).toEqual(viewers.map((viewer) => `{"data":{"me":"${viewer}"}}`));
  expect(server.requests).toHaveLength(20);
});

test('keys can’t be made to collide by values that look like their separators', async () => {
  const compiled = await compile(
    (await start('all')).manager,
    'query($a: ID!, $b: ID = "") { x: thing(id: $a) { name } y: thing(id: $b) { name } }',
  );
  server.handle = (_, response, body) =>
    setTimeout(
      () => respond(response, JSON.stringify({ data: { thing__0: { name: body }, thing__1: { name: body } } })),
      10,
    );
  const variables = [
    { a: '1', b: '2' },
    { a: '1,b:"2"' },
    { a: '1"', b: ',b:"2' },
    { a: '1\n', b: '2' },
    { a: '1', b: '\n2' },
  ];
  const headers = [as('v'), as('v,a:"1"'), as('v1')];
  const asked = variables.flatMap((set) => headers.map((own) => ({ set, own })));
  const answers = await Promise.all(asked.map(({ set, own }) => compiled.execute({ variables: set, headers: own })));
  expect(server.requests).toHaveLength(asked.length);
  asked.forEach(({ set }, index) => {
    const { data } = JSON.parse(textOf(answers[index])) as { data: { x: { name: string } } };
    expect((JSON.parse(data.x.name) as { variables: object }).variables).toEqual({ b: '', ...set });
  });
});

test('mutations are never shared', async () => {
  const compiled = await compile((await start('all')).manager, 'mutation { buy }');
  await Promise.all([compiled.execute({}), compiled.execute({}), compiled.execute({})]);
  expect(server.requests).toHaveLength(3);
});

test('one waiter may leave without harm to the others; when all have left, the call is aborted', async () => {
  for (const dedupe of ['subgraph', 'all'] as const) {
    const compiled = await compile((await start(dedupe)).manager, '{ me }');
    const leaving = new AbortController();
    const left = compiled.execute({ signal: leaving.signal });
    const stays = compiled.execute({});
    leaving.abort(new Error('The client has gone.'));
    await expect(left).rejects.toThrow('The client has gone.');
    expect(textOf(await stays)).toBe('{"data":{"me":"nobody"}}');

    let aborted = 0;
    server.handle = (request) => {
      request.socket.on('close', () => aborted++);
    };
    const controllers = [new AbortController(), new AbortController()];
    const asked = controllers.map(({ signal }) => compiled.execute({ signal }));
    while (server.requests.length === 0) await new Promise((resolve) => setImmediate(resolve));
    await new Promise((resolve) => setTimeout(resolve, 30));
    for (const controller of controllers) controller.abort(new Error('Gone.'));
    for (const result of asked) await expect(result).rejects.toThrow('Gone.');
    while (aborted === 0) await new Promise((resolve) => setImmediate(resolve));
    server.handle = (_, response) => respond(response, '{"data":{"me":"nobody"}}');
    server.requests.length = 0;
  }
});

test('a request can forbid sharing for itself', async () => {
  const compiled = await compile((await start('all')).manager, '{ me }');
  await Promise.all([compiled.execute({ dedupe: 'off' }), compiled.execute({ dedupe: 'off' })]);
  expect(server.requests).toHaveLength(2);
});

test.each(['subgraph', 'all'] as const)(
  'with sharing %s a query sent after a mutation was answered joins nothing that began before it, for that account alone',
  async (dedupe) => {
    const { manager } = await start(dedupe);
    const read = await compile(manager, '{ me }');
    const again = await compile(manager, '{ again: me }');
    const write = await compile(manager, 'mutation { buy }');
    let value = 0;
    const held: (() => void)[] = [];
    server.handle = (_, response, body) => {
      if (body.includes('buy')) return respond(response, JSON.stringify({ data: { buy: ++value } }));
      const answer = JSON.stringify({ data: { me: String(value) } });
      held.push(() => respond(response, answer));
    };
    const sent = async (count: number): Promise<void> => {
      while (held.length < count) await new Promise((resolve) => setImmediate(resolve));
    };
    const before = read.execute({ account: 'fan' });
    await sent(1);
    await write.execute({ account: 'fan' });
    const [after, other, stranger] = [
      read.execute({ account: 'fan' }),
      again.execute({ account: 'fan' }),
      read.execute({ account: 'stranger' }),
    ];
    await sent(2);
    // The two queries of the writer share one new call; the stranger may have had either.
    for (const answer of held) answer();
    expect(textOf(await before)).toBe('{"data":{"me":"0"}}');
    expect(textOf(await after)).toBe('{"data":{"me":"1"}}');
    expect(textOf(await other)).toBe('{"data":{"again":"1"}}');
    await stranger;
    expect(held).toHaveLength(2);
  },
);

test('an answer whose headers are handed back is nobody else’s', async () => {
  let count = 0;
  server.handle = (_, response) => {
    response.setHeader('set-cookie', `session=${++count}`);
    setImmediate(() => respond(response, '{"data":{"me":"one"}}'));
  };
  const engine = await startEngine(sdl, { dedupe: 'all', propagateResponseHeaders: ['set-cookie'] });
  engines.push(engine);
  const compiled = await compile(engine.manager, '{ me }');
  const answers = await Promise.all([compiled.execute({}), compiled.execute({}), compiled.execute({})]);
  const cookies = answers.flatMap((answer) => (answer as ExecuteResult).responseHeaders);
  expect(new Set(cookies).size).toBe(4);
  expect(server.requests).toHaveLength(3);
});
