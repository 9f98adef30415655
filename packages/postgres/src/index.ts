export { type CopyValue, copyJson, copyRows, copyTextArray } from './copyRows.ts';
export {
  type CopyRows,
  type Database,
  type DatabaseOptions,
  openDatabase,
  type Queryable,
  type Transaction,
  type TransactionOptions,
} from './database.ts';
export { dropDatabase, ensureDatabase, withDatabaseName } from './databases.ts';
export { type EmbeddedPostgres, type EmbeddedPostgresOptions, startEmbeddedPostgres } from './embedded.ts';
export {
  CardinalityError,
  CheckViolation,
  DatabaseError,
  ForeignKeyViolation,
  LockTimeout,
  NotNullViolation,
  PoolQueryInTransaction,
  StatementTimeout,
  UniqueViolation,
} from './errors.ts';
export { type ConflictKey, createGroupCommit, type GroupCommit, type GroupCommitOptions } from './groupCommit.ts';
export { type MigrationOptions, migrate, migrateAt } from './migrate.ts';
export * from './outbox/index.ts';
export { Sql, sql } from './sql.ts';
export type { Queries } from './statements.ts';
