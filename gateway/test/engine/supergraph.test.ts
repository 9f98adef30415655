/** Generations: loaded, swapped under load, warmed, drained; the last good supergraph; planners that die. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '@games/testing';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { EngineEvent } from '../../src/contract/events.ts';
import { createSupergraphManager } from '../../src/supergraph/createSupergraphManager.ts';
import { link } from '../schemas/fixture.ts';
import { errorsOf } from './graph.ts';
import { askEngine, type Engine, engineConfig, startEngine } from './harness.ts';
import { compose, type ServedSubgraphs, serveSubgraphs } from './serveSubgraphs.ts';

const subgraphs = {
  a: {
    typeDefs: `${link('@key')} type Query { thing: Thing slow: Int } type Thing @key(fields: "id") { id: ID! }`,
    resolvers: {
      Query: {
        thing: () => ({ id: '1' }),
        slow: () => new Promise((resolve) => setTimeout(() => resolve(1), 150)),
      },
    },
  },
  b: {
    typeDefs: `${link('@key')} type Thing @key(fields: "id") { id: ID! name: String more: Int }`,
    resolvers: { Thing: { name: () => 'n', more: () => 1 } },
  },
};

let served: ServedSubgraphs;
let folder: string;
/** The same graph without `Thing.more`. */
let smaller: string;

beforeAll(async () => {
  served = await serveSubgraphs({ subgraphs });
  folder = await mkdtemp(join(tmpdir(), 'supergraph-'));
  const b = { ...subgraphs.b, typeDefs: subgraphs.b.typeDefs.replace('more: Int', '') };
  smaller = compose({ ...subgraphs, b }, served.urls);
});
afterAll(async () => {
  await served?.close();
  await rm(folder, { recursive: true, force: true });
});

async function withEngine(use: (engine: Engine, events: EngineEvent[]) => Promise<void>): Promise<void> {
  const events: EngineEvent[] = [];
  const engine = await startEngine(served.supergraphSdl, { observe: (event) => events.push(event) });
  try {
    await use(engine, events);
  } finally {
    await engine.stop();
  }
}

test('a new supergraph changes what is valid, and no request under way notices', async () => {
  await withEngine(async ({ ask, manager }, events) => {
    expect(await ask('{ thing { more } }')).toEqual({ data: { thing: { more: 1 } } });
    const underWay = ask('{ slow thing { more name } }');
    await manager.swap(smaller);
    const [error] = errorsOf(await ask('{ thing { more } }'));
    expect(error?.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
    expect(await underWay).toEqual({ data: { slow: 1, thing: { more: 1, name: 'n' } } });
    await until(() => events.some(({ kind }) => kind === 'generation-closed'));
    expect(manager.statistics()).toEqual(expect.objectContaining({ generation: 2, leasedGenerations: 1 }));
  });
});

test('the busiest operations are prepared before a new supergraph is served', async () => {
  await withEngine(async ({ ask, manager }, events) => {
    const query = 'query($with: Boolean!) { thing { name more @include(if: $with) } }';
    await ask('{ thing { name } }');
    await ask(query, { with: true });
    await ask(query, { with: false });
    await manager.swap(smaller.replace('name: String', 'name: String fresh: Int'));
    expect(events).toContainEqual(expect.objectContaining({ kind: 'swapped', generation: 2, warmedUp: 2 }));
    const prepared = events.length;
    await ask('{ thing { name } }');
    expect(events.slice(prepared).filter(({ kind }) => kind === 'prepared')).toEqual([]);
  });
});

test('a supergraph that can’t be used is refused and the present one stays', async () => {
  await withEngine(async ({ ask, manager }, events) => {
    for (const broken of [
      'type Query {',
      'type Query { a: Int }',
      served.supergraphSdl.replace(/http:[^"]+/, 'nowhere at all'),
    ]) {
      await expect(manager.swap(broken)).rejects.toThrow();
    }
    expect(events.filter(({ kind }) => kind === 'swap-failed')).toHaveLength(3);
    expect(await ask('{ thing { name } }')).toEqual({ data: { thing: { name: 'n' } } });
    await manager.swap(smaller);
    expect(manager.statistics().generation).toBeGreaterThan(1);
  });
});

test('listeners hear of each new generation once', async () => {
  await withEngine(async ({ manager }) => {
    const heard: number[] = [];
    const stop = manager.onChange(({ number }) => heard.push(number));
    await manager.swap(smaller);
    await manager.swap(smaller);
    await manager.swap(served.supergraphSdl);
    stop();
    await manager.swap(smaller);
    expect(heard).toEqual([2, 3]);
  });
});

test('a file is watched, errors in between are survived, and the last good supergraph starts the next process', async () => {
  const file = join(folder, 'supergraph.graphql');
  const lastGoodFile = join(folder, 'last-good.graphql');
  await writeFile(file, served.supergraphSdl);
  const events: EngineEvent[] = [];
  const options = engineConfig(
    { file, pollIntervalMs: 20 },
    { lastGoodFile, observe: (event: EngineEvent) => events.push(event) },
  );
  const manager = await createSupergraphManager(options);
  try {
    expect(await readFile(lastGoodFile, 'utf8')).toBe(served.supergraphSdl);
    await rm(file);
    await until(() => events.some(({ kind }) => kind === 'swap-failed'));
    await writeFile(file, 'not a supergraph');
    await until(() => events.filter(({ kind }) => kind === 'swap-failed').length > 1);
    await writeFile(file, smaller);
    await until(() => events.some((event) => event.kind === 'swapped' && event.generation > 1));
    expect(await askEngine(manager, '{ thing { name } }')).toEqual({ data: { thing: { name: 'n' } } });
    expect(await readFile(lastGoodFile, 'utf8')).toBe(smaller);
  } finally {
    await manager.close();
  }
  await writeFile(file, 'still broken');
  const next = await createSupergraphManager(options);
  try {
    expect(await askEngine(next, '{ thing { name } }')).toEqual({ data: { thing: { name: 'n' } } });
    const { generation } = next.statistics();
    await writeFile(file, served.supergraphSdl);
    await until(() => next.statistics().generation > generation);
    expect(await askEngine(next, '{ thing { more } }')).toEqual({ data: { thing: { more: 1 } } });
  } finally {
    await next.close();
  }
  await rm(lastGoodFile);
  await writeFile(file, 'broken for good');
  await expect(createSupergraphManager(options)).rejects.toThrow();
});

test('the health of subgraphs is asked for one by one', async () => {
  const engine = await startEngine(served.supergraphSdl, {
    subgraphUrls: new Map([['b', 'http://127.0.0.1:9/']]),
    subgraphLimits: { retriesMax: 0 },
  });
  const health = await engine.manager.checkSubgraphs(1_000);
  expect(health.find(({ name }) => name === 'a')?.error).toBeNull();
  expect(health.find(({ name }) => name === 'b')?.error).toContain('could not be reached');
  await engine.stop();
});

test('an operation that can’t be planned in time is refused and the planner is replaced', async () => {
  const events: EngineEvent[] = [];
  const engine = await startEngine(served.supergraphSdl, {
    planner: { deadlineMs: 1 },
    observe: (event) => events.push(event),
  });
  const [error] = errorsOf(await engine.ask('{ thing { name more } }'));
  expect(error?.extensions.code).toBe('QUERY_PLANNING_DEADLINE');
  expect(events.some(({ kind }) => kind === 'planner-restarted')).toBe(true);
  await engine.stop();
});

test('a planner that runs out of memory takes one operation with it, not the gateway', async () => {
  const events: EngineEvent[] = [];
  const engine = await startEngine(served.supergraphSdl, {
    planner: { heapMegabytesMax: 80 },
    hooks: { checkDocument: () => undefined },
    observe: (event) => events.push(event),
  });
  expect(await engine.ask('{ thing { name } }')).toEqual({ data: { thing: { name: 'n' } } });
  // Many aliases of one field with as many arguments would not do; many fragments, each written out, do.
  const levels = 16;
  const fragments = Array.from(
    { length: levels },
    (_, index) => `fragment F${index} on Query { ...F${index + 1} a${index}: thing { id ...T } ...F${index + 1} }`,
  );
  const bomb = `{ ...F0 } ${fragments.join('\n')} fragment F${levels} on Query { thing { name } } fragment T on Thing { name more }`;
  const answer = await engine.ask(bomb);
  if (answer.errors !== undefined) {
    expect(['QUERY_PLANNING_FAILED', 'QUERY_PLAN_TOO_COMPLEX', 'QUERY_PLANNING_DEADLINE']).toContain(
      errorsOf(answer)[0]?.extensions.code,
    );
  }
  expect(await engine.ask('{ thing { more } }')).toEqual({ data: { thing: { more: 1 } } });
  await engine.stop();
});

test('prepared operations are bounded in bytes, those in use stay', async () => {
  const engine = await startEngine(served.supergraphSdl, { planCacheBytesMax: 300_000 });
  const busy = '{ thing { name } }';
  for (let index = 0; index < 60; index++) {
    await engine.ask(busy);
    await engine.ask(`query Q${index} { thing { id name } }`);
    expect(engine.manager.statistics().preparedBytes).toBeLessThanOrEqual(300_000);
  }
  const generation = engine.manager.acquire();
  expect(generation.prepared({ query: busy })).not.toBeNull();
  expect(generation.prepared({ query: 'query Q0 { thing { id name } }' })).toBeNull();
  generation.release();
  await engine.stop();
});

test('what is prepared at the same time is prepared once, refusals too', async () => {
  const events: EngineEvent[] = [];
  const engine = await startEngine(served.supergraphSdl, { observe: (event) => events.push(event) });
  const generation = engine.manager.acquire();
  const prepared = await Promise.all(
    Array.from({ length: 5 }, () => generation.prepare({ query: '{ thing { id } }' })),
  );
  expect(new Set(prepared).size).toBe(1);
  const refused = await Promise.all(Array.from({ length: 5 }, () => generation.prepare({ query: '{ nothing }' })));
  expect(new Set(refused).size).toBe(1);
  expect(events.flatMap((event) => (event.kind === 'prepared' ? [event.outcome] : []))).toEqual([
    'compiled',
    'refused',
  ]);
  generation.release();
  await engine.stop();
});

test('a refusal is never kept for another request, however texts and names are cut', async () => {
  const engine = await startEngine(served.supergraphSdl);
  const generation = engine.manager.acquire();
  const good = 'query Foo { thing { id } }';
  const cuts = [
    { query: `Foo\n${good}` },
    { query: `3:Foo${good}` },
    { query: `\u000003:Foo\u0000${good}` },
    { query: `\u00000-\u0000${good}` },
    { query: ` }`, operationName: 'Foo\u0000query Foo { thing { id }' },
    { query: `oo\u0000${good}`, operationName: 'F' },
  ];
  for (const cut of cuts) expect((await generation.prepare(cut)).kind).toBe('refusal');
  for (const request of [
    { query: good },
    { query: good, operationName: 'Foo' },
    { query: good, operationName: 'Foo', defer: true },
  ]) {
    expect((await generation.prepare(request)).kind).toBe('query');
  }
  generation.release();
  await engine.stop();
});
