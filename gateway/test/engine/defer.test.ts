/** `@defer`: what comes first, what follows, and that all of it together is the answer without `@defer`. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type GraphQLSchema, parse, print, validate, visit } from 'graphql';
import type { JsonObject } from '../../src/contract/jsonObject.ts';
import type { Patch } from '../../src/contract/operation.ts';
import { link } from '../schemas/fixture.ts';
import { libraryByConcern } from '../schemas/library/byConcern.ts';
import { generateOperation } from './generateOperation.ts';
import { withGraph } from './graph.ts';
import { compile, type Engine, startEngine } from './harness.ts';
import { type ServedSubgraphs, serveSubgraphs } from './serveSubgraphs.ts';

type Incremental = { readonly first: { data: unknown; errors?: unknown }; readonly patches: Patch[] };

async function askDeferred(engine: Engine, query: string, variables: JsonObject = {}): Promise<Incremental> {
  const compiled = await compile(engine.manager, query, { defer: true });
  const result = await compiled.execute({ variables });
  if (result.kind === 'refusal') throw new Error(JSON.stringify(result.errors));
  const patches: Patch[] = [];
  let isEnded = result.patches === null;
  for await (const batch of result.patches ?? []) {
    patches.push(...batch.patches);
    isEnded = !batch.hasNext;
  }
  expect(isEnded).toBe(true);
  return { first: JSON.parse(result.body.toString()), patches };
}

type Tree = { [key: string]: unknown };

/** As a client does: every patch into the object at its path, lists and objects by key. */
function merge(target: Tree, source: Tree): void {
  for (const key of Object.keys(source)) {
    const present = Object.hasOwn(target, key) ? target[key] : undefined;
    const value = source[key];
    if (isTree(present) && isTree(value)) merge(present, value);
    else if (Array.isArray(present) && Array.isArray(value)) {
      value.forEach((item, index) => {
        if (isTree(present[index]) && isTree(item)) merge(present[index], item);
        else present[index] = item;
      });
    } else Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
  }
}
const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null && !Array.isArray(value);

function whole({ first, patches }: Incremental): unknown {
  const root: Tree = { data: structuredClone(first.data) };
  for (const { path, data } of patches) {
    let target: unknown = root.data;
    for (const element of path) target = (target as never)[element];
    merge(target as Tree, JSON.parse(data) as Tree);
  }
  return root.data;
}

/** The same value whatever the order of keys. */
const sorted = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(sorted)
    : isTree(value)
      ? Object.fromEntries(
          Object.keys(value)
            .sort()
            .map((key) => [key, sorted(value[key])]),
        )
      : value;

describe('the library', () => {
  let served: ServedSubgraphs;
  let engine: Engine;
  let schema: GraphQLSchema;

  beforeAll(async () => {
    served = await serveSubgraphs(libraryByConcern);
    engine = await startEngine(served.supergraphSdl, { execution: 'generated' });
    const generation = engine.manager.acquire();
    schema = generation.schema;
    generation.release();
  });
  afterAll(async () => {
    await engine?.stop();
    await served?.close();
  });

  test('the first payload leaves out what is deferred, and patches say where it belongs', async () => {
    const answer = await askDeferred(
      engine,
      '{ list: shelf(kind: FILM) { id ... @defer(label: "talk") { rating: stars comments { text } } } }',
    );
    expect(answer.first).toEqual({ data: { list: [{ id: 'f1' }, { id: 'f2' }] } });
    expect(answer.patches.map(({ label, path, data }) => ({ label, path, data: JSON.parse(data) }))).toEqual([
      { label: 'talk', path: ['list', 0], data: { rating: 5, comments: [{ text: 'Seen it four times.' }] } },
      {
        label: 'talk',
        path: ['list', 1],
        data: { rating: 4, comments: [{ text: 'The sound is bad – the rest is not.' }] },
      },
    ]);
  });

  test('deferred fragments may stand in each other, in named fragments and under aliases', async () => {
    const query = `
      query($late: Boolean = true) {
        a: media(id: "b1") { ...Talk @defer(label: "a") title }
        b: media(id: "f1") { ...Talk @defer(label: "b", if: $late) }
      }
      fragment Talk on Media { stars comments(limit: 1) { text ... @defer(label: "by") { by { name taste } } } }`;
    const plain = await engine.ask(query.replace(/@defer\([^)]*\)/g, '').replace('($late: Boolean = true)', ''));
    for (const late of [true, false]) {
      const answer = await askDeferred(engine, query, { late });
      expect(whole(answer)).toEqual(plain.data);
      expect(JSON.stringify(answer.first.data)).toBe(
        late
          ? '{"a":{"title":"The Long Relay"},"b":{}}'
          : '{"a":{"title":"The Long Relay"},"b":{"stars":5,"comments":[{"text":"Seen it four times."}]}}',
      );
      expect(new Set(answer.patches.map(({ label }) => label))).toEqual(new Set(late ? ['a', 'b', 'by'] : ['a', 'by']));
    }
  });

  test('nothing is deferred for clients that do not ask for it, and for `if: false`', async () => {
    const query = '{ media(id: "b1") { title ... @defer { stars } } }';
    expect(await engine.ask(query)).toEqual({ data: { media: { title: 'The Long Relay', stars: 4 } } });
    const never = await askDeferred(engine, query.replace('@defer', '@defer(if: false)'));
    expect(never).toEqual({ first: { data: { media: { title: 'The Long Relay', stars: 4 } } }, patches: [] });
  });

  test('first payload and patches together are the answer without @defer, for random queries', async () => {
    const values = { id: ['a1', 'b1', 'f1'], first: [1, 2], limit: [1, 3], text: ['o'] };
    await fc.assert(
      fc.asyncProperty(fc.gen(), async (g) => {
        const { query, variables } = generateOperation(g, schema, { values, maxDepth: 4 });
        fc.pre(validate(schema, parse(query)).length === 0);
        let count = 0;
        const deferred = print(
          visit(parse(query), {
            enter: (node) => {
              if (node.kind !== 'InlineFragment' && node.kind !== 'FragmentSpread') return undefined;
              if (g(fc.nat, { max: 1 }) === 0) return undefined;
              const name = { kind: 'Name', value: 'defer' } as never;
              const label = { kind: 'StringValue', value: `l${count++}` } as never;
              const named = { kind: 'Argument', name: { kind: 'Name', value: 'label' }, value: label } as never;
              const directive = { kind: 'Directive', name, arguments: [named] } as never;
              return { ...node, directives: [...(node.directives ?? []), directive] };
            },
          }),
        );
        fc.pre(validate(schema, parse(deferred)).length === 0);
        const plain = await engine.ask(query, variables);
        const answer = await askDeferred(engine, deferred, variables);
        const shown = { deferred, variables };
        expect({ ...shown, data: sorted(whole(answer)) }).toEqual({ ...shown, data: sorted(plain.data) });
      }),
      { numRuns: Number(process.env.DIFFERENTIAL_RUNS ?? 60), maxSkipsPerRun: 100 },
    );
  });
});

test('errors of a deferred part go with its patch, and what it nulls stays in it', async () => {
  const subgraphs = {
    a: {
      typeDefs: `${link('@key')} type Query { things: [Thing!]! } type Thing @key(fields: "id") { id: ID! }`,
      resolvers: { Query: { things: () => [{ id: '1' }, { id: '2' }] } },
    },
    b: {
      typeDefs: `${link('@key')} type Thing @key(fields: "id") { id: ID! name: String! }`,
      resolvers: {
        Thing: {
          name: ({ id }: { id: string }) => {
            if (id === '2') throw new Error('No name.');
            return 'one';
          },
        },
      },
    },
  };
  await withGraph(subgraphs, async ({ generated }) => {
    const { first, patches } = await askDeferred(generated, '{ things { id ... @defer { n: name } } }');
    expect(first).toEqual({ data: { things: [{ id: '1' }, { id: '2' }] } });
    expect(patches).toEqual([
      { label: null, path: ['things', 0], data: '{"n":"one"}', errors: [] },
      {
        label: null,
        path: ['things', 1],
        data: 'null',
        errors: [
          expect.objectContaining({
            message: 'No name.',
            path: ['things', 1, 'n'],
            extensions: expect.objectContaining({ serviceName: 'b' }),
          }),
        ],
      },
    ]);
  });
});

test('a client that leaves ends what is deferred', async () => {
  let release: () => void = () => undefined;
  const blocked = new Promise<void>((resolve) => {
    release = resolve;
  });
  const subgraphs = {
    a: {
      typeDefs: `${link('@key')} type Query { thing: Thing } type Thing @key(fields: "id") { id: ID! }`,
      resolvers: { Query: { thing: () => ({ id: '1' }) } },
    },
    b: {
      typeDefs: `${link('@key')} type Thing @key(fields: "id") { id: ID! name: String }`,
      resolvers: { Thing: { name: () => blocked.then(() => 'late') } },
    },
  };
  await withGraph(subgraphs, async ({ generated }) => {
    const compiled = await compile(generated.manager, '{ thing { id ... @defer { name } } }', { defer: true });
    const result = await compiled.execute({});
    if (result.kind === 'refusal' || result.patches === null) throw new Error('Nothing was deferred.');
    const iterator = result.patches[Symbol.asyncIterator]();
    void iterator.next();
    await iterator.return?.();
    const { subgraphs: gauges } = generated.manager.statistics();
    expect(gauges.find(({ name }) => name === 'b')).toEqual(expect.objectContaining({ queued: 0 }));
    release();
  });
});
