/** Supergraphs and operations at the edge of what Apollo's planner can do. */
import { expect, test } from '@jest/globals';
import { type GraphQLResolveInfo, print } from 'graphql';
import { link } from '../schemas/fixture.ts';
import { errorsOf, withGraph } from './graph.ts';
import { startEngine } from './harness.ts';
import { serveSubgraphs } from './serveSubgraphs.ts';

type Reference = { readonly id: string };

test('a subgraph that requires a field with other arguments than another subgraph keeps the supergraph valid', async () => {
  const results = ['1', '2', '3'].map((id) => ({ id: `r${id}`, athlete: `a${id}` }));
  const subgraphs = {
    schedule: {
      typeDefs: `${link('@key', '@external', '@requires')}
        type Query { units: [Unit!]! }
        type Unit @key(fields: "id") { id: ID! results(first: Int!): [Result!]! @external }
        type Result @key(fields: "id") {
          id: ID!
          athlete: ID
          units: [Unit!]! @external
          isRepeated: Boolean @requires(fields: "units { results(first: 2) { id } }")
        }`,
      resolvers: {
        Query: { units: () => [{ id: 'final' }] },
        Result: {
          __resolveReference: ({ id, ...rest }: Reference) => ({
            ...results.find((result) => result.id === id),
            ...rest,
          }),
          isRepeated: ({ id, units }: Reference & { units: readonly { results: readonly Reference[] }[] }) =>
            units.some((unit) => unit.results.some((result) => result.id === id)),
        },
      },
    },
    results: {
      typeDefs: `${link('@key', '@external', '@requires')}
        type Unit @key(fields: "id") {
          id: ID!
          results(first: Int!): [Result!]!
          podium: String @requires(fields: "results(first: 3) { athlete }")
        }
        type Result @key(fields: "id") { id: ID! athlete: ID @external units: [Unit!]! }`,
      resolvers: {
        Unit: {
          results: (_: never, { first }: { first: number }) => results.slice(0, first).map(({ id }) => ({ id })),
          podium: ({ results: given }: { results: readonly { athlete: string }[] }) =>
            given.map(({ athlete }) => athlete).join(),
        },
        Result: { units: () => [{ id: 'final' }] },
      },
    },
  };
  await withGraph(subgraphs, async ({ ask }) => {
    expect(
      await ask('{ units { podium results(first: 1) { id isRepeated } all: results(first: 3) { isRepeated } } }'),
    ).toEqual({
      data: {
        units: [
          {
            podium: 'a1,a2,a3',
            results: [{ id: 'r1', isRepeated: true }],
            all: [{ isRepeated: true }, { isRepeated: true }, { isRepeated: false }],
          },
        ],
      },
    });
  });
});

test('a directive for operations that subgraphs link to and compose is known to clients and reaches the subgraphs', async () => {
  const feature = `extend schema
      @link(url: "https://specs.apollo.dev/federation/v2.11", import: ["@key", "@external", "@requires", "@composeDirective"])
      @link(url: "https://games.example/audience/v1.0", import: ["@audience"])
      @composeDirective(name: "@audience")
    directive @audience(of: Audience! = FANS) on FIELD
    enum Audience { FANS PRESS }`;
  const heard: string[] = [];
  const hear = (_: never, __: never, ___: never, info: GraphQLResolveInfo): string => {
    heard.push(info.fieldNodes.map((node) => print(node)).join());
    return 'heard';
  };
  const subgraphs = {
    results: {
      typeDefs: `${feature} type Query { unit: Unit } type Unit @key(fields: "id") { id: ID! note(size: Int): String }`,
      resolvers: {
        Query: { unit: () => ({ id: '1' }) },
        Unit: { __resolveReference: (unit: Reference) => unit, note: hear },
      },
    },
    media: {
      typeDefs: `${feature} type Unit @key(fields: "id") {
        id: ID! note(size: Int): String @external story: String @requires(fields: "note(size: 1)")
      }`,
      resolvers: { Unit: { story: hear } },
    },
  };
  await withGraph(subgraphs, async ({ ask, generated }) => {
    expect(await ask('{ unit { note @audience press: note @audience(of: PRESS) story @audience } }')).toEqual({
      data: { unit: { note: 'heard', press: 'heard', story: 'heard' } },
    });
    expect(heard.filter((field) => field.includes('story')).every((field) => field.endsWith('@audience'))).toBe(true);
    expect(heard.some((field) => field.includes('@audience(of: PRESS)'))).toBe(true);
    const wrong = await generated.ask('{ unit { note @audience(of: NOBODY) } }');
    expect(errorsOf(wrong)[0]?.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
    const schema = await generated.ask('{ __schema { directives { name } } __type(name: "Unit") { fields { name } } }');
    expect(JSON.stringify(schema.data)).toContain('"audience"');
    expect(JSON.stringify(schema.data)).not.toContain('required');
  });
});

test('names of subgraphs are names and nothing else, also in supergraphs that no composition has written', async () => {
  const names = ['__proto__', 'constructor'] as const;
  const subgraphs = {
    first: {
      typeDefs: `${link('@key')} type Query { unit: Unit } type Unit @key(fields: "id") { id: ID! }`,
      resolvers: { Query: { unit: () => ({ id: '1' }) } },
    },
    second: {
      typeDefs: `${link('@key')} type Unit @key(fields: "id") { id: ID! title: String venue: String }`,
      resolvers: {
        Unit: {
          title: () => 'Final',
          venue: () => {
            throw new Error('No venue yet.');
          },
        },
      },
    },
  };
  const served = await serveSubgraphs({ subgraphs });
  const sdl = served.supergraphSdl
    .replace('name: "first"', `name: "${names[0]}"`)
    .replace('name: "second"', `name: "${names[1]}"`);
  const inherited = Object.getOwnPropertyNames(Object.prototype).sort();
  for (const execution of ['generated', 'interpreted'] as const) {
    const engine = await startEngine(sdl, { execution });
    const answer = await engine.ask('{ unit { id title venue } }');
    expect(answer.data).toEqual({ unit: { id: '1', title: 'Final', venue: null } });
    expect(errorsOf(answer)).toEqual([
      {
        message: 'No venue yet.',
        path: ['unit', 'venue'],
        extensions: { code: 'DOWNSTREAM_SERVICE_ERROR', serviceName: 'constructor' },
      },
    ]);
    expect((await engine.manager.checkSubgraphs(10_000)).map(({ name, error }) => [name, error])).toEqual(
      names.map((name) => [name, null]),
    );
    await engine.stop();
  }
  expect(Object.getOwnPropertyNames(Object.prototype).sort()).toEqual(inherited);
  await served.close();
});

test('an object of whose type the client asks nothing is not sent without its key', async () => {
  const people = [
    { __typename: 'Athlete', id: '1', name: 'Ama', bib: 7 },
    { __typename: 'Official', id: '2', name: 'Bo' },
  ];
  const subgraphs = {
    people: {
      typeDefs: `${link('@key')}
        interface Person @key(fields: "id") { id: ID! name: String }
        type Athlete implements Person @key(fields: "id") { id: ID! name: String bib: Int }
        type Official implements Person @key(fields: "id") { id: ID! name: String }
        type Query { everybody: [Person!]! }`,
      resolvers: {
        Query: { everybody: () => people },
        Person: { __resolveReference: ({ id }: Reference) => people.find((person) => person.id === id) },
        Athlete: { __resolveReference: ({ id }: Reference) => people.find((person) => person.id === id) },
      },
    },
    greetings: {
      typeDefs: `${link('@key', '@external', '@requires', '@interfaceObject')}
        type Person @key(fields: "id") @interfaceObject {
          id: ID! name: String @external greeting: String @requires(fields: "name")
        }
        type Query { guests: [Person!]! }`,
      resolvers: {
        Query: { guests: () => [{ id: '2' }, { id: '1' }] },
        Person: {
          __resolveReference: ({ id, name }: { id?: string; name?: string }) => {
            if (id === undefined) throw new Error('Nobody can be found without a key.');
            return { id, name };
          },
          greeting: ({ name }: { name: string }) => `Hello ${name}`,
        },
      },
    },
  };
  await withGraph(subgraphs, async ({ ask }) => {
    expect(await ask('{ guests { __typename ... on Athlete { bib greeting } } }')).toEqual({
      data: { guests: [{ __typename: 'Official' }, { __typename: 'Athlete', bib: 7, greeting: 'Hello Ama' }] },
    });
    expect(
      await ask('{ guests { greeting ... on Athlete { name } } everybody { ... on Official { greeting } } }'),
    ).toEqual({
      data: {
        guests: [{ greeting: 'Hello Bo' }, { greeting: 'Hello Ama', name: 'Ama' }],
        everybody: [{}, { greeting: 'Hello Bo' }],
      },
    });
  });
});

test('keys of interfaces that lead to one another are planned', async () => {
  const imports = link('@key', '@interfaceObject');
  const items = [{ __typename: 'Shirt', id: '1', sku: 's1', size: 40 }];
  const byKey = {
    __resolveReference: ({ id, sku }: Partial<Record<'id' | 'sku', string>>) =>
      items.find((item) => item.id === id || item.sku === sku),
  };
  const subgraphs = {
    items: {
      typeDefs: `${imports}
        type Query { items: [Item!]! }
        interface Item @key(fields: "id") @key(fields: "sku") { id: ID! sku: String! }
        type Shirt implements Item @key(fields: "id") @key(fields: "sku") { id: ID! sku: String! size: Int }`,
      resolvers: { Query: { items: () => items }, Item: byKey, Shirt: byKey },
    },
    prices: {
      typeDefs: `${imports} type Item @key(fields: "id") @interfaceObject { id: ID! price: Int }`,
      resolvers: { Item: { price: ({ id }: Reference) => 10 * Number(id) } },
    },
    stock: {
      typeDefs: `${imports} type Item @key(fields: "sku") @interfaceObject { sku: String! stock: Int }`,
      resolvers: { Item: { stock: ({ sku }: { sku: string }) => Number(sku.slice(1)) } },
    },
    washing: {
      typeDefs: `${imports}
        interface Item @key(fields: "id") { id: ID! }
        type Shirt implements Item @key(fields: "id") { id: ID! washing: String }`,
      resolvers: { Item: byKey, Shirt: { ...byKey, washing: () => 'cold' } },
    },
  };
  await withGraph(subgraphs, async ({ ask }) => {
    expect(await ask('{ items { price stock ... on Shirt { washing size } } }')).toEqual({
      data: { items: [{ price: 10, stock: 1, washing: 'cold', size: 40 }] },
    });
    expect(await ask('{ items { stock } }')).toEqual({ data: { items: [{ stock: 1 }] } });
    expect(await ask('{ items { ... on Shirt { price } } }')).toEqual({ data: { items: [{ price: 10 }] } });
  });
});

test('a narrower or wider interface is asked for under an interface object', async () => {
  const media = [
    { __typename: 'Movie', id: 'm', title: 'Film', length: 90, director: 'Ama' },
    { __typename: 'Clip', id: 'c', title: 'Cut', length: 1 },
    { __typename: 'Article', id: 'a', title: 'Text', words: 300 },
  ];
  const find = { __resolveReference: ({ id }: Reference) => media.find((each) => each.id === id) };
  const references = media.map(({ id }) => ({ id }));
  const subgraphs = {
    media: {
      typeDefs: `${link('@key')}
        interface Titled { title: String }
        interface Media implements Titled @key(fields: "id") { id: ID! title: String }
        interface Video implements Media & Titled @key(fields: "id") { id: ID! title: String length: Int }
        type Movie implements Video & Media & Titled @key(fields: "id") {
          id: ID! title: String length: Int director: String
        }
        type Clip implements Video & Media & Titled @key(fields: "id") { id: ID! title: String length: Int }
        type Article implements Media & Titled @key(fields: "id") { id: ID! title: String words: Int }
        type Query { all: [Media!]! }`,
      resolvers: { Query: { all: () => media }, Media: find, Video: find, Movie: find, Clip: find, Article: find },
    },
    views: {
      typeDefs: `${link('@key', '@interfaceObject', '@shareable')}
        type Media @key(fields: "id") @interfaceObject { id: ID! views: Int @shareable next: Media @shareable }
        type Video @key(fields: "id") @interfaceObject { id: ID! views: Int @shareable next: Media @shareable speed: Int }
        type Query { popular: [Media!]! watched: [Video!]! }`,
      resolvers: {
        Query: { popular: () => references, watched: () => references.slice(0, 2) },
        Media: { views: ({ id }: Reference) => id.charCodeAt(0), next: () => references[0] },
        Video: { views: ({ id }: Reference) => id.charCodeAt(0), next: () => references[0], speed: () => 2 },
      },
    },
  };
  await withGraph(subgraphs, async ({ ask }) => {
    expect(await ask('{ popular { views ... on Video { length } } }')).toEqual({
      data: { popular: [{ views: 109, length: 90 }, { views: 99, length: 1 }, { views: 97 }] },
    });
    expect(
      await ask(`query ($yes: Boolean = true) { popular { ...V @include(if: $yes) ... on Titled { title ... on Movie { director } } } }
        fragment V on Video { speed long: length next { ... on Video { director: length } } }`),
    ).toEqual({
      data: {
        popular: [
          { speed: 2, long: 90, next: { director: 90 }, title: 'Film', director: 'Ama' },
          { speed: 2, long: 1, next: { director: 90 }, title: 'Cut' },
          { title: 'Text' },
        ],
      },
    });
    expect(await ask('{ watched { ... on Media { views title ... on Movie { director } } } }')).toEqual({
      data: {
        watched: [
          { views: 109, title: 'Film', director: 'Ama' },
          { views: 99, title: 'Cut' },
        ],
      },
    });
    expect(await ask('{ all { ... on Video { speed views } } }')).toEqual({
      data: { all: [{ speed: 2, views: 109 }, { speed: 2, views: 99 }, {}] },
    });
  });
});

test('a plan that was found quickly gives way to the best one, however many there are', async () => {
  const fields = (from: number) => Array.from({ length: 6 }, (_, index) => `f${from + index}`);
  const sdl = (names: readonly string[], more = '') =>
    `${link('@key', '@shareable')} ${more}
    type Thing @key(fields: "id") { id: ID! ${names.map((name) => `${name}: Int @shareable`).join(' ')} }`;
  const resolvers = {
    Thing: Object.fromEntries([...fields(0), ...fields(6)].map((name) => [name, () => Number(name.slice(1))])),
  };
  const part = (names: readonly string[]) => ({
    typeDefs: sdl(names),
    resolvers: {
      Thing: {
        __resolveReference: ({ id }: Reference) => ({ id }),
        ...Object.fromEntries(names.map((name) => [name, resolvers.Thing[name]!])),
      },
    },
  });
  const subgraphs = {
    a: { typeDefs: sdl([], 'type Query { thing: Thing }'), resolvers: { Query: { thing: () => ({ id: 't' }) } } },
    b: part(fields(0)),
    c: part(fields(6)),
    d: part([...fields(0), ...fields(6)]),
  };
  const names = [...fields(0), ...fields(6)];
  await withGraph(subgraphs, async ({ served, generated }) => {
    const fetched = async (): Promise<readonly string[]> => {
      served.requests.length = 0;
      expect(await generated.ask(`{ thing { ${names.join(' ')} } }`)).toEqual({
        data: { thing: Object.fromEntries(names.map((name, index) => [name, index])) },
      });
      return served.requests.map(({ subgraphName }) => subgraphName);
    };
    // The first answers may come by a plan that asks two services where one knows all.
    while ((await fetched()).length > 2) await new Promise((resolve) => setImmediate(resolve));
    expect(await fetched()).toEqual(['a', 'd']);
  });
}, 120_000);
