/** Deadlines, retries, budgets, circuit breaker, bounded queues. */
import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { EngineEvent } from '../../src/contract/events.ts';
import type { SubgraphLimits } from '../../src/contract/limits.ts';
import { link } from '../schemas/fixture.ts';
import { errorsOf } from './graph.ts';
import { type Engine, manualClock, startEngine } from './harness.ts';
import { type HostileServer, respond, startHostileServer } from './hostileServer.ts';
import { compose } from './serveSubgraphs.ts';

const subgraphs = {
  a: { typeDefs: `${link('@key')} type Query { n: Int } type Mutation { set: Int }`, resolvers: {} },
};

let server: HostileServer;
let engine: Engine | null;
let events: EngineEvent[];
let clock: ReturnType<typeof manualClock>;

beforeEach(async () => {
  server = await startHostileServer();
  events = [];
  engine = null;
  clock = manualClock();
});
afterEach(async () => {
  await engine?.stop();
  await server.close();
});

async function start(subgraphLimits: Partial<SubgraphLimits>): Promise<Engine> {
  const sdl = compose(subgraphs, new Map([['a', server.url]]));
  engine = await startEngine(sdl, {
    subgraphLimits,
    dedupe: 'off',
    observe: (event) => events.push(event),
    clock,
  });
  return engine;
}

const good = '{"data":{"n":1,"set":1}}';

test.each([502, 503, 504])('a query that met %d is asked again', async (status) => {
  let count = 0;
  server.handle = (_, response) => (++count < 3 ? respond(response, '', status) : respond(response, good));
  const { ask } = await start({ retriesMax: 2 });
  expect(await ask('{ n }')).toEqual({ data: { n: 1 } });
  expect(events).toContainEqual(expect.objectContaining({ kind: 'fetched', attempts: 3, errorCode: null }));
});

test('a query whose connection broke is asked again', async () => {
  let count = 0;
  server.handle = (request, response) => {
    if (++count === 1) request.socket.destroy();
    else respond(response, good);
  };
  const { ask } = await start({ retriesMax: 1 });
  expect(await ask('{ n }')).toEqual({ data: { n: 1 } });
});

test('a mutation is never asked again', async () => {
  server.handle = (_, response) => respond(response, '', 503);
  const { ask } = await start({ retriesMax: 5 });
  const [error] = errorsOf(await ask('mutation { set }'));
  expect(error?.extensions).toEqual({ code: 'SUBGRAPH_HTTP_ERROR', serviceName: 'a', status: 503 });
  expect(server.requests).toHaveLength(1);
});

test('other answers are not asked for again', async () => {
  server.handle = (_, response) => respond(response, '', 500);
  const { ask } = await start({ retriesMax: 5 });
  await ask('{ n }');
  expect(server.requests).toHaveLength(1);
});

test('retries have a budget: a subgraph that is down is not asked many times as often', async () => {
  server.handle = (_, response) => respond(response, '', 503);
  const { ask } = await start({ retriesMax: 5, retryBudgetPercent: 10, breakerMinRequests: 1_000_000 });
  await Promise.all(Array.from({ length: 100 }, () => ask('{ n }')));
  // A hundred requests, ten retries to begin with, and one for every ten requests.
  expect(server.requests.length).toBeGreaterThan(100);
  expect(server.requests.length).toBeLessThanOrEqual(125);
});

test('a retry never passes the deadline', async () => {
  server.handle = (_, response) => {
    // Each attempt takes until just before the deadline.
    clock.advance(server.requests.length === 1 ? 199 : 0);
    respond(response, '', 503);
  };
  const { ask } = await start({ retriesMax: 100, timeoutMs: 200 });
  expect(errorsOf(await ask('{ n }'))[0]?.extensions.code).toBe('SUBGRAPH_HTTP_ERROR');
  expect(server.requests.length).toBeLessThanOrEqual(2);
});

test('a call that is not answered by its deadline is given up', async () => {
  server.handle = () => clock.advance(10_000);
  const { ask } = await start({ timeoutMs: 200 });
  expect(errorsOf(await ask('{ n }'))[0]?.extensions.code).toBe('SUBGRAPH_TIMEOUT');
});

test('the rest of the deadline is passed down', async () => {
  let deadline = '';
  server.handle = (request, response) => {
    deadline = String(request.headers['x-deadline-ms']);
    respond(response, good);
  };
  const { ask } = await start({ timeoutMs: 20_000 });
  await ask('{ n }');
  expect(Number(deadline)).toBe(20_000);
});

test('the circuit opens, refuses at once, lets a probe through and closes again', async () => {
  server.handle = (_, response) => respond(response, '', 500);
  const { ask, manager } = await start({ retriesMax: 0, breakerMinRequests: 5, breakerOpenMs: 150 });
  const circuit = () => manager.statistics().subgraphs[0]?.circuit;
  for (let count = 0; count < 5; count++) await ask('{ n }');
  expect(circuit()).toBe('open');
  const sent = server.requests.length;
  expect(errorsOf(await ask('{ n }'))[0]?.extensions.code).toBe('SUBGRAPH_CIRCUIT_OPEN');
  expect(server.requests).toHaveLength(sent);

  clock.advance(150);
  await ask('{ n }');
  expect(circuit()).toBe('open');
  expect(server.requests).toHaveLength(sent + 1);

  server.handle = (_, response) => respond(response, good);
  clock.advance(150);
  expect(await ask('{ n }')).toEqual({ data: { n: 1 } });
  expect(circuit()).toBe('closed');
  expect(events.flatMap((event) => (event.kind === 'circuit' ? [event.state] : []))).toEqual([
    'open',
    'half-open',
    'open',
    'half-open',
    'closed',
  ]);
});

test('what finds no place in the queue is refused at once, the rest is answered', async () => {
  const waiting: ServerResponse[] = [];
  let isOpen = false;
  server.handle = (_, response) => {
    if (isOpen) respond(response, good);
    else waiting.push(response);
  };
  const { ask } = await start({ connections: 2, requestsQueuedMax: 3, retriesMax: 0 });
  await ask('{ __typename }');
  const asked = Array.from({ length: 8 }, () => ask('{ n }'));
  // Those refused are answered while the others still wait.
  await Promise.race(asked);
  isOpen = true;
  for (const response of waiting) respond(response, good);
  const answers = await Promise.all(asked);
  const codes = answers.flatMap((answer) => errorsOf(answer).map(({ extensions }) => extensions.code));
  expect(codes).toEqual(['SUBGRAPH_OVERLOADED', 'SUBGRAPH_OVERLOADED', 'SUBGRAPH_OVERLOADED']);
  expect(answers.filter(({ errors }) => errors === undefined)).toHaveLength(5);
});

test('a subgraph that comes back is used again', async () => {
  const { ask } = await start({ retriesMax: 0, breakerMinRequests: 3, breakerOpenMs: 50, timeoutMs: 500 });
  server.handle = (_, response) => respond(response, good);
  expect(await ask('{ n }')).toEqual({ data: { n: 1 } });
  server.handle = (request) => request.socket.destroy();
  for (let count = 0; count < 10; count++) expect((await ask('{ n }')).data).toEqual({ n: null });
  server.handle = (_, response) => respond(response, good);
  clock.advance(50);
  expect(await ask('{ n }')).toEqual({ data: { n: 1 } });
});
