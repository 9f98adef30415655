import { DatabaseError } from '@games/postgres';
import { ClientError, type Log } from '@games/service';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';

/** The error that a resolver threw, below the wrappers that executors put around it. */
function origin(error: unknown): unknown {
  let inner = error;
  while (inner instanceof GraphQLError && inner.originalError) inner = inner.originalError;
  return inner;
}

/**
 * SQLSTATEs of a parameter that cannot be what its column is: malformed (a forged cursor), out of range, a zero byte.
 * Such values come from the request; what we compute ourselves has the right type.
 */
const unfitValues: ReadonlySet<string> = new Set(['22P02', '22007', '22008', '22003', '22021']);

/**
 * An error as the gateway may see it: a ClientError with its code, a fault of the document as validation, a value that
 * the database cannot take as BAD_USER_INPUT; anything else is logged and answered as INTERNAL_SERVER_ERROR without
 * its text.
 */
export function toPublicError(error: unknown, log: Log): GraphQLFormattedError {
  const cause = origin(error);
  const { path, locations } = error instanceof GraphQLError ? error.toJSON() : {};
  const location = { ...(locations ? { locations } : {}), ...(path ? { path } : {}) };
  if (cause instanceof ClientError) {
    return { message: cause.message, ...location, extensions: { ...cause.extensions, code: cause.code } };
  }
  if (cause instanceof GraphQLError) {
    // Without an original error it comes from the executor: a null where none may be, a variable of a wrong type. The
    // compiled executor makes errors without extensions, whatever the type says.
    const code = typeof cause.extensions?.code === 'string' ? cause.extensions.code : codeOfExecutor(cause);
    if (code !== 'INTERNAL_SERVER_ERROR') return { message: cause.message, ...location, extensions: { code } };
  }
  if (cause instanceof DatabaseError && unfitValues.has(cause.sqlState)) {
    log.warn('a value that the database cannot take', { error: cause, path: path?.join('.') });
    const message = 'A value in the request (an id, a cursor, a text) is not one that this field can take.';
    return { message, ...location, extensions: { code: 'BAD_USER_INPUT' } };
  }
  log.error('a resolver failed', { error: cause, path: path?.join('.') });
  return { message: 'Internal server error', ...location, extensions: { code: 'INTERNAL_SERVER_ERROR' } };
}

function codeOfExecutor(error: GraphQLError): string {
  return error.message.startsWith('Variable "$') || error.message.startsWith('Argument "')
    ? 'BAD_USER_INPUT'
    : 'INTERNAL_SERVER_ERROR';
}
