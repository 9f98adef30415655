import { AsyncLocalStorage } from 'node:async_hooks';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { InternalError } from '@games/service';
import pg from 'pg';
import { from as copyFromStream } from 'pg-copy-streams';
import { DatabaseError, nameDatabaseError, PoolQueryInTransaction } from './errors.ts';
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

/** What a pool's transactions are known by to the queries that are made inside them. */
interface OpenTransaction {
  lastStatement: string;
  ended: boolean;
}

type Inside = AsyncLocalStorage<OpenTransaction>;

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
  const withClient = createWithClient(pool);
  const inside: Inside | undefined =
    process.env.NODE_ENV === 'production' ? undefined : new AsyncLocalStorage<OpenTransaction>();
  const onPool = <T>(statement: string, work: (client: pg.PoolClient) => Promise<T>): Promise<T> => {
    assertOutside(inside, statement);
    return withClient(work);
  };

  return {
    kind: 'database',
    url,
    // Asynchronous, so that a refused statement rejects as a failed one does.
    ...createQueries(async (statement) => onPool(statement.text, (client) => runOn(client, statement))),
    transaction: async (work, transactionOptions = {}) => {
      assertOutside(inside, 'begin');
      return transact(withClient, inside, work, transactionOptions);
    },
    copyFrom: async (statement, rows) => onPool(statement, (client) => copyOn(client, statement, rows)),
    listen: (channel, onPayload) => listenOn(url, channel, onPayload),
    close: () => pool.end(),
  };
}

type WithClient = <T>(work: (client: pg.PoolClient) => Promise<T>) => Promise<T>;

/**
 * Lends connections of the pool. One whose server has gone, is going or became a replica leaves the pool, and with it
 * all that were opened before: they lead to the same server.
 */
function createWithClient(pool: pg.Pool): WithClient {
  const openedAt = new WeakMap<pg.PoolClient, number>();
  let generation = 0;
  pool.on('connect', (client) => openedAt.set(client as pg.PoolClient, generation));
  const borrow = async (): Promise<pg.PoolClient> => {
    for (;;) {
      const client = await pool.connect();
      if (openedAt.get(client) === generation) return client;
      client.release(true);
    }
  };
  return async (work) => {
    const client = await borrow();
    let isLost = false;
    try {
      return await work(client);
    } catch (error) {
      isLost = isConnectionLost(error);
      if (isLost && openedAt.get(client) === generation) generation += 1;
      throw error;
    } finally {
      client.release(isLost || openedAt.get(client) !== generation);
    }
  };
}

/** A statement on the pool inside a transaction would not see what the transaction did, and may wait for it for ever. */
function assertOutside(inside: Inside | undefined, statement: string): void {
  const open = inside?.getStore();
  if (open !== undefined && !open.ended) throw new PoolQueryInTransaction(statement, open.lastStatement);
}

async function transact<T>(
  withClient: WithClient,
  inside: Inside | undefined,
  work: (transaction: Transaction) => Promise<T>,
  { isolation = 'read committed', readOnly = false, attemptsMax = 5 }: TransactionOptions,
): Promise<T> {
  const begin = `begin isolation level ${isolation}${readOnly ? ' read only' : ''}`;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await withClient((client) => attemptTransaction(client, inside, begin, work));
    } catch (error) {
      // A server that became a replica has changed nothing: the next connection may lead to the one that took its place.
      const mayRetry =
        error instanceof DatabaseError && (error.isTransient || (error.sqlState === readOnlyServer && !readOnly));
      if (!mayRetry || attempt >= attemptsMax) throw error;
      await new Promise((resolve) => setTimeout(resolve, retryBaseMs * 2 ** attempt * Math.random()));
    }
  }
}

async function attemptTransaction<T>(
  client: pg.PoolClient,
  inside: Inside | undefined,
  begin: string,
  work: (transaction: Transaction) => Promise<T>,
): Promise<T> {
  const state: OpenTransaction = { lastStatement: begin, ended: false };
  const run = (statement: Sql) => {
    if (state.ended) throw new InternalError('This transaction has ended; its client can not be used any more.');
    state.lastStatement = statement.text;
    return runOn(client, statement);
  };
  const transaction: Transaction = {
    kind: 'transaction',
    ...createQueries(run),
    script: (statements) => runScript(client, statements.text),
    copyFrom: (statement, rows) => copyOn(client, statement, rows),
  };
  await runScript(client, begin);
  try {
    const result = await (inside === undefined ? work(transaction) : inside.run(state, work, transaction));
    state.ended = true;
    await runOn(client, sql`commit`);
    return result;
  } catch (error) {
    state.ended = true;
    await client.query('rollback').catch(() => {});
    throw error;
  }
}

async function runScript(client: pg.PoolClient, text: string): Promise<void> {
  try {
    await client.query(text);
  } catch (error) {
    throw nameDatabaseError(error);
  }
}

async function copyOn(client: pg.PoolClient, statement: string, rows: CopyRows): Promise<void> {
  try {
    await pipeline(Readable.from(rows, { objectMode: true }), client.query(copyFromStream(statement)));
  } catch (error) {
    throw nameDatabaseError(error);
  }
}

/** A write on a server that takes none, as after a failover to another one. */
const readOnlyServer = '25006';
/** A server that ends its sessions, and errors of the connection itself (class 08). */
const lostStates: ReadonlySet<string> = new Set([readOnlyServer, '57P01', '57P02', '57P03']);

function isConnectionLost(error: unknown): boolean {
  if (error instanceof DatabaseError) return lostStates.has(error.sqlState) || error.sqlState.startsWith('08');
  const { code, message } = error as { code?: unknown; message?: unknown };
  // The driver's own: a socket that broke, and what waited on it.
  return (typeof code === 'string' && /^E[A-Z]+$/.test(code)) || /^Connection terminated/.test(String(message));
}
