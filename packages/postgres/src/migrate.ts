import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { type Database, openDatabase, type Transaction } from './database.ts';
import { Sql, sql } from './sql.ts';

/** A migration may rewrite a large table, and waits for another process that does. */
const migrationTimeoutMs = 600_000;

interface Migration {
  readonly name: string;
  readonly text: string;
  readonly hash: string;
}

/**
 * Brings a database forward: runs the `*.sql` files of the folders that have not run yet, in the order of their names,
 * each once, all in one transaction under a lock, so that two processes may start at the same time.
 * Returns the names that ran. Throws when a file that has run was changed since.
 */
export async function migrate(database: Database, ...folders: readonly URL[]): Promise<readonly string[]> {
  const migrations = (await Promise.all(folders.map(readMigrations))).flat().sort((a, b) => (a.name < b.name ? -1 : 1));
  return database.transaction(async (tx) => {
    await tx.run(sql`select pg_advisory_xact_lock(hashtext('games.migrations'))`);
    await tx.run(sql`
      create table if not exists schema_migration (
        name text primary key, hash text not null, applied_at timestamptz not null default now()
      )`);
    const done = new Map(
      (await tx.many<{ name: string; hash: string }>(sql`select name, hash from schema_migration`)).map((row) => [
        row.name,
        row.hash,
      ]),
    );
    const ran: string[] = [];
    for (const migration of migrations) {
      const hash = done.get(migration.name);
      if (hash === undefined) {
        await apply(tx, migration);
        ran.push(migration.name);
      } else if (hash !== migration.hash) {
        throw new Error(`The migration ${migration.name} was changed after it had run; write a new one instead.`);
      }
    }
    return ran;
  });
}

/** As `migrate`, for the database of a URL, over a connection of its own: the first thing that a service's process does. */
export async function migrateAt(url: string, ...folders: readonly URL[]): Promise<void> {
  const database = openDatabase({ url, poolSize: 1, statementTimeoutMs: migrationTimeoutMs });
  try {
    await migrate(database, ...folders);
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

async function apply(tx: Transaction, { name, text, hash }: Migration): Promise<void> {
  await tx.script(new Sql([text], []));
  await tx.run(sql`insert into schema_migration (name, hash) values (${name}, ${hash})`);
}
