/** Subscriptions in the engine: the source is named, one event becomes one answer through the rest of the plan. */
import { expect, test } from '@jest/globals';
import type { ExecuteResult } from '../../src/contract/operation.ts';
import type { SubscriptionSource } from '../../src/contract/subscription.ts';
import { link } from '../schemas/fixture.ts';
import { type Graph, withGraph } from './graph.ts';
import { compile } from './harness.ts';

type Reference = { readonly id: string };

const subgraphs = {
  scores: {
    typeDefs: `${link('@key')}
      type Query { q: Int }
      type Subscription { scored(unit: ID!, since: Int = 3): Unit }
      type Unit @key(fields: "id") { id: ID! score(of: String): Int }`,
    resolvers: {
      Unit: {
        __resolveReference: ({ id }: Reference) => (id === 'none' ? null : { id }),
        score: ({ id }: Reference) => id.length,
      },
    },
  },
  names: {
    typeDefs: `${link('@key')} type Unit @key(fields: "id") { id: ID! name: String! }`,
    resolvers: { Unit: { __resolveReference: ({ id }: Reference) => ({ id, name: `Unit ${id}` }) } },
  },
};

const query = 'subscription($unit: ID!, $of: String) { s: scored(unit: $unit) { points: score(of: $of) name } }';

async function withSubscription(
  use: (graph: Graph & { compiled: Awaited<ReturnType<typeof compile>> }) => Promise<void>,
): Promise<void> {
  await withGraph(subgraphs, async (graph) => {
    for (const engine of [graph.generated, graph.interpreted]) {
      await use({ ...graph, compiled: await compile(engine.manager, query) });
    }
  });
}

const answerOf = (result: unknown) => JSON.parse((result as ExecuteResult).body.toString()) as unknown;

test('the source has a subgraph, a query for it, and arguments to name a topic by', async () => {
  await withSubscription(async ({ compiled, served }) => {
    const source = (await compiled.subscriptionSource({
      variables: { unit: 'u1', of: 'x' },
      headers: { key: 'v', forSubgraph: () => ['x-viewer', 'v'] },
    })) as SubscriptionSource;
    expect(source).toEqual(
      expect.objectContaining({
        kind: 'source',
        subgraphName: 'scores',
        subgraphUrl: served.urls.get('scores'),
        fieldName: 'scored',
        variables: { unit: 'u1', of: 'x' },
        headers: ['x-viewer', 'v'],
      }),
    );
    expect([...source.arguments]).toEqual([
      ['unit', 'u1'],
      ['since', 3],
    ]);
    expect(source.query).toContain('subscription');
    const other = (await compiled.subscriptionSource({ variables: { unit: 'u2' } })) as SubscriptionSource;
    expect(other.key).not.toBe(source.key);
    expect(await compiled.subscriptionSource({ variables: {} })).toEqual(
      expect.objectContaining({ kind: 'refusal', code: 'BAD_USER_INPUT' }),
    );
  });
});

test('an event of the subgraph is completed by the other subgraphs', async () => {
  await withSubscription(async ({ compiled, served }) => {
    served.requests.length = 0;
    const data = { scored__0: { __typename: 'Unit', id: 'u1', score__0: 9 } };
    const event = { kind: 'payload', data } as const;
    const result = await compiled.resolveEvent(event, { variables: { unit: 'u1', of: 'x' } });
    expect(answerOf(result)).toEqual({ data: { s: { points: 9, name: 'Unit u1' } } });
    expect(served.requests.map(({ subgraphName }) => subgraphName)).toEqual(['names']);
    expect(data).toEqual({ scored__0: { __typename: 'Unit', id: 'u1', score__0: 9 } });
  });
});

test('an event that only names an entity is completed by its own subgraph as well', async () => {
  await withSubscription(async ({ compiled }) => {
    const event = { kind: 'entity', entity: { __typename: 'Unit', id: 'u123' } } as const;
    const result = await compiled.resolveEvent(event, { variables: { unit: 'u123' } });
    expect(answerOf(result)).toEqual({ data: { s: { points: 4, name: 'Unit u123' } } });
    const gone = await compiled.resolveEvent(
      { kind: 'entity', entity: { __typename: 'Unit', id: 'none' } },
      { variables: { unit: 'none' } },
    );
    expect(answerOf(gone)).toEqual({ data: { s: null } });
  });
});

test('errors of an event are located like all others', async () => {
  await withSubscription(async ({ compiled }) => {
    const result = await compiled.resolveEvent(
      { kind: 'payload', data: { scored__0: null }, errors: [{ message: 'Lost.', path: ['scored__0'] }] },
      { variables: { unit: 'u1' } },
    );
    expect(answerOf(result)).toEqual({
      errors: [
        { message: 'Lost.', path: ['s'], extensions: { code: 'DOWNSTREAM_SERVICE_ERROR', serviceName: 'scores' } },
      ],
      data: { s: null },
    });
    const hostile = await compiled.resolveEvent({ kind: 'payload', data: 'nonsense' }, { variables: { unit: 'u1' } });
    expect((hostile as ExecuteResult).hasData).toBe(true);
  });
});

test('members of a union with fields of one name and different types keep their values in events', async () => {
  const changes = {
    changes: {
      typeDefs: `${link('@key')}
        type Query { q: Int }
        type Subscription { changed: Change }
        union Change = Won | Lost
        type Won { value: Int }
        type Lost { value: String }`,
      resolvers: {},
    },
  };
  await withGraph(changes, async ({ generated, interpreted }) => {
    for (const { manager } of [generated, interpreted]) {
      const compiled = await compile(
        manager,
        'subscription { changed { ... on Won { number: value } ... on Lost { text: value } } }',
      );
      const { query: sent } = (await compiled.subscriptionSource({})) as SubscriptionSource;
      for (const [typeName, value, expected] of [
        ['Won', 3, { number: 3 }],
        ['Lost', 'three', { text: 'three' }],
      ] as const) {
        const key = new RegExp(`on ${typeName}\\{[^}]*?(\\w*):?value\\b`).exec(sent)?.[1] || 'value';
        const data = { changed: { __typename: typeName, [key]: value } };
        const result = await compiled.resolveEvent({ kind: 'payload', data }, {});
        expect(answerOf(result)).toEqual({ data: { changed: expected } });
      }
    }
  });
});
