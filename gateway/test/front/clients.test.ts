import { createHash } from 'node:crypto';
import { ApolloClient, type ApolloLink, gql, HttpLink, InMemoryCache } from '@apollo/client/core';
import { Defer20220824Handler } from '@apollo/client/incremental';
import { createPersistedQueryLink } from '@apollo/client/link/persisted-queries';
import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import { until } from '@games/testing';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { fetchExchange, Client as UrqlClient } from '@urql/core';
import { ClientError, GraphQLClient } from 'graphql-request';
import { createClient as createWsClient } from 'graphql-ws';
import { firstValueFrom } from 'rxjs';
import WebSocket from 'ws';
import { startTestGateway, type TestGateway } from './testGateway.ts';
import { startTestGraph, type TestGraph } from './testGraph.ts';

let graph: TestGraph;
let gateway: TestGateway;

beforeAll(async () => {
  graph = await startTestGraph();
  gateway = await startTestGateway(graph.supergraph);
});
afterAll(async () => {
  await gateway.close();
  await graph.close();
});

const deferred = 'query Person { person(id: "1") { id name ... @defer(label: "later") { posts { title } } } }';
const ticks = 'subscription Ticks { ticked }';

/** Sends events as soon as somebody listens, until the promise settles. */
async function whileTicking<T>(waited: Promise<T>): Promise<T> {
  let isOver = false;
  const over = waited.finally(() => {
    isOver = true;
  });
  await until(() => graph.streams() > 0 || isOver);
  graph.tick(7);
  return over;
}

describe('Apollo Client', () => {
  const clientWith = (link: ApolloLink): ApolloClient =>
    new ApolloClient({ cache: new InMemoryCache(), link, incrementalHandler: new Defer20220824Handler() });
  const overHttp = (): ApolloLink => new HttpLink({ uri: gateway.url });

  test('asks, with variables and the type names that its cache adds', async () => {
    const query = gql('query Person($id: ID!) { person(id: $id) { id name posts { title } } }');
    const { data } = await clientWith(overHttp()).query({ query, variables: { id: '1' } });
    expect(data).toMatchObject({
      person: { __typename: 'Person', name: 'name of 1', posts: [{ title: 'post of 1' }] },
    });
  });

  test('registers a document by its hash, and asks by the hash alone afterwards', async () => {
    const sent: string[] = [];
    const link = createPersistedQueryLink({
      sha256: (text) => createHash('sha256').update(text).digest('hex'),
      useGETForHashedQueries: true,
    }).concat(
      new HttpLink({
        uri: gateway.url,
        fetch: async (address, options) => {
          const response = await fetch(address, options);
          sent.push(`${options?.method} ${response.status}`);
          return response;
        },
      }),
    );
    const client = clientWith(link);
    const query = gql('query Hashed { hello(name: "hash") }');
    for (let time = 0; time < 2; time++) {
      expect((await client.query({ query, fetchPolicy: 'network-only' })).data).toEqual({ hello: 'hello hash' });
    }
    expect(sent.slice(1)).toEqual(['POST 200', 'GET 200']);
  });

  test('shows what is there and then what was deferred', async () => {
    const states: string[] = [];
    await new Promise<void>((resolve, reject) => {
      clientWith(overHttp())
        .watchQuery({ query: gql(deferred) })
        .subscribe({
          next: ({ data, dataState }) => {
            states.push(`${dataState}: ${Object.keys((data as { person?: object } | undefined)?.person ?? {})}`);
            if (dataState === 'complete') resolve();
          },
          error: reject,
        });
    });
    expect(states.slice(-2)).toEqual(['streaming: __typename,id,name', 'complete: __typename,id,name,posts']);
  });

  test('follows a subscription over multipart HTTP and over WebSocket', async () => {
    const socket = createWsClient({ url: gateway.url.replace('http', 'ws'), webSocketImpl: WebSocket });
    for (const link of [overHttp(), new GraphQLWsLink(socket)]) {
      const events = clientWith(link).subscribe({ query: gql(ticks) });
      expect((await whileTicking(firstValueFrom(events))).data).toEqual({ ticked: 7 });
      await until(() => graph.streams() === 0);
    }
    await socket.dispose();
  });

  test('is told of faults of a document with their code', async () => {
    const failed = clientWith(overHttp()).query({ query: gql('{ nothing }') });
    await expect(failed).rejects.toMatchObject({ errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }] });
  });
});

describe('urql', () => {
  const createUrql = (preferGetMethod: boolean): UrqlClient =>
    new UrqlClient({ url: gateway.url, preferGetMethod, fetchSubscriptions: true, exchanges: [fetchExchange] });

  test('asks by GET and by POST', async () => {
    for (const preferGetMethod of [true, false]) {
      const { data, error } = await createUrql(preferGetMethod).query('{ hello(name: "urql") }', {}).toPromise();
      expect([error, data]).toEqual([undefined, { hello: 'hello urql' }]);
    }
  });

  test('shows what is there and then what was deferred', async () => {
    const states = await new Promise<readonly string[]>((resolve, reject) => {
      const seen: string[] = [];
      createUrql(false)
        .query(deferred, {})
        .subscribe(({ data, error, hasNext }) => {
          if (error) reject(error);
          seen.push(
            Object.keys(data.person)
              .filter((name) => name !== '__typename')
              .join(),
          );
          if (!hasNext) resolve(seen);
        });
    });
    expect(states).toEqual(['id,name', 'id,name,posts']);
  });

  test('follows a subscription with nothing but fetch', async () => {
    const first = new Promise((resolve, reject) => {
      const subscription = createUrql(false)
        .subscription(ticks, {})
        .subscribe(({ data, error }) => {
          if (error) reject(error);
          else resolve(data);
          setTimeout(() => subscription.unsubscribe());
        });
    });
    expect(await whileTicking(first)).toEqual({ ticked: 7 });
    await until(() => graph.streams() === 0);
  });
});

test('graphql-request asks, and throws the errors with their codes', async () => {
  const client = new GraphQLClient(gateway.url);
  expect(await client.request('query ($name: String) { hello(name: $name) }', { name: 'you' })).toEqual({
    hello: 'hello you',
  });
  const thrown = await client.request('{ fails(how: "coded") }').catch((error: unknown) => error);
  expect(thrown).toBeInstanceOf(ClientError);
  expect((thrown as ClientError).response.errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT' });
});
