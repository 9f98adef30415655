import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { type Database, openDatabase, type Transaction } from './database.ts';
import { LockTimeout } from './errors.ts';
import { Sql, sql } from './sql.ts';

/** A migration may rewrite a large table, and waits for another process that does. */
const migrationTimeoutMs = 600_000;

interface Migration {
  readonly name: string;
  readonly text: string;
  readonly hash: string;
}

export interface MigrationOptions {
  /** How long a migration may wait for a lock, and with it hold up what queues behind it (default 5,000). */
  readonly lockTimeoutMs?: number;
  /** How often a migration that did not get its locks is tried (default 30). */
  readonly attemptsMax?: number;
}

/**
 * Brings a database forward: runs the `*.sql` files of the folders that have not run yet, in the order of their names,
 * each once and in a transaction of its own, one process at a time. Returns the names that ran.
 * Throws when a file that has run was changed since, and LockTimeout when a table stays in use.
 */
export async function migrate(
  database: Database,
  folders: readonly URL[],
  { lockTimeoutMs = 5_000, attemptsMax = 30 }: MigrationOptions = {},
): Promise<readonly string[]> {
  const migrations = (await Promise.all(folders.map(readMigrations))).flat().sort((a, b) => (a.name < b.name ? -1 : 1));
  const ran: string[] = [];
  for (let attempt = 1; ; ) {
    try {
      const name = await database.transaction((tx) => applyNext(tx, migrations, lockTimeoutMs));
      if (name === null) return ran;
      ran.push(name);
      attempt = 1;
    } catch (error) {
      if (!(error instanceof LockTimeout) || attempt >= attemptsMax) throw error;
      attempt += 1;
    }
  }
}

/** Runs the first migration that has not run; returns its name, or null when all have. */
async function applyNext(
  tx: Transaction,
  migrations: readonly Migration[],
  lockTimeoutMs: number,
): Promise<string | null> {
  await tx.run(sql`select pg_advisory_xact_lock(hashtext('games.migrations'))`);
  await tx.run(sql`
    create table if not exists schema_migration (
      name text primary key, hash text not null, applied_at timestamptz not null default now()
    )`);
  const rows = await tx.many<{ name: string; hash: string }>(sql`select name, hash from schema_migration`);
  const done = new Map(rows.map(({ name, hash }) => [name, hash]));
  const changed = migrations.find(({ name, hash }) => done.has(name) && done.get(name) !== hash);
  if (changed) throw new Error(`The migration ${changed.name} was changed after it had run; write a new one instead.`);
  const next = migrations.find(({ name }) => !done.has(name));
  if (next === undefined) return null;
  await tx.run(sql`select set_config('lock_timeout', ${`${lockTimeoutMs}ms`}, true)`);
  await tx.script(new Sql([next.text], []));
  await tx.run(sql`insert into schema_migration (name, hash) values (${next.name}, ${next.hash})`);
  return next.name;
}

/** As `migrate`, for the database of a URL, over a connection of its own: the first thing that a service's process does. */
export async function migrateAt(url: string, folders: readonly URL[]): Promise<void> {
  const database = openDatabase({ url, poolSize: 1, statementTimeoutMs: migrationTimeoutMs });
  try {
    await migrate(database, folders);
  } finally {
    await database.close();
  }
}

async function readMigrations(folder: URL): Promise<readonly Migration[]> {
  const base = folder.href.endsWith('/') ? folder : new URL(`${folder.href}/`);
  const names = (await readdir(base)).filter((name) => name.endsWith('.sql'));
  return Promise.all(
    names.map(async (name) => {
      const text = await readFile(new URL(name, base), 'utf8');
      return { name, text, hash: createHash('sha256').update(text).digest('hex') };
    }),
  );
}
