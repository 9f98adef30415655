import {
  type Database,
  dropDatabase,
  ensureDatabase,
  migrate,
  openDatabase,
  Sql,
  sql,
  withDatabaseName,
} from '@games/postgres';
import type { SubgraphName } from '@games/schema';
import type { ServiceProgram } from './start/services.ts';

/** The address of a service's database in a set, for example `games_competition`. */
export function databaseUrl(serverUrl: string, games: string, service: SubgraphName): string {
  return withDatabaseName(serverUrl, `${games}_${service}`);
}

/** What a database was found to hold: nothing, the demonstration at a scale, or something else. */
export type Content =
  | { readonly kind: 'nothing' | 'half seeded' | 'other data' }
  | ({ readonly kind: 'seeded' } & Seeded);

/** What was seeded: the demonstration at a scale, as it stood at a moment (null where nobody has noted it). */
export interface Seeded {
  readonly scale: Scale;
  readonly until: Date | null;
}

export type Scale = 'full' | 'small';

/**
 * Makes a service's database ready: creates it where needed and runs its migrations. Returns what it holds.
 * With `reset` it is dropped first; a seeding that was cut short is dropped as well.
 */
export async function prepareDatabase(
  url: string,
  program: ServiceProgram,
  options: { readonly reset: boolean },
): Promise<Content> {
  if (options.reset) await dropDatabase(url);
  const created = await ensureDatabase(url);
  const found = created ? ({ kind: 'nothing' } as const) : await contentOf(url);
  if (found.kind === 'half seeded') return prepareDatabase(url, program, { reset: true });
  await withDatabase(url, async (database) => migrate(database, await program.migrations()));
  return found;
}

/**
 * How far the seeding has come is noted in the database itself, as its comment: a copy of the files, another machine or
 * a given DATABASE_URL all tell the truth that way.
 */
async function contentOf(url: string): Promise<Content> {
  return withDatabase(url, async (database) => {
    const { comment, tables } = await database.one<{ comment: string | null; tables: bigint }>(sql`
      select shobj_description(oid, 'pg_database') as comment,
        (select count(*) from pg_stat_user_tables where relname <> 'schema_migration') as tables
      from pg_database where datname = current_database()`);
    const seeded = comment === null ? null : readSeededNote(comment);
    if (seeded !== null) return { kind: 'seeded', ...seeded };
    if (comment === 'seeding') return { kind: 'half seeded' };
    return { kind: tables === 0n ? 'nothing' : 'other data' };
  });
}

function readSeededNote(comment: string): Seeded | null {
  const [, scale, until] = /^seeded (full|small)(?: until (\S+))?$/.exec(comment) ?? [];
  if (scale === undefined) return null;
  return { scale: scale as Scale, until: until === undefined ? null : new Date(until) };
}

/** What a service's database was seeded with; null when it was not, or is not there. */
export async function findSeeded(url: string): Promise<Seeded | null> {
  const content = await contentOf(url);
  return content.kind === 'seeded' ? content : null;
}

/** Notes that seeding has begun, or what was seeded. */
export async function noteSeeding(
  url: string,
  state: 'seeding' | `seeded ${Scale}` | `seeded ${Scale} until ${string}`,
): Promise<void> {
  await withDatabase(url, async (database) => {
    // COMMENT takes no parameters, so the server itself quotes the text.
    const { command } = await database.one<{ command: string }>(
      sql`select format('comment on database %I is %L', current_database(), ${state}::text) as command`,
    );
    await database.transaction((tx) => tx.script(new Sql([command], [])));
  });
}

/** Opens a database for one piece of work. */
export async function withDatabase<T>(url: string, work: (database: Database) => Promise<T>): Promise<T> {
  const database = openDatabase({ url, poolSize: 2, statementTimeoutMs: 300_000 });
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}
