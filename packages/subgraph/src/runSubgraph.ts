import { type Database, migrateAt, openDatabase, sql } from '@games/postgres';
import {
  createLog,
  type GamesClock,
  type Log,
  readConfig,
  runService,
  type ServiceConfig,
  type SettingsOf,
} from '@games/service';
import type { SubgraphRequest } from './answerOperation.ts';
import { createSubgraph, type Routes, type Subgraph } from './createSubgraph.ts';

/** Something that was started and ends with the service. */
export interface Closable {
  close(): Promise<unknown> | unknown;
}

/** What every service works with, and what its own dependencies are opened from. */
export interface BaseDependencies {
  readonly database: Database;
  readonly clock: GamesClock;
  readonly log: Log;
}

/** What `dependencies` receives. */
export interface Opening<Config> extends BaseDependencies {
  readonly config: Config;
  /** Where the routes are reached, `http://host:port/`; known once the service listens. */
  readonly address: () => string;
  /** Registers what has to be closed at the end, or when starting fails; the last one registered is closed first. */
  closeAtEnd<Resource extends Closable>(resource: Resource): Resource;
}

/** A request as contexts are made from it, with the moment at which it came by the clock of the Games. */
export interface RequestScope extends SubgraphRequest {
  readonly now: Date;
}

/** What a service is. */
export interface SubgraphDefinition<Config extends ServiceConfig, Own extends object> {
  /** Its name among the SDLs, in logs and among the connections of its database. */
  readonly name: string;
  readonly config: SettingsOf<Config>;
  /** The folders of SQL files that bring its database to its present shape. */
  readonly migrations: readonly URL[];
  readonly resolvers: object;
  /** Opens what outlives requests, beside database, clock and log. */
  readonly dependencies?: (opening: Opening<Config>) => Own | Promise<Own>;
  /** Makes the context of one request, with fresh loaders. */
  readonly context: (dependencies: BaseDependencies & Own, request: RequestScope) => object;
  /** Endpoints beside the graph, by method and path; each guards itself. */
  readonly routes?: (dependencies: BaseDependencies & Own, config: Config) => Routes;
  /** Starts what works beside requests, once the service listens. */
  readonly background?: (dependencies: BaseDependencies & Own, config: Config) => readonly Closable[];
}

/** Types a definition by its parts. */
export function defineSubgraph<Config extends ServiceConfig, Own extends object = object>(
  definition: SubgraphDefinition<Config, Own>,
): SubgraphDefinition<Config, Own> {
  return definition;
}

/** The life of a service's process: reads its configuration, migrates its database, starts it, and closes it at the end. */
export function runSubgraph<Config extends ServiceConfig, Own extends object>(
  definition: SubgraphDefinition<Config, Own>,
): Promise<void> {
  return runService(definition.name, async () => {
    const config = readConfig(definition.config, process.env);
    await migrateAt(config.databaseUrl, definition.migrations);
    return startSubgraph(definition, config);
  });
}

/**
 * Starts a service on its migrated database. Closing it ends requests first, then background work, then dependencies in
 * the reverse order of their opening, the database last. Rejects, with everything closed again, when the database does
 * not answer, a dependency cannot be opened or the port is in use.
 */
export async function startSubgraph<Config extends ServiceConfig, Own extends object>(
  definition: SubgraphDefinition<Config, Own>,
  config: Config,
): Promise<Subgraph> {
  const { name, resolvers } = definition;
  const { databaseUrl, poolSize, viewerSecret, port, publicPort, host, clock } = config;
  const toClose: Closable[] = [];
  const closeAtEnd = <Resource extends Closable>(resource: Resource): Resource => {
    toClose.push(resource);
    return resource;
  };
  const close = async (): Promise<void> => {
    for (const resource of toClose.splice(0).reverse()) await resource.close();
  };
  try {
    const database = closeAtEnd(openDatabase({ url: databaseUrl, poolSize, applicationName: name }));
    const isReady = async (): Promise<boolean> => (await database.run(sql`select 1`)) === 1;
    await isReady();
    const base: BaseDependencies = { database, clock, log: createLog(name) };
    let listening = '';
    const own = await definition.dependencies?.({ ...base, config, address: () => listening, closeAtEnd });
    const dependencies = { ...base, ...own } as BaseDependencies & Own;
    const background: Closable[] = [];
    closeAtEnd({ close: () => Promise.all(background.map((work) => work.close())) });
    const subgraph = closeAtEnd(
      await createSubgraph({
        name,
        resolvers,
        context: (request) => definition.context(dependencies, { ...request, now: clock.now() }),
        viewerSecret,
        port,
        publicPort,
        host,
        isReady,
        routes: definition.routes?.(dependencies, config) ?? {},
      }),
    );
    listening = subgraph.publicUrl;
    background.push(...(definition.background?.(dependencies, config) ?? []));
    return { ...subgraph, close };
  } catch (error) {
    await close();
    throw error;
  }
}
