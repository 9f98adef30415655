import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { composeServices } from '@apollo/composition';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { execute, type GraphQLSchema, parse, subscribe } from 'graphql';

/** What a subgraph of the tests was asked. */
export interface Asked {
  readonly subgraph: string;
  readonly headers: IncomingMessage['headers'];
  readonly query: string;
  readonly variables: Record<string, unknown> | undefined;
}

/** Two small services with everything that the gateway's front has to deal with, on real HTTP. */
export interface TestGraph {
  readonly supergraph: string;
  readonly asked: readonly Asked[];
  /** Answers of `slow` wait until this is called. */
  readonly letGo: () => void;
  /** Requests that were broken off before they were answered. */
  readonly brokenOff: () => number;
  /** Sends an event to all who are subscribed to `ticked` of the subgraph. */
  readonly tick: (number: number) => void;
  readonly streams: () => number;
  /** Ends the streams of all who are subscribed, as a service does that has no more to say. */
  readonly endStreams: () => void;
  /** Breaks the streams off, as a service does that dies. */
  readonly breakStreams: () => void;
  readonly close: () => Promise<void>;
}

const links = `
  extend schema
    @link(url: "https://specs.apollo.dev/federation/v2.11", import: [
      "@key" "@shareable" "@external" "@authenticated" "@requiresScopes" "@policy" "@cost" "@listSize" "@composeDirective" "@inaccessible" "@override"
    ])
    @link(url: "https://games-graph.dev/cacheControl/v1.0", import: ["@cacheControl"])
    @composeDirective(name: "@cacheControl")
  directive @cacheControl(maxAge: Int, scope: CacheControlScope, inheritMaxAge: Boolean) on FIELD_DEFINITION | OBJECT | INTERFACE | UNION
  enum CacheControlScope { PUBLIC PRIVATE }
`;

const people = `
  ${links}
  type Query {
    hello(name: String): String
    fresh: String @cacheControl(maxAge: 60)
    mine: String @cacheControl(maxAge: 60, scope: PRIVATE)
    person(id: ID!): Person @cacheControl(maxAge: 30)
    people(first: Int = 20, ids: [ID!], filter: Filter): [Person!]! @listSize(slicingArguments: ["first"], requireOneSlicingArgument: false)
    being(id: ID!): Being
    finding(id: ID!): Finding
    secret: String @authenticated
    secretOfStaff: String @requiresScopes(scopes: [["staff:people"], ["root", "branch"]])
    byPolicy: String @policy(policies: [["friends"]])
    dear: String @cost(weight: 500)
    fails(how: String!): String
    slow: String
    headers: [String!]!
    long: String!
    colour: Colour
    paint(colour: Colour!): String
  }
  type Mutation { rename(id: ID!, name: String!): Person }
  type Subscription { ticked: Int! @cacheControl(maxAge: 1) bulk: String! @cacheControl(maxAge: 1) personUpdated(id: ID!): Person! clockUpdated: Clock! }
  type Clock @cacheControl(maxAge: 1) { time: Int! }
  extend type Query { clock: Clock! }
  enum Colour { CRIMSON INDIGO }
  input Filter { names: [String!] inner: Filter }
  interface Being { id: ID! name: String note: String }
  type Person implements Being @key(fields: "id") @cacheControl(maxAge: 30) {
    id: ID!
    name: String
    note: String
    salary: Int @requiresScopes(scopes: [["staff:people"]]) @cacheControl(maxAge: 0, scope: PRIVATE)
    friends(first: Int = 5): [Person!]! @listSize(slicingArguments: ["first"], requireOneSlicingArgument: false)
    hidden: String @inaccessible
    motto: String
    share: String
  }
  type Robot implements Being { id: ID! name: String note: String @authenticated }
  type Vault @authenticated { id: ID! name: String }
  union Finding = Person | Vault
`;

const posts = `
  ${links}
  type Query { post(id: ID!): Post }
  type Post @key(fields: "id") { id: ID! title: String author: Person }
  type Person @key(fields: "id") { id: ID! posts: [Post!]! @cacheControl(maxAge: 10) motto: String @override(from: "people", label: "move-motto") share: String @override(from: "people", label: "percent(50)") }
`;

interface Context {
  readonly headers: IncomingMessage['headers'];
  readonly slow: Promise<void>;
}

const longText = 'x'.repeat(20_000);
const person = (id: string) => ({
  __typename: 'Person',
  id,
  name: `name of ${id}`,
  note: `note of ${id}`,
  salary: 7,
  motto: 'people',
  share: 'people',
  friends: friendsOf,
});
const friendsOf = ({ first }: { first: number }) => Array.from({ length: first }, (_, index) => person(`f${index}`));

let clock = 0;
const peopleRoots = (ticks: (of: (number: number) => unknown) => AsyncIterable<unknown>) => ({
  hello: ({ name }: { name?: string }) => `hello ${name ?? 'world'}`,
  fresh: () => `fresh ${++clock}`,
  mine: () => `mine ${++clock}`,
  person: ({ id }: { id: string }) => person(id),
  people: ({ first }: { first: number }) =>
    Array.from({ length: Math.min(first, 50) }, (_, index) => person(`p${index}`)),
  being: ({ id }: { id: string }) => ({
    ...person(id),
    __typename: id.startsWith('robot') ? 'Robot' : 'Person',
  }),
  finding: ({ id }: { id: string }) => ({ ...person(id), __typename: id.startsWith('vault') ? 'Vault' : 'Person' }),
  secret: () => 'a secret',
  secretOfStaff: () => 'a secret of staff',
  byPolicy: () => 'among friends',
  dear: () => 'dear',
  fails: ({ how }: { how: string }) => {
    if (how === 'coded')
      throw Object.assign(new Error('the name is taken'), { extensions: { code: 'BAD_USER_INPUT', field: 'name' } });
    throw Object.assign(new Error('connect ECONNREFUSED 10.1.2.3:5432 select * from people'), {
      extensions: { stacktrace: ['at /srv/people/index.js:1'], exception: { url: 'http://10.1.2.3' } },
    });
  },
  slow: async (_arguments: unknown, { slow }: Context) => {
    await slow;
    return 'slow';
  },
  headers: (_arguments: unknown, { headers }: Context) =>
    Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
  long: () => longText,
  colour: () => 'CRIMSON',
  paint: ({ colour }: { colour: string }) => colour,
  clock: () => ({ time: ++clock }),
  rename: ({ id, name }: { id: string; name: string }) => ({ ...person(id), name }),
  ticked: () => ticks((ticked) => ({ ticked })),
  bulk: () => ticks(() => ({ bulk: longText })),
});

const resolvePerson = { Person: { __resolveReference: ({ id }: { id: string }) => person(id) } };
const resolvePosts = {
  Post: { __resolveReference: ({ id }: { id: string }) => ({ id, title: `title of ${id}` }) },
  Person: {
    __resolveReference: ({ id }: { id: string }) => ({ id, motto: 'posts', share: 'posts' }),
    posts: ({ id }: { id: string }) => [{ id: `post-${id}`, title: `post of ${id}`, author: { id } }],
  },
};

/** Starts the services and composes their supergraph. */
export async function startTestGraph(): Promise<TestGraph> {
  const asked: Asked[] = [];
  const waiting = Promise.withResolvers<void>();
  const ticks = createTicks();
  const streaming = new Set<ServerResponse>();
  let brokenOff = 0;
  const start = (subgraph: string, schema: GraphQLSchema, rootValue: unknown): Promise<Server> =>
    serve(async (request, response) => {
      const body = JSON.parse(await text(request)) as Asked;
      asked.push({ subgraph, headers: request.headers, query: body.query, variables: body.variables });
      response.on('close', () => {
        if (!response.writableFinished) brokenOff++;
      });
      const contextValue: Context = { headers: request.headers, slow: waiting.promise };
      const options = {
        schema,
        document: parse(body.query),
        rootValue,
        contextValue,
        variableValues: body.variables ?? {},
      };
      if (body.query.startsWith('subscription')) {
        streaming.add(response);
        response.on('close', () => streaming.delete(response));
        return streamEvents(options, response);
      }
      const result = await execute(options);
      if (!response.destroyed)
        response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(result));
    });

  const { parse: read } = await import('graphql');
  const peopleSchema = buildSubgraphSchema([{ typeDefs: read(people), resolvers: resolvePerson }]);
  const postsSchema = buildSubgraphSchema([{ typeDefs: read(posts), resolvers: resolvePosts }]);
  const servers = await Promise.all([
    start('people', peopleSchema, peopleRoots(ticks.read)),
    start('posts', postsSchema, {
      post: ({ id }: { id: string }) => ({ id, title: `title of ${id}`, author: { id: 'p1' } }),
    }),
  ]);
  const urlOf = (server: Server): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
  const composed = composeServices([
    { name: 'people', typeDefs: read(people), url: urlOf(servers[0] as Server) },
    { name: 'posts', typeDefs: read(posts), url: urlOf(servers[1] as Server) },
  ]);
  if (composed.supergraphSdl === undefined) throw new Error(composed.errors?.map(({ message }) => message).join('\n'));
  return {
    supergraph: composed.supergraphSdl,
    asked,
    letGo: waiting.resolve,
    brokenOff: () => brokenOff,
    tick: ticks.send,
    streams: ticks.readers,
    endStreams: ticks.end,
    breakStreams: () => {
      for (const response of streaming) response.destroy();
    },
    close: async () => {
      waiting.resolve();
      await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve).closeAllConnections())));
    },
  };
}

async function streamEvents(options: Parameters<typeof subscribe>[0], response: ServerResponse): Promise<void> {
  const source = await subscribe(options);
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.flushHeaders();
  if (!(Symbol.asyncIterator in source)) {
    response.end(`event: next\ndata: ${JSON.stringify(source)}\n\nevent: complete\ndata: \n\n`);
    return;
  }
  response.on('close', () => void source.return(undefined));
  for await (const result of source) response.write(`event: next\ndata: ${JSON.stringify(result)}\n\n`);
  response.end('event: complete\ndata: \n\n');
}

function createTicks() {
  const readers = new Set<(number: number | null) => void>();
  const send = (number: number | null): void => {
    for (const reader of [...readers]) reader(number);
  };
  return {
    send,
    end: () => send(null),
    readers: () => readers.size,
    read: (of: (number: number) => unknown) => {
      const numbers: number[] = [];
      let wake = (): void => {};
      let isOver = false;
      const reader = (number: number | null): void => {
        if (number === null) {
          readers.delete(reader);
          isOver = true;
        } else numbers.push(number);
        wake();
      };
      readers.add(reader);
      return {
        [Symbol.asyncIterator]() {
          return this;
        },
        next: async () => {
          while (numbers.length === 0 && !isOver) {
            await new Promise<void>((resolve) => {
              wake = resolve;
            });
          }
          return isOver
            ? { done: true as const, value: undefined }
            : { done: false as const, value: of(numbers.shift() as number) };
        },
        return: async () => {
          readers.delete(reader);
          isOver = true;
          wake();
          return { done: true as const, value: undefined };
        },
      };
    },
  };
}

async function serve(handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>): Promise<Server> {
  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => response.destroy(error as Error));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}
