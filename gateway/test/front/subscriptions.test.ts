import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase, sql } from '@games/postgres';
import { openStore } from '@games/redis';
import { verifyViewer, viewerHeader } from '@games/service';
import { until } from '@games/testing';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { buildSchema } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import WebSocket, { WebSocketServer } from 'ws';
import { makeApiKey } from '../../src/guard/apiKeys.ts';
import { createDevelopmentIssuer } from '../../src/guard/developmentIssuer.ts';
import { overEvents, overMultipart, overSocket, type Subscribe } from './subscribers.ts';
import { startTestGateway, type TestGateway } from './testGateway.ts';
import { startTestGraph, type TestGraph } from './testGraph.ts';

let graph: TestGraph;
let gateway: TestGateway;

beforeAll(async () => {
  graph = await startTestGraph();
  gateway = await startTestGateway(graph.supergraph, {
    subscriptions: { heartbeatMs: 200, connectionInitTimeoutMs: 300, perConnectionMax: 3 },
  });
});
afterAll(async () => {
  await gateway.close();
  await graph.close();
});

const transports: readonly (readonly [name: string, subscribe: Subscribe])[] = [
  ['Server-Sent Events', overEvents(() => gateway)],
  ['WebSocket', overSocket(() => gateway)],
  ['multipart', overMultipart(() => gateway)],
];

const statistics = async (to = gateway): Promise<{ open: number; topics: number }> => {
  const text = await to.gateway.metrics.registry.metrics();
  const read = (name: string): number => Number(new RegExp(`games_gateway_${name} (\\d+)`).exec(text)?.[1]);
  return { open: read('subscriptions_open'), topics: read('subscription_topics') };
};
const nothingIsLeft = async (to = gateway): Promise<boolean> => {
  const { open, topics } = await statistics(to);
  return open === 0 && topics === 0;
};

for (const [name, subscribe] of transports) {
  describe(`a subscription over ${name}`, () => {
    test('brings every event in order, and leaves nothing behind when it is stopped', async () => {
      const received = subscribe('subscription { ticked }');
      await until(() => graph.streams() === 1);
      for (const number of [1, 2, 3]) graph.tick(number);
      await until(() => received.results.length === 3);
      expect(received.results).toEqual([1, 2, 3].map((ticked) => ({ data: { ticked } })));
      received.stop();
      await until(() => nothingIsLeft());
      await until(() => graph.streams() === 0);
    });

    test('of the same kind shares one stream of the subgraph with all others, also across transports', async () => {
      const all = transports.flatMap(([, other]) => [
        other('subscription { shared: ticked }'),
        other('subscription { shared: ticked }'),
      ]);
      await until(async () => (await statistics()).open === all.length);
      await until(() => graph.streams() === 1);
      graph.tick(7);
      await until(() => all.every(({ results }) => results.length === 1));
      expect(await statistics()).toEqual({ open: 6, topics: 1 });
      for (const { stop } of all) stop();
      await until(() => nothingIsLeft());
    });

    test('that is refused tells why', async () => {
      const received = subscribe('subscription { nothing }');
      await until(() => received.errors.length + received.results.length > 0);
      expect(JSON.stringify([received.errors, received.results])).toMatch(/GRAPHQL_VALIDATION_FAILED|400/);
    });

    (name === 'multipart' ? test.skip : test)('that serves a query as well answers once and completes', async () => {
      const received = subscribe('{ hello }');
      await until(() => received.isComplete);
      expect(received.results).toEqual([{ data: { hello: 'hello world' } }]);
    });
  });
}

describe('events', () => {
  test('when the subgraph ends its stream the subscription completes; when it breaks off it is resumed', async () => {
    const own = await startTestGraph();
    const to = await startTestGateway(own.supergraph);
    try {
      const received = overEvents(() => to)('subscription { ticked }');
      await until(() => own.streams() === 1);
      own.tick(1);
      await until(() => received.results.length === 1);
      own.breakStreams();
      await until(() => own.asked.length === 2 && own.streams() === 1);
      own.tick(2);
      await until(() => received.results.length === 2);
      own.endStreams();
      await until(() => received.isComplete);
      expect(received.errors).toEqual([]);
    } finally {
      await to.close();
      await own.close();
    }
  });

  test('of a field that shows how things stand: who comes later gets the latest one at once, and no other', async () => {
    const own = await startTestGraph();
    const stateful = await startTestGateway(own.supergraph, { subscriptions: { stateFields: ['ticked'] } });
    const plain = await startTestGateway(own.supergraph);
    try {
      for (const [to, latest] of [
        [stateful, [{ data: { ticked: 2 } }]],
        [plain, []],
      ] as const) {
        const first = overEvents(() => to)('subscription { ticked }');
        await until(() => own.streams() === 1);
        for (const number of [1, 2]) own.tick(number);
        await until(() => first.results.length === 2);
        const late = overSocket(() => to)('subscription { ticked }');
        await until(async () => (await statistics(to)).open === 2);
        own.tick(3);
        await until(() => first.results.length === 3);
        await until(() => late.results.length === latest.length + 1);
        expect(late.results).toEqual([...latest, { data: { ticked: 3 } }]);
        first.stop();
        late.stop();
        await until(() => own.streams() === 0);
      }
    } finally {
      await stateful.close();
      await plain.close();
      await own.close();
    }
  });

  test('come from a subgraph over WebSocket as well, with the viewer in the headers of its connection', async () => {
    const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
    const viewers: unknown[] = [];
    let connections = 0;
    server.on('connection', (socket) => {
      connections++;
      socket.on('close', () => {
        connections--;
      });
    });
    useServer(
      {
        schema: buildSchema('type Query { a: Int } type Subscription { ticked: Int! }'),
        roots: {
          subscription: {
            ticked: async function* () {
              for (let number = 1; number <= 3; number++) yield { ticked: number };
              await new Promise(() => {});
            },
          },
        },
        onConnect: ({ extra }) => void viewers.push(extra.request.headers[viewerHeader]),
      },
      server,
    );
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const to = await startTestGateway(graph.supergraph, {
      access: { viewerSecret: 'secret' },
      supergraph: { subgraphUrls: { people: `http://127.0.0.1:${port}/graphql` } },
      subscriptions: { upstreamProtocols: { people: 'websocket' } },
    });
    try {
      const received = overEvents(() => to)('subscription { n: ticked }');
      await until(() => received.results.length === 3);
      expect(received.results).toEqual([1, 2, 3].map((n) => ({ data: { n } })));
      expect(verifyViewer(String(viewers[0]), 'people', 'secret').kind).toBe('anonymous');
      expect(connections).toBe(1);
      received.stop();
      await until(() => connections === 0);
    } finally {
      await to.close();
      server.close();
    }
  });

  test('a new supergraph does not end a subscription', async () => {
    const received = overEvents(() => gateway)('subscription { ticked }');
    await until(() => graph.streams() === 1);
    const swapped = gateway.events.length;
    gateway.writeSupergraph(`${graph.supergraph}\n# another\n`);
    await until(() =>
      gateway.events.slice(swapped).some((event) => event.kind === 'engine' && event.event.kind === 'swapped'),
    );
    graph.tick(8);
    await until(() => received.results.length === 1);
    await until(() => gateway.gateway.manager.statistics().leasedGenerations <= 1);
    received.stop();
    await until(() => nothingIsLeft());
  });
});

describe('a WebSocket', () => {
  const open = (url: string, options: WebSocket.ClientOptions = {}, protocol = 'graphql-transport-ws') =>
    new WebSocket(url.replace('http', 'ws'), protocol, options);
  const closed = (socket: WebSocket): Promise<number> => new Promise((resolve) => socket.on('close', resolve));
  const failed = (socket: WebSocket): Promise<string> =>
    new Promise((resolve) => {
      socket.on('error', ({ message }) => resolve(message));
      socket.on('open', () => resolve('open'));
    });

  test("of a page of another site is refused, of one's own or an allowed one is not", async () => {
    const own = await startTestGateway(graph.supergraph, { http: { corsOrigins: ['https://games.example'] } });
    try {
      expect(await failed(open(own.url, { origin: 'https://evil.example' }))).toContain('403');
      expect(await failed(open(own.url, { origin: 'https://games.example.evil.example' }))).toContain('403');
      expect(await failed(open(own.url, { origin: 'null' }))).toContain('403');
      for (const origin of ['https://games.example', own.origin]) {
        const socket = open(own.url, { origin });
        expect(await failed(socket)).toBe('open');
        socket.close();
      }
    } finally {
      await own.close();
    }
  });

  test('is accepted at its own address and in its own protocol only', async () => {
    expect(await failed(open(`${gateway.origin}/elsewhere`))).toContain('404');
    expect(await failed(open(gateway.url, {}, 'graphql-ws'))).toMatch(/subprotocol|4406|open/i);
  });

  test('that does not introduce itself, does so twice, or speaks before, is closed with the code of the protocol', async () => {
    expect(await closed(open(gateway.url))).toBe(4408);
    const twice = open(gateway.url);
    twice.on('open', () => {
      twice.send('{"type":"connection_init"}');
      twice.send('{"type":"connection_init"}');
    });
    expect(await closed(twice)).toBe(4429);
    const early = open(gateway.url);
    early.on('open', () => early.send('{"id":"1","type":"subscribe","payload":{"query":"{ hello }"}}'));
    expect(await closed(early)).toBe(4401);
    for (const message of ['nonsense', '{"type":1}', '{"type":"unknown"}', '[]', 'null']) {
      const socket = open(gateway.url);
      socket.on('open', () => socket.send(message));
      expect(await closed(socket)).toBe(4400);
    }
    const large = open(gateway.url);
    large.on('open', () => large.send(`{"type":"connection_init","payload":{"x":"${'y'.repeat(2_000_000)}"}}`));
    expect(await closed(large)).toBe(1009);
  });

  test('has a bound on its operations, and an id can be used once at a time', async () => {
    const socket = open(gateway.url);
    const messages: { id?: string; type: string; payload?: { extensions: { code: string } }[] }[] = [];
    socket.on('message', (data) => messages.push(JSON.parse(String(data))));
    socket.on('open', () => socket.send('{"type":"connection_init"}'));
    await until(() => messages.length === 1);
    for (const id of ['a', 'b', 'c', 'd'])
      socket.send(JSON.stringify({ id, type: 'subscribe', payload: { query: 'subscription { ticked }' } }));
    await until(() => messages.length === 2);
    expect(messages[1]).toMatchObject({
      id: 'd',
      type: 'error',
      payload: [{ extensions: { code: 'TOO_MANY_SUBSCRIPTIONS' } }],
    });
    socket.send('{"id":"a","type":"complete"}');
    socket.send(JSON.stringify({ id: 'e', type: 'subscribe', payload: { query: '{ hello }' } }));
    await until(() => messages.some(({ id, type }) => id === 'e' && type === 'complete'));
    socket.send(JSON.stringify({ id: 'b', type: 'subscribe', payload: { query: '{ hello }' } }));
    expect(await closed(socket)).toBe(4409);
    await until(() => nothingIsLeft());
  });

  test('is admitted like any other request: over the bound its operations are turned away', async () => {
    const own = await startTestGraph();
    const bounded = await startTestGateway(own.supergraph, { http: { requestsInFlightMax: 1 } });
    try {
      const subscribe = overSocket(() => bounded);
      const waiting = subscribe('{ slow }');
      await until(() => own.asked.length === 1);
      const refused = subscribe('{ hello }');
      await until(() => refused.errors.length > 0);
      expect(JSON.stringify(refused.errors)).toContain('OVERLOADED');
      own.letGo();
      await until(() => waiting.isComplete);
      const served = subscribe('{ hello }');
      await until(() => served.isComplete);
    } finally {
      await bounded.close();
      await own.close();
    }
  });

  test('that is broken off without a word leaves nothing behind', async () => {
    const socket = open(gateway.url);
    const messages: string[] = [];
    socket.on('message', (data) => messages.push(String(data)));
    socket.on('open', () => socket.send('{"type":"connection_init"}'));
    await until(() => messages.length === 1);
    for (const id of ['a', 'b'])
      socket.send(JSON.stringify({ id, type: 'subscribe', payload: { query: 'subscription { ticked }' } }));
    await until(async () => (await statistics()).open === 2);
    socket.terminate();
    await until(() => nothingIsLeft());
    await until(() => graph.streams() === 0);
  });

  test('whose other side answers no ping any more is given up', async () => {
    const socket = open(gateway.url, { autoPong: false });
    socket.on('open', () => socket.send('{"type":"connection_init"}'));
    expect(await closed(socket)).toBe(1006);
  });
});

describe('clients that take nothing', () => {
  test('are told and let go once the bound on waiting events is passed; the others notice nothing', async () => {
    const bounded = await startTestGateway(graph.supergraph, { subscriptions: { bufferBytesMax: 100_000 } });
    const deaf = await listenWithoutReading(bounded.origin);
    const good = overEvents(() => bounded)('subscription { bulk }');
    try {
      await until(async () => (await statistics(bounded)).open === 2);
      await until(() => graph.streams() === 1);
      let sent = 0;
      await until(async () => {
        for (let index = 0; index < 20; index++) graph.tick(++sent);
        await until(() => good.results.length === sent);
        return bounded.events.some(({ kind }) => kind === 'slow-subscriber');
      });
      await until(async () => (await statistics(bounded)).open === 1);
      expect(good.errors).toEqual([]);
      let text = '';
      deaf.on('data', (chunk) => {
        text += chunk;
      });
      deaf.resume();
      await until(() => text.includes('SLOW_SUBSCRIBER'));
    } finally {
      deaf.destroy();
      good.stop();
      await bounded.close();
    }
  });
});

describe('floods', () => {
  test('one viewer has a bound on open subscriptions, and so has the process', async () => {
    const bounded = await startTestGateway(graph.supergraph, { subscriptions: { perViewerMax: 2 } });
    const small = await startTestGateway(graph.supergraph, { subscriptions: { openMax: 2 } });
    const headers = { accept: 'text/event-stream', 'content-type': 'application/json' };
    const ask = (to: TestGateway) =>
      fetch(to.url, { method: 'POST', headers, body: '{"query":"subscription { ticked }"}' });
    try {
      for (const [to, code] of [
        [bounded, 'TOO_MANY_SUBSCRIPTIONS'],
        [small, 'OVERLOADED'],
      ] as const) {
        const first = [await ask(to), await ask(to)];
        await until(async () => (await statistics(to)).open === 2);
        expect(await (await ask(to)).text()).toContain(code);
        for (const { body } of first) await body?.cancel();
        await until(() => nothingIsLeft(to));
        const again = await ask(to);
        expect(again.status).toBe(200);
        await again.body?.cancel();
      }
    } finally {
      await bounded.close();
      await small.close();
    }
  });
});

describe('viewers', () => {
  const secret = 'a secret of the tests';
  const folder = mkdtempSync(join(tmpdir(), 'gateway-viewers-'));
  const { key, record } = makeApiKey({ id: 'k', partner: 'p' });
  let guarded: TestGateway;
  let issue: (subject: string, lifetimeSeconds?: number) => Promise<string>;

  beforeAll(async () => {
    const issuer = await createDevelopmentIssuer(folder);
    issue = (subject, lifetimeSeconds) => issuer.issue({ kind: 'fan', subject }, lifetimeSeconds);
    guarded = await startTestGateway(graph.supergraph, {
      isPublic: false,
      access: { viewerSecret: secret, apiKeys: JSON.stringify([record]), issuers: [issuer.issuer] },
      subscriptions: { heartbeatMs: 200 },
    });
  });
  afterAll(async () => {
    await guarded.close();
    rmSync(folder, { recursive: true });
  });

  test('a WebSocket introduces its viewer in connection_init; without key it is closed with 4403', async () => {
    const refused = overSocket(() => guarded)('subscription { ticked }');
    await until(() => refused.errors.length === 1);
    expect(refused.errors[0]).toMatchObject({ code: 4403 });
    const accepted = overSocket(() => guarded, { 'X-Api-Key': key })('{ hello }');
    await until(() => accepted.isComplete);
    expect(accepted.results).toEqual([{ data: { hello: 'hello world' } }]);
  });

  test('a subscription ends with the token that opened it', async () => {
    const brief = await issue('brief', -28);
    const events = overEvents(() => guarded, { authorization: `Bearer ${brief}` })('subscription { ticked }');
    const socket = overSocket(() => guarded, { authorization: `Bearer ${brief}` })('subscription { ticked }');
    await until(() => events.isComplete && socket.errors.length === 1);
    expect(JSON.stringify(events.results)).toContain('TOKEN_EXPIRED');
    expect(socket.errors[0]).toMatchObject({ code: 4403, reason: expect.stringContaining('TOKEN_EXPIRED') });
    await until(() => nothingIsLeft(guarded));
  });

  test('personal subscriptions of two fans are never one, public ones are and say nothing of the fans', async () => {
    // Both are on the same side of the progressive override of `Person.share`.
    const [ann, zoe] = await Promise.all(['ann', 'zoe'].map((subject) => issue(subject)));
    const by = (token: string | undefined, query: string) =>
      overEvents(() => guarded, { authorization: `Bearer ${token}` })(query);
    const before = graph.asked.length;
    const personal = [
      by(ann, 'subscription { personUpdated(id: "1") { name salary } }'),
      by(zoe, 'subscription { personUpdated(id: "1") { name salary } }'),
    ];
    await until(async () => (await statistics(guarded)).topics === 2);
    const open = [by(ann, 'subscription { ticked }'), by(zoe, 'subscription { ticked }')];
    await until(async () => (await statistics(guarded)).open === 4);
    expect((await statistics(guarded)).topics).toBe(3);
    await until(() => graph.streams() === 1);
    const subjects = graph.asked
      .slice(before)
      .map(({ headers, query }) => [
        query.includes('ticked'),
        verifyViewer(String(headers[viewerHeader]), 'people', secret).subject,
      ]);
    expect(subjects).toContainEqual([true, null]);
    expect(subjects).not.toContainEqual([true, 'ann']);
    for (const { stop } of [...personal, ...open]) stop();
    await until(() => nothingIsLeft(guarded));
  });
});

describe('event-driven subscriptions', () => {
  const events = {
    personUpdated: {
      source: 'postgres',
      channel: 'people',
      after: ':',
      payload: '{id}',
      entity: { __typename: 'Person', id: '{id}' },
    },
    clockUpdated: { source: 'postgres', channel: 'clock', query: 'clock' },
  };
  const personQuery = 'subscription ($id: ID!) { personUpdated(id: $id) { name posts { title } } }';

  /** Publishes on a channel. */
  type Publish = (channel: string, payload: string) => Promise<unknown>;

  async function proveWith(to: TestGateway, publish: Publish): Promise<void> {
    const before = graph.asked.length;
    const [one, again, other] = [
      overEvents(() => to)(personQuery, { id: '1' }),
      overSocket(() => to)(personQuery, { id: '1' }),
      overEvents(() => to)(personQuery, { id: '2' }),
    ];
    const expected = (id: string) => ({
      data: { personUpdated: { name: `name of ${id}`, posts: [{ title: `post of ${id}` }] } },
    });
    await until(() => [one, again, other].every(({ results }) => results.length === 1));
    expect(one?.results).toEqual([expected('1')]);
    expect(other?.results).toEqual([expected('2')]);
    const initial = graph.asked.length;
    await publish('people', '4711:1');
    await until(() => one?.results.length === 2 && again?.results.length === 2);
    expect(one?.results[1]).toEqual(expected('1'));
    expect(other?.results).toHaveLength(1);
    // One event, two subscribers: each service is asked once.
    expect(graph.asked.length - initial).toBe(2);
    expect(graph.asked.slice(before).some(({ query }) => query.startsWith('subscription'))).toBe(false);
    const late = overMultipart(() => to)(personQuery, { id: '1' });
    await until(() => late.results.length === 1);

    const clock = overEvents(() => to)(
      'subscription { ...F } fragment F on Subscription { now: clockUpdated { time } }',
    );
    await until(() => clock.results.length === 1);
    await publish('clock', 'tick');
    await until(() => clock.results.length === 2);
    const times = clock.results.map((result) => (result as { data: { now: { time: number } } }).data.now.time);
    expect(times[1]).toBeGreaterThan(times[0] as number);

    for (const received of [one, again, other, late, clock]) received?.stop();
    await until(() => nothingIsLeft(to));
  }

  test('are fed by NOTIFY of PostgreSQL: each event is resolved once for all who are subscribed to the same', async () => {
    const url = process.env.TEST_DATABASE_URL as string;
    const to = await startTestGateway(graph.supergraph, { subscriptions: { events, postgresUrl: url } });
    const database = openDatabase({ url, poolSize: 1 });
    try {
      await proveWith(to, (channel, payload) => database.run(sql`select pg_notify(${channel}, ${payload})`));
    } finally {
      await to.close();
      await database.close();
    }
  });

  const redisUrl = process.env.TEST_REDIS_URL;
  (redisUrl ? test : test.skip)('are fed by Redis in the same way', async () => {
    const onRedis = Object.fromEntries(
      Object.entries(events).map(([field, event]) => [field, { ...event, source: 'redis' }]),
    );
    const to = await startTestGateway(graph.supergraph, {
      redisUrl,
      subscriptions: { events: onRedis, channelPrefix: 'front-test' },
    });
    const store = openStore(redisUrl, { prefix: 'front-test' });
    try {
      await proveWith(to, (channel, payload) => store.publish(channel, payload));
    } finally {
      await to.close();
      await store.close();
    }
  });

  test('without the source that is configured for them are ended with a clear code', async () => {
    const to = await startTestGateway(graph.supergraph, { subscriptions: { events } });
    try {
      const received = overEvents(() => to)(personQuery, { id: '1' });
      await until(() => received.isComplete);
      expect(JSON.stringify(received.results)).toContain('SUBSCRIPTION_SOURCE_LOST');
    } finally {
      await to.close();
    }
  });
});

describe('@defer', () => {
  test('sends what is there first and the rest as it comes, in the form that Apollo Client and urql read', async () => {
    const own = await startTestGraph();
    const to = await startTestGateway(own.supergraph);
    try {
      const response = await fetch(to.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'multipart/mixed;deferSpec=20220824,application/json' },
        body: JSON.stringify({
          query: '{ hello person(id: "1") { name ... @defer(label: "later") { posts { title } } } }',
        }),
      });
      expect(response.headers.get('content-type')).toBe('multipart/mixed; boundary="-"; deferSpec=20220824');
      const parts = (await response.text()).split('\r\n---').filter((part) => part.includes('\r\n\r\n'));
      const [first, second] = parts.map((part) => JSON.parse(part.slice(part.indexOf('\r\n\r\n') + 4)));
      expect(first).toEqual({ data: { hello: 'hello world', person: { name: 'name of 1' } }, hasNext: true });
      expect(second).toMatchObject({
        incremental: [{ label: 'later', path: ['person'], data: { posts: [{ title: 'post of 1' }] } }],
      });
    } finally {
      await to.close();
      await own.close();
    }
  });

  test('is simply answered in one piece for clients that do not read it', async () => {
    const { body } = await gateway.post('{ person(id: "1") { name ... @defer { posts { title } } } }');
    expect(body).toEqual({ data: { person: { name: 'name of 1', posts: [{ title: 'post of 1' }] } } });
  });
});

/** A client that subscribes and then reads nothing more. */
async function listenWithoutReading(origin: string): Promise<Socket> {
  const { hostname, port } = new URL(origin);
  const socket = connect({ host: hostname, port: Number(port), noDelay: true });
  const body = '{"query":"subscription { bulk }"}';
  await new Promise<void>((resolve) => socket.on('connect', resolve));
  socket.write(
    `POST /graphql HTTP/1.1\r\nhost: x\r\naccept: text/event-stream\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
  );
  await new Promise<void>((resolve) => socket.once('data', () => resolve()));
  socket.pause();
  return socket;
}
