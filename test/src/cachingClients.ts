import { readFileSync } from 'node:fs';
import { ApolloClient, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { keys } from '@games/schema/clients/graphcache.js';
import { Client, fetchExchange } from '@urql/core';
import { cacheExchange } from '@urql/exchange-graphcache';

/** A client as partners use one: it keeps what it fetched by id, and shows pages from that. */
export interface PageClient {
  /** Asks the graph, whatever is kept, and keeps the answer. Throws when the answer has errors. */
  fetch(document: string, variables: object): Promise<unknown>;
  /** What a page would show without asking the graph; null, or a part, where something is not kept. */
  readCached(document: string, variables: object): Promise<unknown>;
  close(): void;
}

export interface ClientOptions {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

const readMap = (name: string) =>
  JSON.parse(readFileSync(new URL(import.meta.resolve(`@games/schema/clients/${name}`)), 'utf8'));

export function openApollo({ url, headers }: ClientOptions): PageClient {
  const client = new ApolloClient({
    cache: new InMemoryCache(readMap('apollo.json')),
    link: new HttpLink({ uri: url, headers: { ...headers } }),
  });
  return {
    fetch: async (document, variables) =>
      (await client.query({ query: gql(document), variables, fetchPolicy: 'network-only' })).data,
    readCached: async (document, variables) =>
      withoutTypeNames(client.readQuery({ query: gql(document), variables: { ...variables } })),
    close: () => client.stop(),
  };
}

export function openGraphcache({ url, headers }: ClientOptions): PageClient {
  const client = new Client({
    url,
    fetchOptions: { headers: { ...headers } },
    preferGetMethod: false,
    exchanges: [cacheExchange({ keys, schema: readMap('introspection.json') }), fetchExchange],
  });
  const ask = async (document: string, variables: object, requestPolicy: 'network-only' | 'cache-only') => {
    const { data, error } = await client.query(document, { ...variables }, { requestPolicy }).toPromise();
    if (error) throw error;
    return withoutTypeNames(data);
  };
  return {
    fetch: (document, variables) => ask(document, variables, 'network-only'),
    readCached: (document, variables) => ask(document, variables, 'cache-only'),
    close: () => {},
  };
}

/** What clients add to each selection, and the caller did not ask for. */
function withoutTypeNames(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value ?? null, (key, entry) => (key === '__typename' ? undefined : entry)));
}
