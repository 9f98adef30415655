import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFromStream } from 'pg-copy-streams';
import { DatabaseError, nameDatabaseError } from './errors.ts';
import { listenOn } from './listen.ts';
import { type Sql, sql } from './sql.ts';
import { createQueries, type Queries, runOn } from './statements.ts';
import { typeParsers } from './typeParsers.ts';

export interface DatabaseOptions {
  readonly url: string;
  /** Connections at most (default 10). */
  readonly poolSize?: number;
  readonly applicationName?: string;
  /** After this a statement is cancelled by the server (default 15,000). */
  readonly statementTimeoutMs?: number;
  /** How long a query may wait for a free connection (default 5,000). */
  readonly connectTimeoutMs?: number;
}

export interface TransactionOptions {
  readonly isolation?: 'read committed' | 'repeatable read' | 'serializable';
  readonly readOnly?: boolean;
  /** How often the transaction is tried when the database asks for it (SQLSTATE class 40); default 5. */
  readonly attemptsMax?: number;
}

/** What runs inside a transaction. It ends with the function that received it. */
export interface Transaction extends Queries {
  readonly kind: 'transaction';
  /** Runs a script of several statements without parameters, such as a migration. */
  script(statements: Sql): Promise<void>;
  /** Loads rows with COPY, inside the transaction. */
  copyFrom(statement: string, rows: CopyRows): Promise<void>;
}

export type CopyRows = AsyncIterable<string | Uint8Array> | Iterable<string | Uint8Array>;

export interface Database extends Queries {
  readonly kind: 'database';
  readonly url: string;
  /** Runs the function in one transaction: commits what it returns, rolls back what it throws, retries class 40. */
  transaction<T>(work: (transaction: Transaction) => Promise<T>, options?: TransactionOptions): Promise<T>;
  /** `COPY … FROM STDIN` with rows in its text or CSV form. */
  copyFrom(statement: string, rows: CopyRows): Promise<void>;
  /** Calls back for every NOTIFY on the channel, over a connection of its own that is renewed when lost. Returns the way to stop. */
  listen(channel: string, onPayload: (payload: string) => void): Promise<() => Promise<void>>;
  close(): Promise<void>;
}

/** Where a query may run: the database, or a transaction of it. */
export type Queryable = Database | Transaction;

const retryBaseMs = 5;

/** Opens a pool on a PostgreSQL database. Connections are made when first needed. */
export function openDatabase(options: DatabaseOptions): Database {
  const { url, poolSize = 10, applicationName, statementTimeoutMs = 15_000, connectTimeoutMs = 5_000 } = options;
  const pool = new pg.Pool({
    connectionString: url,
    max: poolSize,
    connectionTimeoutMillis: connectTimeoutMs,
    idleTimeoutMillis: 30_000,
    statement_timeout: statementTimeoutMs,
    idle_in_transaction_session_timeout: 30_000,
    types: typeParsers,
    ...(applicationName === undefined ? {} : { application_name: applicationName }),
  });
  // An idle connection that breaks is replaced by the next query; without a listener it would end the process.
  pool.on('error', () => {});
  // So it is with one that breaks between two statements of a transaction: the next statement fails, nothing else.
  pool.on('connect', (client) => client.on('error', () => {}));

  const withClient = async <T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> => {
    const client = await pool.connect();
    let broken: Error | undefined;
    try {
      return await work(client);
    } catch (error) {
      // After an error that is not the database's own answer the connection's state is unknown.
      if (!(error instanceof DatabaseError)) broken = error as Error;
      throw error;
    } finally {
      client.release(broken !== undefined && isConnectionLost(broken));
    }
  };

  return {
    kind: 'database',
    url,
    ...createQueries((statement) => withClient((client) => runOn(client, statement))),
    transaction: (work, transactionOptions = {}) => transact(withClient, work, transactionOptions),
    copyFrom: (statement, rows) => withClient((client) => copyOn(client, statement, rows)),
    listen: (channel, onPayload) => listenOn(url, channel, onPayload),
    close: () => pool.end(),
  };
}

type WithClient = <T>(work: (client: pg.PoolClient) => Promise<T>) => Promise<T>;

async function transact<T>(
  withClient: WithClient,
  work: (transaction: Transaction) => Promise<T>,
  { isolation = 'read committed', readOnly = false, attemptsMax = 5 }: TransactionOptions,
): Promise<T> {
  const begin = `begin isolation level ${isolation}${readOnly ? ' read only' : ''}`;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await withClient((client) => attemptTransaction(client, begin, work));
    } catch (error) {
      if (!(error instanceof DatabaseError && error.isTransient) || attempt >= attemptsMax) throw error;
      await new Promise((resolve) => setTimeout(resolve, retryBaseMs * 2 ** attempt * Math.random()));
    }
  }
}

async function attemptTransaction<T>(
  client: pg.PoolClient,
  begin: string,
  work: (transaction: Transaction) => Promise<T>,
): Promise<T> {
  let ended = false;
  const run = (statement: Sql) => {
    if (ended) throw new Error('This transaction has ended; its client can not be used any more.');
    return runOn(client, statement);
  };
  await client.query(begin);
  try {
    const result = await work({
      kind: 'transaction',
      ...createQueries(run),
      script: async (statements) => {
        await client.query(statements.text).catch((error) => {
          throw nameDatabaseError(error);
        });
      },
      copyFrom: (statement, rows) => copyOn(client, statement, rows),
    });
    ended = true;
    await runOn(client, sql`commit`);
    return result;
  } catch (error) {
    ended = true;
    await client.query('rollback').catch(() => {});
    throw error;
  }
}

async function copyOn(client: pg.PoolClient, statement: string, rows: CopyRows): Promise<void> {
  try {
    await pipeline(Readable.from(rows, { objectMode: true }), client.query(copyFromStream(statement)));
  } catch (error) {
    throw nameDatabaseError(error);
  }
}

function isConnectionLost(error: Error): boolean {
  const { code } = error as { code?: string };
  return code !== undefined || /terminat|closed|timeout|connection/i.test(error.message);
}
