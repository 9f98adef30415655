import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { until } from '@games/testing';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { WebSocketServer } from 'ws';
import { overEvents, overMultipart, overSocket, type Received, type Subscribe } from './subscribers.ts';
import { startTestGateway, type TestGateway } from './testGateway.ts';
import { startTestGraph, type TestGraph } from './testGraph.ts';

/** A subgraph whose answers to subscriptions a test writes itself. */
interface Script {
  readonly url: string;
  readonly asked: { readonly query: string; readonly variables: Record<string, unknown> }[];
  answer: (response: ServerResponse, attempt: number, query: string) => void;
  readonly close: () => void;
}

async function startScript(): Promise<Script> {
  const asked: Script['asked'][number][] = [];
  const server = createServer(async (request: IncomingMessage, response) => {
    const body = JSON.parse(await text(request));
    asked.push(body);
    script.answer(response, asked.length, body.query);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const script: Script = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
    asked,
    answer: () => {},
    close: () => void server.close().closeAllConnections(),
  };
  return script;
}

const stream = (response: ServerResponse): ServerResponse =>
  response.writeHead(200, { 'content-type': 'text/event-stream' });
const next = (data: unknown): string => `event: next\ndata: ${JSON.stringify(data)}\n\n`;
const complete = 'event: complete\ndata: \n\n';
const ticked = (number: number) => ({ data: { ticked: number } });

/** An event about a person, under the name that the query gives the field. */
const person = (query: string, id: string) => {
  const [, key = 'personUpdated'] = /(\w+):personUpdated/.exec(query) ?? [];
  return next({ data: { [key]: { __typename: 'Person', id } } });
};

let graph: TestGraph;
let script: Script;
let gateway: TestGateway;

beforeAll(async () => {
  graph = await startTestGraph();
  script = await startScript();
  gateway = await start();
});
afterAll(async () => {
  await gateway.close();
  script.close();
  await graph.close();
});

const start = (subscriptions: Record<string, unknown> = {}, others: Record<string, unknown> = {}) =>
  startTestGateway(graph.supergraph, {
    ...others,
    supergraph: { subgraphUrls: { people: script.url } },
    subscriptions: { sourcePatienceMs: 700, sourceSilenceTimeoutMs: 400, ...subscriptions },
  });

const transports: readonly (readonly [name: string, over: (to: () => TestGateway) => Subscribe])[] = [
  ['Server-Sent Events', overEvents],
  ['WebSocket', overSocket],
  ['multipart', overMultipart],
];
const isOver = ({ isComplete, errors }: Received): boolean => isComplete || errors.length > 0;
const codesOf = ({ errors, results }: Received): string => JSON.stringify([errors, results]);

describe('when a source ends', () => {
  for (const [name, over] of transports) {
    test(`all events that it sent come first, then the end, over ${name}`, async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.integer({ min: 0, max: 12 }),
          fc.boolean(),
          fc.boolean(),
          async (count, isFetched, isSaid) => {
            script.answer = (response, _attempt, query) => {
              const isPerson = query.includes('personUpdated');
              const events = Array.from({ length: count }, (_, index) =>
                isPerson ? person(query, String(index)) : next(ticked(index)),
              );
              stream(response).end(events.join('') + (isSaid ? complete : ''));
            };
            const received = over(() => gateway)(
              isFetched ? 'subscription { personUpdated(id: "1") { id posts { title } } }' : 'subscription { ticked }',
            );
            await until(() => isOver(received));
            expect(received).toMatchObject({ errors: [], isComplete: true });
            expect(received.results).toHaveLength(count);
            if (isFetched && count > 0)
              expect(JSON.stringify(received.results.at(-1))).toContain(`post of ${count - 1}`);
          },
        ),
        { numRuns: 12 },
      );
    });
  }

  test('also one that is lost and does not come back: its events, then the word of its loss', async () => {
    script.answer = (response, attempt) => {
      if (attempt > before + 1) return void response.destroy();
      stream(response).write([1, 2, 3].map((number) => next(ticked(number))).join(''), () => response.destroy());
    };
    const before = script.asked.length;
    const received = overEvents(() => gateway)('subscription { lost: ticked }');
    await until(() => isOver(received));
    expect(received.results.slice(0, 3)).toEqual([1, 2, 3].map((lost) => ({ data: { lost } })));
    expect(codesOf(received)).toContain('SUBSCRIPTION_SOURCE_LOST');
  });
});

describe('a source that does not serve', () => {
  const json = (response: ServerResponse, status: number, body: unknown): void =>
    void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));

  test('is heard by the client with the code of its refusal, however it refuses', async () => {
    const forbidden = { errors: [{ message: 'Not for you.', extensions: { code: 'FORBIDDEN' } }] };
    const refusals: readonly (readonly [answer: (response: ServerResponse) => void, code: string])[] = [
      [(response) => json(response, 200, forbidden), 'FORBIDDEN'],
      [(response) => json(response, 400, forbidden), 'FORBIDDEN'],
      [(response) => json(response, 401, { errors: [{ message: 'Who?' }] }), 'UNAUTHENTICATED'],
      [(response) => void response.writeHead(401).end(), 'UNAUTHENTICATED'],
      [(response) => void response.writeHead(403, { 'content-type': 'text/html' }).end('<h1>no</h1>'), 'FORBIDDEN'],
    ];
    for (const [answer, code] of refusals) {
      const before = script.asked.length;
      script.answer = answer;
      for (const [, over] of transports) {
        const received = over(() => gateway)('subscription { ticked }');
        await until(() => isOver(received));
        expect(codesOf(received)).toContain(code);
        expect(codesOf(received)).not.toContain('SUBSCRIPTION_SOURCE_LOST');
      }
      expect(script.asked.length - before).toBe(3);
    }
  });

  test('over WebSocket refuses by an error or a close code', async () => {
    const server = new WebSocketServer({ port: 0, host: '127.0.0.1', handleProtocols: () => 'graphql-transport-ws' });
    await once(server, 'listening');
    let isClosing = false;
    server.on('connection', (socket) =>
      socket.on('message', (data) => {
        const message = JSON.parse(String(data));
        if (isClosing) socket.close(4_403, 'Forbidden');
        else if (message.type === 'connection_init') socket.send('{"type":"connection_ack"}');
        else if (message.type === 'subscribe') {
          const payload = [{ message: 'Sold out.', extensions: { code: 'NOT_FOUND' } }];
          socket.send(JSON.stringify({ type: 'error', id: message.id, payload }));
        }
      }),
    );
    const to = await startTestGateway(graph.supergraph, {
      supergraph: { subgraphUrls: { people: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql` } },
      subscriptions: { upstreamProtocols: { people: 'websocket' } },
    });
    try {
      for (const code of ['NOT_FOUND', 'FORBIDDEN']) {
        const received = overEvents(() => to)('subscription { ticked }');
        await until(() => isOver(received));
        expect(codesOf(received)).toContain(code);
        isClosing = true;
      }
    } finally {
      await to.close();
      server.close();
    }
  });
});

describe('a source that goes away', () => {
  test('after each event is not asked without end: the pauses grow, and the client is told', async () => {
    script.answer = (response) => void stream(response).write(next(ticked(1)), () => response.destroy());
    const before = script.asked.length;
    const received = overEvents(() => gateway)('subscription { dying: ticked }');
    await until(() => isOver(received));
    expect(codesOf(received)).toContain('SUBSCRIPTION_SOURCE_LOST');
    expect(script.asked.length - before).toBeLessThanOrEqual(6);
  });

  test('in good order has ended; where that is configured it is subscribed to again', async () => {
    script.answer = (response) => void stream(response).end(next(ticked(1)));
    const before = script.asked.length;
    const received = overEvents(() => gateway)('subscription { ticked }');
    await until(() => isOver(received));
    expect(received).toMatchObject({ isComplete: true, errors: [], results: [ticked(1)] });
    expect(script.asked.length - before).toBe(1);
    const resuming = await start({ sourceEnd: 'resume', sourcePatienceMs: 60_000 });
    try {
      const again = overEvents(() => resuming)('subscription { ticked }');
      await until(() => again.results.length === 3);
      again.stop();
    } finally {
      await resuming.close();
    }
  });

  test('without a word is lost after the configured silence, over WebSocket as over HTTP', async () => {
    script.answer = (response) => stream(response).flushHeaders();
    const silent = overEvents(() => gateway)('subscription { ticked }');
    const server = new WebSocketServer({
      port: 0,
      host: '127.0.0.1',
      autoPong: false,
      handleProtocols: () => 'graphql-transport-ws',
    });
    await once(server, 'listening');
    const pinged: string[] = [];
    server.on('connection', (socket) =>
      socket.on('message', (data) => {
        const { type } = JSON.parse(String(data));
        if (type === 'connection_init') socket.send('{"type":"connection_ack"}');
        else pinged.push(type);
      }),
    );
    const to = await startTestGateway(graph.supergraph, {
      supergraph: { subgraphUrls: { people: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql` } },
      subscriptions: { upstreamProtocols: { people: 'websocket' }, sourceSilenceTimeoutMs: 300, sourcePatienceMs: 300 },
    });
    try {
      const received = overEvents(() => to)('subscription { ticked }');
      await until(() => isOver(received) && isOver(silent));
      expect(codesOf(received)).toContain('SUBSCRIPTION_SOURCE_LOST');
      expect(codesOf(silent)).toContain('SUBSCRIPTION_SOURCE_LOST');
      expect(pinged).toContain('ping');
    } finally {
      await to.close();
      for (const socket of server.clients) socket.terminate();
      server.close();
    }
  });
});

describe('subscriptions of many', () => {
  test('that differ in aliases alone share one source, and each gets its own names', async () => {
    const streams: ServerResponse[] = [];
    script.answer = (response) => {
      streams.push(response);
      stream(response).flushHeaders();
    };
    const to = await start({ sourceSilenceTimeoutMs: 60_000 });
    const before = script.asked.length;
    const subscribe = overSocket(() => to);
    const documents = [
      'subscription { personUpdated(id: "7") { id posts { title } } }',
      'subscription { a: personUpdated(id: "7") { b: id c: posts { d: title e: title } } }',
      'subscription { personUpdated(id: "7") { id posts { heading: title } } }',
    ];
    const [plain, renamed, partly] = documents.map((document) => subscribe(document)) as [Received, Received, Received];
    await until(async () => /subscriptions_open 3/.test(await to.gateway.metrics.registry.metrics()));
    await until(() => streams.length > 0);
    expect(script.asked.length - before).toBe(1);
    streams[0]?.write(person(script.asked.at(-1)?.query ?? '', '7'));
    await until(() => [plain, renamed, partly].every(({ results }) => results.length === 1));
    const title = 'post of 7';
    expect(plain.results).toEqual([{ data: { personUpdated: { id: '7', posts: [{ title }] } } }]);
    expect(renamed.results).toEqual([{ data: { a: { b: '7', c: [{ d: title, e: title }] } } }]);
    expect(partly.results).toEqual([{ data: { personUpdated: { id: '7', posts: [{ heading: title }] } } }]);
    for (const { stop } of [plain, renamed, partly]) stop();
    await to.close();
  });

  test('have a source each where sharing is off, for all fields or for one', async () => {
    script.answer = (response) => stream(response).flushHeaders();
    for (const [subscriptions, others] of [
      [{ unsharedFields: ['ticked'] }, {}],
      [{}, { engine: { dedupe: 'off' } }],
    ] as const) {
      const to = await start({ ...subscriptions, sourceSilenceTimeoutMs: 60_000 }, others);
      try {
        const before = script.asked.length;
        const both = [overSocket(() => to)('subscription { ticked }'), overSocket(() => to)('subscription { ticked }')];
        await until(() => script.asked.length - before === 2);
        for (const { stop } of both) stop();
      } finally {
        await to.close();
      }
    }
  });

  test('are bounded in how many differ, for one account and in all', async () => {
    script.answer = (response) => stream(response).flushHeaders();
    const differing = (number: number) => `subscription { personUpdated(id: "${number}") { id } }`;
    for (const [limits, code] of [
      [{ topicsPerViewerMax: 2 }, 'TOO_MANY_SUBSCRIPTIONS'],
      [{ topicsMax: 2 }, 'OVERLOADED'],
    ] as const) {
      const to = await start({ ...limits, sourceSilenceTimeoutMs: 60_000 });
      try {
        const subscribe = overSocket(() => to);
        const before = script.asked.length;
        const open = [1, 2].map((number) => subscribe(differing(number)));
        await until(() => script.asked.length - before === 2);
        const refused = subscribe(differing(3));
        await until(() => isOver(refused));
        expect(codesOf(refused)).toContain(code);
        const joined = subscribe(differing(1));
        await until(async () => /subscriptions_open 3/.test(await to.gateway.metrics.registry.metrics()));
        expect(joined.errors).toEqual([]);
        for (const { stop } of [...open, joined]) stop();
      } finally {
        await to.close();
      }
    }
  });

  test('keep their plans: events need no planner, whatever else was planned since', async () => {
    const streams: ServerResponse[] = [];
    script.answer = (response, _attempt, query) => {
      if (!query.startsWith('subscription')) return void response.end('{"data":{"hello":"x"}}');
      streams.push(response);
      stream(response).flushHeaders();
    };
    const to = await start({ sourceSilenceTimeoutMs: 60_000 }, { engine: { planCacheBytesMax: 1_024 } });
    try {
      const received = overEvents(() => to)('subscription { personUpdated(id: "1") { id posts { title } } }');
      await until(() => streams.length === 1);
      for (let number = 0; number < 5; number++) await to.post(`query Other${number} { hello }`);
      const planned = () =>
        to.events.filter((event) => event.kind === 'engine' && event.event.kind === 'prepared').length;
      const before = planned();
      streams[0]?.write(person(script.asked.at(-1)?.query ?? '', '1').repeat(3));
      await until(() => received.results.length === 3);
      expect(planned()).toBe(before);
      received.stop();
    } finally {
      await to.close();
    }
  });
});
