import { createHash, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import {
  type Database,
  DatabaseError,
  dropDatabase,
  ensureDatabase,
  migrate,
  openDatabase,
  Sql,
  sql,
  withDatabaseName,
} from '@games/postgres';

/** A database of a test's own, migrated and empty. */
export interface TestDatabase {
  readonly url: string;
  readonly database: Database;
  /** Closes the pool and drops the database. */
  drop(): Promise<void>;
}

/** URL of the administrator of the tests' PostgreSQL server. */
export function testServerUrl(): string {
  const url = process.env.TEST_DATABASE_URL;
  if (!url) throw new Error('TEST_DATABASE_URL is not set: run the tests with `npm test`.');
  return url;
}

/**
 * A fresh database on the real server, cloned from a template that is migrated once for each state of the migrations.
 * Cloning takes some 30 ms, so that every test file (or test) can have its own.
 */
export async function createTestDatabase(...migrations: readonly URL[]): Promise<TestDatabase> {
  const server = testServerUrl();
  const template = await ensureTemplate(server, migrations);
  const name = `test_${randomBytes(8).toString('hex')}`;
  const admin = openDatabase({ url: server, poolSize: 1, statementTimeoutMs: 120_000, connectTimeoutMs: 60_000 });
  try {
    await locked(admin, template, () =>
      admin.run(sql`create database ${sql.identifier(name)} template ${sql.identifier(template)}`),
    );
  } finally {
    await admin.close();
  }
  const url = withDatabaseName(server, name);
  const database = openDatabase({ url, poolSize: 10, connectTimeoutMs: 60_000 });
  return {
    url,
    database,
    drop: async () => {
      await database.close();
      await dropDatabase(url);
    },
  };
}

async function ensureTemplate(server: string, migrations: readonly URL[]): Promise<string> {
  const name = `template_${fingerprint(migrations)}`;
  const admin = openDatabase({ url: server, poolSize: 2, statementTimeoutMs: 120_000, connectTimeoutMs: 60_000 });
  try {
    await locked(admin, name, async () => {
      const ready = `${name}_ready`;
      // The comment marks a template that was migrated to the end; a half-made one is made again.
      const row = await admin.maybeOne<{ comment: string | null }>(sql`
        select shobj_description(oid, 'pg_database') as comment from pg_database where datname = ${name}`);
      if (row?.comment === ready) return;
      const url = withDatabaseName(server, name);
      if (row) await dropDatabase(url);
      await ensureDatabase(url);
      const database = openDatabase({ url, poolSize: 1, statementTimeoutMs: 120_000, connectTimeoutMs: 60_000 });
      try {
        await migrate(database, migrations);
      } finally {
        await database.close();
      }
      // COMMENT takes no parameters; the name is hexadecimal.
      await admin.transaction((tx) => tx.script(new Sql([`comment on database "${name}" is '${ready}'`], [])));
    });
  } finally {
    await admin.close();
  }
  return name;
}

function fingerprint(migrations: readonly URL[]): string {
  const hash = createHash('sha256');
  for (const folder of migrations) {
    for (const file of readdirSync(folder).sort()) {
      if (file.endsWith('.sql')) hash.update(file).update(readFileSync(new URL(file, folder)));
    }
  }
  return hash.digest('hex').slice(0, 20);
}

/** Test files run in several processes: making a template, and cloning it, wants it to itself. */
async function locked<T>(admin: Database, name: string, work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    const { got } = await admin.one<{ got: boolean }>(sql`select pg_try_advisory_lock(hashtext(${name})) as got`);
    if (!got) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      continue;
    }
    try {
      return await work();
    } catch (error) {
      // 55006: somebody's connection to the template is still closing.
      if (!(error instanceof DatabaseError && error.sqlState === '55006') || attempt >= 50) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    } finally {
      await admin.run(sql`select pg_advisory_unlock(hashtext(${name}))`);
    }
  }
}
