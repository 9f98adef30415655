import { join } from 'node:path';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@games/postgres';
import { type Content, databaseUrl, prepareDatabase, type Scale } from '../databases.ts';
import type { StartOptions } from './options.ts';
import type { SeedTask } from './seed.ts';
import { type ServiceProgram, servicePrograms } from './services.ts';
import type { Supervisor } from './supervise.ts';

/** The server that the databases live on: the one of DATABASE_URL, or an embedded one that is ours to stop. */
export interface DatabaseServer {
  readonly url: string;
  readonly embedded: EmbeddedPostgres | null;
}

/** Finds or starts PostgreSQL. Throws a sentence when it cannot be started. */
export async function provideDatabaseServer(
  folder: string,
  { env = process.env, port = 0 }: { readonly env?: NodeJS.ProcessEnv; readonly port?: number } = {},
): Promise<DatabaseServer> {
  if (env.DATABASE_URL) return { url: env.DATABASE_URL, embedded: null };
  const embedded = await startEmbeddedPostgres({ folder: join(folder, 'postgres'), port });
  return { url: embedded.url, embedded };
}

/** Finds PostgreSQL, or starts it and keeps it running at one address. Returns that address. */
export async function superviseDatabaseServer(folder: string, supervisor: Supervisor): Promise<string> {
  let port = 0;
  const { url } = await supervisor.keep('PostgreSQL', async () => {
    const { url, embedded } = await provideDatabaseServer(folder, { port });
    port = embedded?.port ?? 0;
    return {
      url,
      ended: embedded?.exited.then(() => 'its server process is gone') ?? new Promise<string>(() => {}),
      stop: async () => embedded?.close(),
    };
  });
  return url;
}

const isDemonstration = (games: string): boolean => games === 'games';

/** What is to be seeded, and the scale of the demonstration: the one that is there already, or else the one asked for. */
export interface Prepared {
  readonly tasks: readonly SeedTask[];
  readonly scale: Scale;
}

/**
 * Brings all databases of the set forward and says which are to be seeded: the empty ones of the demonstration Games.
 * Throws a sentence when one holds something else.
 */
export async function prepareDatabases(
  serverUrl: string,
  options: StartOptions,
  envOf: (program: ServiceProgram) => Readonly<Record<string, string>>,
): Promise<Prepared> {
  let { scale } = options;
  const tasks: SeedTask[] = [];
  for (const program of servicePrograms) {
    const url = databaseUrl(serverUrl, options.games, program.name);
    const content = await prepareDatabase(url, program, { reset: options.reset });
    if (content.kind === 'seeded') scale = content.scale;
    if (isToBeSeeded(content, options, program.name)) tasks.push({ program, databaseUrl: url, env: envOf(program) });
  }
  return { tasks, scale };
}

function isToBeSeeded(content: Content, { games }: StartOptions, name: string): boolean {
  if (!isDemonstration(games) || content.kind === 'seeded') return false;
  if (content.kind !== 'other data') return true;
  throw new Error(
    `The database ${games}_${name} holds data that is not the demonstration Games; use --games NAME for another set, or --reset to drop it.`,
  );
}
