import { type Database, sql } from '@games/postgres';
import type { Viewer } from '@games/service';
import { createTestDatabase, type GraphqlAnswer, postGraphql, testViewer, testViewerSecret } from '@games/testing';
import { createStore } from '../src/createStore.ts';
import { migrations } from '../src/migrations.ts';

/** A store on a database of its own, asked as the gateway asks. */
export interface StoreUnderTest {
  readonly database: Database;
  readonly url: string;
  ask(
    query: string,
    variables?: Readonly<Record<string, unknown>>,
    viewer?: Viewer,
    languages?: string,
  ): Promise<GraphqlAnswer>;
  /** Sets the clock of the Games. */
  setClock(now: string): void;
  /** Statements that the service has run since the last call. */
  countStatements(): Promise<number>;
  close(): Promise<void>;
}

export async function startStore(startOfClock = '2028-07-22T19:30:00-07:00'): Promise<StoreUnderTest> {
  const { url: databaseUrl, database, drop } = await createTestDatabase(...migrations);
  let now = new Date(startOfClock);
  const store = await createStore({
    databaseUrl,
    viewerSecret: testViewerSecret,
    port: 0,
    host: '127.0.0.1',
    poolSize: 4,
    clock: { now: () => now },
  });
  await database.run(sql`create extension if not exists pg_stat_statements`);
  return {
    database,
    url: store.url,
    ask: (query, variables = {}, viewer = testViewer(), languages = 'en') =>
      postGraphql(store.url, query, variables, viewer, { 'accept-language': languages }),
    setClock: (time) => {
      now = new Date(time);
    },
    countStatements: async () => {
      const { calls } = await database.one<{ calls: bigint }>(sql`
        select coalesce(sum(calls), 0)::bigint as calls from pg_stat_statements
        where dbid = (select oid from pg_database where datname = current_database())
          and query not like '%pg_stat_statements%'`);
      await database.run(sql`
        select pg_stat_statements_reset(0, (select oid from pg_database where datname = current_database()))`);
      return Number(calls);
    },
    close: async () => {
      await store.close();
      await drop();
    },
  };
}

export const fan = (subject: string): Viewer => testViewer({ kind: 'fan', subject });
export const staff = testViewer({ kind: 'staff', subject: 'clerk', scopes: ['staff:store'] });
