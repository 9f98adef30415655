import type { IncomingMessage } from 'node:http';
import { ClientError } from '@games/service';

/** The two parts of a request's target (RFC 9112, §3.2.1), as they were sent: nothing is decoded, nothing can fail. */
export interface RequestTarget {
  readonly path: string;
  /** What follows the question mark; null where there is none. */
  readonly search: string | null;
}

/** Takes a request's target apart. */
export function readTarget({ url = '/' }: IncomingMessage): RequestTarget {
  const at = url.indexOf('?');
  return at === -1 ? { path: url, search: null } : { path: url.slice(0, at), search: url.slice(at + 1) };
}

/** The target as a URL, its host a placeholder. Throws BAD_REQUEST for a target that is not an absolute path. */
export function readUrl({ url = '/' }: IncomingMessage): URL {
  const parsed = url.startsWith('/') ? URL.parse(`http://service${url}`) : null;
  if (parsed === null) throw new ClientError('BAD_REQUEST', 'The address is not one that can be read.');
  return parsed;
}
