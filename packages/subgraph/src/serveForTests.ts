import { type Database, sql } from '@games/postgres';
import { readConfig, type ServiceConfig, type Viewer } from '@games/service';
import { createTestDatabase, type GraphqlAnswer, postGraphql, testViewer, testViewerSecret } from '@games/testing';
import { type SubgraphDefinition, startSubgraph } from './runSubgraph.ts';

/** A service on a database of its own, asked as the gateway asks. */
export interface ServedForTests {
  readonly name: string;
  readonly database: Database;
  readonly databaseUrl: string;
  /** `http://host:port/graphql`. */
  readonly url: string;
  ask(
    query: string,
    variables?: Readonly<Record<string, unknown>>,
    viewer?: Viewer,
    headers?: Readonly<Record<string, string>>,
  ): Promise<GraphqlAnswer>;
  /** What an endpoint beside the graph answers. */
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Response>;
  /** Sets the clock of the Games; ignored where the configuration given has a clock of its own. */
  setClock(now: string): void;
  /** Statements that the service has run since the last call. */
  countStatements(): Promise<number>;
  /** Closes the service and drops its database. */
  close(): Promise<void>;
}

/**
 * Serves a subgraph from its definition on a database of its own and a free port. The clock of the Games stands at an
 * evening of the demonstration until it is set; `config` gives what the service requires, and what a test changes.
 */
export async function serveForTests<Config extends ServiceConfig, Own extends object>(
  definition: SubgraphDefinition<Config, Own>,
  config: Partial<Config> = {},
): Promise<ServedForTests> {
  const { url: databaseUrl, database, drop } = await createTestDatabase(...definition.migrations);
  let now = new Date('2028-07-22T19:30:00-07:00');
  const given = { databaseUrl, viewerSecret: testViewerSecret, port: 0, poolSize: 8, clock: { now: () => now } };
  const subgraph = await startSubgraph(definition, readConfig(definition.config, {}, { ...given, ...config }));
  await database.run(sql`create extension if not exists pg_stat_statements`);
  return {
    database,
    databaseUrl,
    name: subgraph.name,
    url: subgraph.url,
    ask: (query, variables = {}, viewer = testViewer(), headers = {}) =>
      postGraphql(subgraph, query, variables, viewer, headers),
    get: (path, headers = {}) => fetch(new URL(path, subgraph.url), { headers }),
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
      await subgraph.close();
      await drop();
    },
  };
}
