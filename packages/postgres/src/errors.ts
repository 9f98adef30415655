import { InternalError } from '@games/service';

/** A statement failed in the database. Its text is for the log only. */
export class DatabaseError extends InternalError {
  readonly sqlState: string;
  /** The violated constraint, where there is one. */
  readonly constraint: string | null;

  constructor(message: string, sqlState: string, constraint: string | null, cause: unknown) {
    super(message, { cause });
    this.sqlState = sqlState;
    this.constraint = constraint;
  }

  /** True where the same transaction may succeed when it is run again (SQLSTATE class 40). */
  get isTransient(): boolean {
    return this.sqlState.startsWith('40');
  }
}

export class UniqueViolation extends DatabaseError {}
export class ForeignKeyViolation extends DatabaseError {}
export class CheckViolation extends DatabaseError {}
export class NotNullViolation extends DatabaseError {}
export class StatementTimeout extends DatabaseError {}
/** A lock was not to be had within `lock_timeout`. */
export class LockTimeout extends DatabaseError {}

/** A query of cardinality `one` found no row, or `one`/`maybeOne` found several. */
export class CardinalityError extends InternalError {}

/** A query ran on the pool while a transaction of the same pool was open around it; refused outside production. */
export class PoolQueryInTransaction extends InternalError {
  readonly code = 'POOL_QUERY_IN_TRANSACTION';

  constructor(statement: string, lastInTransaction: string) {
    super(
      `A statement on the pool inside a transaction: use the transaction's client for "${shorten(statement)}"; ` +
        `the last statement of the transaction was "${shorten(lastInTransaction)}".`,
    );
  }
}

const shorten = (statement: string): string => statement.replace(/\s+/g, ' ').trim().slice(0, 200);

const kinds: Readonly<Record<string, typeof DatabaseError>> = {
  '23505': UniqueViolation,
  '23503': ForeignKeyViolation,
  '23514': CheckViolation,
  '23502': NotNullViolation,
  '57014': StatementTimeout,
  '55P03': LockTimeout,
};

/** Names an error of the driver by its SQLSTATE; anything else (a lost connection) passes as it is. */
export function nameDatabaseError(error: unknown): unknown {
  const { code, message, constraint } = error as { code?: unknown; message?: string; constraint?: string };
  if (typeof code !== 'string' || !/^[0-9A-Z]{5}$/.test(code)) return error;
  const Kind = kinds[code] ?? DatabaseError;
  return new Kind(message ?? code, code, constraint ?? null, error);
}
