/** Cases in which the stock gateway is silently wrong, and the directives of federation one by one. */
import { expect, test } from '@jest/globals';
import {
  buildASTSchema,
  buildSchema,
  executeSync,
  getIntrospectionQuery,
  type OperationDefinitionNode,
  parse,
  type SelectionNode,
} from 'graphql';
import { ResponseKeys } from '../../src/document/responseKeys.ts';
import { createIntrospectionCache } from '../../src/engine/introspectionCache.ts';
import { Variant } from '../../src/engine/variant.ts';
import { TypeTable } from '../../src/execute/typeTable.ts';
import { planningDocument } from '../../src/plan/planningDocument.ts';
import { link } from '../schemas/fixture.ts';
import { errorsOf, withGraph } from './graph.ts';
import { compile } from './harness.ts';

type Reference = { readonly id: string };

test('a key that is not resolvable beside one that is does not swallow data', async () => {
  const subgraphs = {
    a: {
      typeDefs: `${link('@key')}
        type Query { thing: Thing }
        type Thing @key(fields: "id") { id: ID! }`,
      resolvers: { Query: { thing: () => ({ id: '1' }) }, Thing: { __resolveReference: (thing: Reference) => thing } },
    },
    b: {
      typeDefs: `${link('@key', '@external', '@requires')}
        type Thing @key(fields: "code", resolvable: false) @key(fields: "id") {
          id: ID! code: String! size: Int @external label: String @requires(fields: "size")
        }`,
      resolvers: {
        Thing: {
          __resolveReference: ({ id, ...rest }: Partial<Reference>) =>
            id === undefined ? null : { id, code: `c${id}`, ...rest },
          label: ({ size }: { size: number }) => `size ${size}`,
        },
      },
    },
    c: {
      typeDefs: `${link('@key')}
        type Thing @key(fields: "code") { code: String! size: Int }`,
      resolvers: { Thing: { __resolveReference: ({ code }: { code: string }) => ({ code, size: 7 }) } },
    },
  };
  await withGraph(subgraphs, async ({ ask, askStock }) => {
    expect(await ask('{ thing { id code size label } }')).toEqual({
      data: { thing: { id: '1', code: 'c1', size: 7, label: 'size 7' } },
    });
    expect((await askStock('{ thing { label } }')).data).toEqual({ thing: { label: null } });
  });
});

test('a plan that fetches nothing of what is asked is refused, not answered with null', () => {
  const schema = buildSchema('type Query { here: Int there: Thing } type Thing { name: String }');
  const build = (query: string): Variant => {
    const document = parse(query);
    const operation = document.definitions[0] as OperationDefinitionNode;
    const parsed = { query, document, operation, schema, supergraphSchema: schema };
    const keys = new ResponseKeys(new Set());
    const refused = new Map<SelectionNode, never>();
    const conditions = new Map<string, boolean>();
    return new Variant(
      {
        parsed,
        keys,
        refused,
        supergraph: {
          apiSdl: '',
          subgraphs: [],
          overrideLabels: [],
          standInFields: new Map(),
          requiredBy: new Map(),
          keys: new Map(),
        },
        types: new TypeTable(schema),
        interfaceObjects: new Set(),
        clientOf: () => {
          throw new Error('No subgraph is called.');
        },
        execution: 'generated',
        introspectionCache: createIntrospectionCache(),
      },
      {
        conditions,
        plan: { kind: 'QueryPlan' },
        planning: planningDocument({
          ...parsed,
          keys,
          conditions,
          refused: new Set(),
          interfaceObjects: new Set(),
          defer: false,
        }),
      },
    );
  };
  expect(() => build('{ t: there { name } }')).toThrow(expect.objectContaining({ code: 'QUERY_PLAN_EMPTY' }));
  expect(() => build('{ __typename there @skip(if: true) { name } __schema { queryType { name } } }')).not.toThrow();
});

const posts = {
  typeDefs: `${link('@key')}
    enum Order { NEW OLD }
    type Query { post(id: ID!): Post posts: [Post!]! }
    type Post @key(fields: "id") {
      id: ID! title: String!
      comments(limit: Int, order: Order = NEW, tags: [String!]): [Comment!]!
    }
    type Comment { text: String! }`,
  resolvers: {
    Query: {
      post: (_: never, { id }: Reference) => ({ id, title: `Post ${id}` }),
      posts: () => [{ id: '1', title: 'Post 1' }],
    },
    Post: {
      __resolveReference: ({ id }: Reference) => ({ id, title: `Post ${id}` }),
      comments: ({ id }: Reference, { limit, order, tags }: { limit?: number; order: string; tags?: string[] }) => {
        const all = ['one', 'two', 'three', 'four'].map((word) => ({
          text: `${id} ${word}${tags ? ` ${tags.join('+')}` : ''}`,
        }));
        return (order === 'OLD' ? all : all.reverse()).slice(0, limit ?? all.length);
      },
    },
  },
};
type Texts = { readonly comments: readonly { readonly text: string }[] };
const join = ({ comments }: Texts) => comments.map(({ text }) => text).join(', ');

test('required fields with arguments stand beside the same field with other arguments', async () => {
  const subgraphs = {
    posts,
    insight: {
      typeDefs: `${link('@key', '@external', '@requires')}
        enum Order { NEW OLD }
        type Post @key(fields: "id") {
          id: ID!
          comments(limit: Int, order: Order = NEW, tags: [String!]): [Comment!]! @external
          summary: String @requires(fields: "comments(limit: 3, order: OLD, tags: [\\"a\\", \\"b\\"]) { text }")
        }
        type Comment { text: String! @external }`,
      resolvers: { Post: { summary: join } },
    },
  };
  await withGraph(subgraphs, async ({ ask, askStock }) => {
    const query = '{ post(id: "7") { comments(limit: 1) { text } summary } }';
    const wanted = { comments: [{ text: '7 four' }], summary: '7 one a+b, 7 two a+b, 7 three a+b' };
    expect(await ask(query)).toEqual({ data: { post: wanted } });
    expect((await askStock(query)).data).not.toEqual({ post: wanted });
    expect(await ask('{ post(id: "7") { summary comments: title x: comments(limit: 1) { text } } }')).toEqual({
      data: { post: { summary: wanted.summary, comments: 'Post 7', x: wanted.comments } },
    });
  });
});

test('two fields that require one field with different arguments are fetched apart', async () => {
  const subgraphs = {
    posts,
    insight: {
      typeDefs: `${link('@key', '@external', '@requires')}
        enum Order { NEW OLD }
        type Post @key(fields: "id") {
          id: ID!
          title: String! @external
          comments(limit: Int, order: Order = NEW, tags: [String!]): [Comment!]! @external
          first: String @requires(fields: "comments(limit: 1, order: OLD) { text }")
          last: String @requires(fields: "title comments(limit: 1, order: NEW) { text }")
          plain: String
        }
        type Comment { text: String! @external }`,
      resolvers: {
        Post: {
          first: join,
          last: (post: Texts & { title: string }) => `${post.title}: ${join(post)}`,
          plain: () => 'plain',
        },
      },
    },
  };
  await withGraph(subgraphs, async ({ ask }) => {
    expect(await ask('{ posts { first last plain title } }')).toEqual({
      data: { posts: [{ first: '1 one', last: 'Post 1: 1 four', plain: 'plain', title: 'Post 1' }] },
    });
  });
});

test('one entity that is not found nulls only itself, and a null where none may be is an error at its place', async () => {
  const subgraphs = {
    a: {
      typeDefs: `${link('@key')} type Query { things: [Thing] } type Thing @key(fields: "id") { id: ID! }`,
      resolvers: { Query: { things: () => [{ id: '1' }, { id: '2' }, { id: '3' }, null, { id: '2' }] } },
    },
    b: {
      typeDefs: `${link('@key')} type Thing @key(fields: "id") { id: ID! name: String size: Int! weight: Int }`,
      resolvers: {
        Thing: {
          __resolveReference: ({ id }: Reference) => (id === '2' ? null : { id, name: `n${id}`, size: Number(id) }),
          weight: ({ id }: Reference) => {
            if (id === '3') throw new Error('The scales are broken.');
            return 5;
          },
        },
      },
    },
  };
  await withGraph(subgraphs, async ({ ask }) => {
    const nullable = await ask('{ things { id label: name } }');
    expect(nullable).toEqual({
      data: {
        things: [
          { id: '1', label: 'n1' },
          { id: '2', label: null },
          { id: '3', label: 'n3' },
          null,
          { id: '2', label: null },
        ],
      },
    });
    const strict = await ask('{ list: things { id size } }');
    expect(strict.data).toEqual({ list: [{ id: '1', size: 1 }, null, { id: '3', size: 3 }, null, null] });
    expect(errorsOf(strict).map(({ path, extensions }) => [path, extensions.code])).toEqual([
      [['list', 1, 'size'], 'NON_NULL_VIOLATION'],
      [['list', 4, 'size'], 'NON_NULL_VIOLATION'],
    ]);
    const failing = await ask('{ list: things { id w: weight } }');
    expect(failing.data).toEqual({
      list: [{ id: '1', w: 5 }, { id: '2', w: null }, { id: '3', w: null }, null, { id: '2', w: null }],
    });
    expect(errorsOf(failing)).toEqual([
      {
        message: 'The scales are broken.',
        path: ['list', 2, 'w'],
        extensions: { code: 'DOWNSTREAM_SERVICE_ERROR', serviceName: 'b' },
      },
    ]);
  });
});

test('a subgraph that is down leaves the rest of the data and says where and which', async () => {
  const subgraphs = {
    a: {
      typeDefs: `${link('@key')} type Query { things: [Thing!]! } type Thing @key(fields: "id") { id: ID! }`,
      resolvers: { Query: { things: () => [{ id: '1' }, { id: '2' }] } },
    },
    b: {
      typeDefs: `${link('@key')} type Query { other: Int! } type Thing @key(fields: "id") { id: ID! name: String size: Int! }`,
      resolvers: { Thing: { __resolveReference: (thing: Reference) => thing } },
    },
  };
  await withGraph(
    subgraphs,
    async ({ ask }) => {
      const soft = await ask('{ things { id n: name } }');
      expect(soft.data).toEqual({
        things: [
          { id: '1', n: null },
          { id: '2', n: null },
        ],
      });
      expect(errorsOf(soft).map(({ path, extensions }) => ({ path, ...extensions }))).toEqual([
        { path: ['things', 0], code: 'SUBGRAPH_UNREACHABLE', serviceName: 'b' },
        { path: ['things', 1], code: 'SUBGRAPH_UNREACHABLE', serviceName: 'b' },
      ]);
      const hard = await ask('{ things { id size } }');
      expect(hard.data).toBeNull();
      expect(errorsOf(hard).every(({ extensions }) => extensions.serviceName === 'b')).toBe(true);
      const root = await ask('{ o: other t: things { id } }');
      expect(root.data).toBeNull();
      expect(errorsOf(root)).toEqual([
        expect.objectContaining({ path: ['o'], extensions: { code: 'SUBGRAPH_UNREACHABLE', serviceName: 'b' } }),
      ]);
    },
    { subgraphUrls: new Map([['b', 'http://127.0.0.1:9/graphql']]), subgraphLimits: { retriesMax: 0 } },
  );
});

test('an entity whose fields depend on where it stands is not taken for another one', async () => {
  const subgraphs = {
    a: {
      typeDefs: `${link('@key')}
        type Query { races: [Race!]! }
        type Race { name: String! entries: [Runner!]! }
        type Runner @key(fields: "id") { id: ID! rank: Int! }`,
      resolvers: {
        Query: {
          races: () => [
            {
              name: '100 m',
              entries: [
                { id: '1', rank: 1 },
                { id: '2', rank: 2 },
              ],
            },
            {
              name: '200 m',
              entries: [
                { id: '2', rank: 1 },
                { id: '1', rank: 2 },
              ],
            },
          ],
        },
      },
    },
    b: {
      typeDefs: `${link('@key')} type Runner @key(fields: "id") { id: ID! name: String! }`,
      resolvers: { Runner: { __resolveReference: ({ id }: Reference) => ({ id, name: `Runner ${id}` }) } },
    },
  };
  await withGraph(subgraphs, async ({ ask }) => {
    expect(await ask('{ races { entries { rank name } } }')).toEqual({
      data: {
        races: [
          {
            entries: [
              { rank: 1, name: 'Runner 1' },
              { rank: 2, name: 'Runner 2' },
            ],
          },
          {
            entries: [
              { rank: 1, name: 'Runner 2' },
              { rank: 2, name: 'Runner 1' },
            ],
          },
        ],
      },
    });
  });
});

const contextGraph = {
  a: {
    typeDefs: `${link('@key', '@context', '@fromContext')}
      type Query { markets: [Market!]! }
      type Market @key(fields: "code") @context(name: "market") { code: ID! currency: String! product: Product! products: [Product!]! }
      type Product @key(fields: "id") {
        id: ID!
        label(prefix: String!, currency: String @fromContext(field: "$market { currency }")): String!
      }`,
    resolvers: {
      Query: { markets: () => [{ code: 'KE' }, { code: 'JP' }] },
      Market: {
        __resolveReference: (market: { code: string }) => market,
        currency: ({ code }: { code: string }) => (code === 'KE' ? 'KES' : 'JPY'),
        product: () => ({ id: 'cap' }),
        products: () => [{ id: 'cap' }, { id: 'mug' }],
      },
      Product: {
        __resolveReference: (product: Reference) => product,
        label: ({ id }: Reference, { prefix, currency }: { prefix: string; currency: string }) =>
          `${prefix} ${id} in ${currency}`,
      },
    },
  },
  b: {
    typeDefs: `${link('@key')} type Product @key(fields: "id") { id: ID! stock: Int! }`,
    resolvers: { Product: { stock: () => 3 } },
  },
};

test('arguments from the context are taken from the object around, for the same entity under two of them', async () => {
  await withGraph(contextGraph, async ({ ask }) => {
    expect(
      await ask('{ markets { code product { label(prefix: "the") stock } products { l: label(prefix: "a") } } }'),
    ).toEqual({
      data: {
        markets: [
          {
            code: 'KE',
            product: { label: 'the cap in KES', stock: 3 },
            products: [{ l: 'a cap in KES' }, { l: 'a mug in KES' }],
          },
          {
            code: 'JP',
            product: { label: 'the cap in JPY', stock: 3 },
            products: [{ l: 'a cap in JPY' }, { l: 'a mug in JPY' }],
          },
        ],
      },
    });
  });
});

const overrideGraph = {
  old: {
    typeDefs: `${link('@key')} type Query { thing: Thing } type Thing @key(fields: "id") { id: ID! name: String }`,
    resolvers: {
      Query: { thing: () => ({ id: '1' }) },
      Thing: { __resolveReference: (thing: Reference) => thing, name: () => 'old' },
    },
  },
  fresh: {
    typeDefs: `${link('@key', '@override')}
      type Thing @key(fields: "id") { id: ID! name: String @override(from: "old", label: "LABEL") }`,
    resolvers: { Thing: { __resolveReference: (thing: Reference) => thing, name: () => 'new' } },
  },
};
const withLabel = (label: string) => ({
  ...overrideGraph,
  fresh: { ...overrideGraph.fresh, typeDefs: overrideGraph.fresh.typeDefs.replace('LABEL', label) },
});

test('a field moves to another subgraph by share', async () => {
  await withGraph(withLabel('percent(30)'), async ({ generated }) => {
    for (const [share, wanted] of [
      [10, 'new'],
      [29.9, 'new'],
      [30, 'old'],
      [99, 'old'],
    ] as const) {
      const compiled = await compile(generated.manager, '{ thing { name } }', { overrideShare: share });
      const result = await compiled.execute({});
      expect(result.kind === 'result' && JSON.parse(result.body.toString())).toEqual({
        data: { thing: { name: wanted } },
      });
    }
  });
});

test('a field moves to another subgraph by label', async () => {
  await withGraph(withLabel('move-name'), async ({ generated }) => {
    for (const [labels, wanted] of [
      [['move-name'], 'new'],
      [['unknown'], 'old'],
      [[], 'old'],
    ] as const) {
      const compiled = await compile(generated.manager, '{ thing { name } }', { overrideLabels: labels });
      const result = await compiled.execute({});
      expect(result.kind === 'result' && JSON.parse(result.body.toString())).toEqual({
        data: { thing: { name: wanted } },
      });
    }
  });
});

test('mutations run one after the other, each with all that belongs to it', async () => {
  const order: string[] = [];
  const slow = async (name: string) => {
    order.push(`start ${name}`);
    await new Promise((resolve) => setImmediate(resolve));
    order.push(`end ${name}`);
    return { id: name };
  };
  const subgraphs = {
    a: {
      typeDefs: `${link('@key')} type Query { q: Int } type Mutation { one: Thing two: Thing } type Thing @key(fields: "id") { id: ID! }`,
      resolvers: { Mutation: { one: () => slow('one'), two: () => slow('two') } },
    },
    b: {
      typeDefs: `${link('@key')} type Mutation { three: Thing } type Thing @key(fields: "id") { id: ID! name: String }`,
      resolvers: {
        Mutation: { three: () => slow('three') },
        Thing: {
          __resolveReference: (thing: Reference) => thing,
          name: ({ id }: Reference) => {
            order.push(`name ${id}`);
            return id;
          },
        },
      },
    },
  };
  await withGraph(subgraphs, async ({ generated, interpreted }) => {
    for (const engine of [generated, interpreted]) {
      order.length = 0;
      expect(await engine.ask('mutation { x: one { name } three { name } y: two { id } x2: one { id } }')).toEqual({
        data: { x: { name: 'one' }, three: { name: 'three' }, y: { id: 'two' }, x2: { id: 'one' } },
      });
      expect(order).toEqual([
        'start one',
        'end one',
        'name one',
        'start three',
        'end three',
        'name three',
        'start two',
        'end two',
        'start one',
        'end one',
      ]);
    }
  });
});

test('what conditions take away is not fetched', async () => {
  const subgraphs = {
    a: {
      typeDefs: `${link('@key')} type Query { thing: Thing } type Thing @key(fields: "id") { id: ID! }`,
      resolvers: { Query: { thing: () => ({ id: '1' }) } },
    },
    b: {
      typeDefs: `${link('@key')} type Query { top: Int } type Thing @key(fields: "id") { id: ID! name: String }`,
      resolvers: { Query: { top: () => 1 }, Thing: { name: () => 'n' } },
    },
  };
  await withGraph(subgraphs, async ({ ask, served }) => {
    const query = 'query($with: Boolean!) { thing { id ... @include(if: $with) { name } } top @include(if: $with) }';
    served.requests.length = 0;
    expect(await ask(query, { with: false })).toEqual({ data: { thing: { id: '1' } } });
    expect(new Set(served.requests.map(({ subgraphName }) => subgraphName))).toEqual(new Set(['a']));
    expect(await ask(query, { with: true })).toEqual({ data: { thing: { id: '1', name: 'n' }, top: 1 } });
  });
});

test('introspection is what graphql-js answers for the API schema, beside data', async () => {
  await withGraph(overrideGraph, async ({ ask, generated }) => {
    const generation = generated.manager.acquire();
    generation.release();
    const wanted = executeSync({ schema: generation.schema, document: parse(getIntrospectionQuery()) });
    expect(await ask(getIntrospectionQuery())).toEqual(JSON.parse(JSON.stringify(wanted)));
    const query =
      'query($t: String!) { thing { name } s: __schema { queryType { name } } t: __type(name: $t) { kind } }';
    expect(await ask(query, { t: 'Thing' })).toEqual({
      data: { thing: { name: 'old' }, s: { queryType: { name: 'Query' } }, t: { kind: 'OBJECT' } },
    });
    expect(generation.schema.getType('join__Graph')).toBeUndefined();
    expect(
      buildASTSchema(parse(generation.supergraphSdl), { assumeValidSDL: true }).getType('join__Graph'),
    ).toBeDefined();
  });
});

test('refused selections are not fetched, are null in the answer and reported at their place', async () => {
  const subgraphs = {
    a: {
      typeDefs: `${link('@key')} type Query { thing: Thing secret: Int } type Thing @key(fields: "id") { id: ID! }`,
      resolvers: { Query: { thing: () => ({ id: '1' }), secret: () => 1 } },
    },
    b: {
      typeDefs: `${link('@key')} type Thing @key(fields: "id") { id: ID! name: String }`,
      resolvers: { Thing: { name: () => 'n' } },
    },
  };
  const error = { message: 'Not for you.', extensions: { code: 'UNAUTHORIZED_FIELD_OR_TYPE' } };
  await withGraph(
    subgraphs,
    async ({ ask, served }) => {
      served.requests.length = 0;
      expect(await ask('{ thing { id n: name } }')).toEqual({
        errors: [{ ...error, path: ['thing', 'n'] }],
        data: { thing: { id: '1', n: null } },
      });
      expect(served.requests.every(({ subgraphName }) => subgraphName === 'a')).toBe(true);
    },
    {
      hooks: {
        refusedSelections: ({ operation }) =>
          operation.selectionSet.selections.flatMap((selection) =>
            selection.kind === 'Field'
              ? (selection.selectionSet?.selections ?? [])
                  .filter((inner) => inner.kind === 'Field' && inner.name.value === 'name')
                  .map((node) => ({ node, error }))
              : [],
          ),
      },
    },
  );
});
