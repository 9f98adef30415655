import { createHash } from 'node:crypto';
import { ClientError } from '@games/service';

/** A request that is carried out once, however often it is sent: who sends it, under which key, and what it says. */
export interface IdempotentRequest {
  readonly caller: string;
  readonly key: string;
  readonly command: string;
  /** Hash of what was asked; the same key with another one is refused. */
  readonly requestHash: string;
}

/** What is known of a key already. */
export interface KnownKey<Outcome> {
  readonly command: string;
  readonly requestHash: string;
  /** Null while the first request is under way. */
  readonly outcome: Outcome | null;
}

/** Ends of a repeated request that are not the first one's own outcome. */
export type ReplayProblem = { readonly kind: 'KeyReused' } | { readonly kind: 'InProgress' };

const keyPattern = /^[\x21-\x7e]{8,128}$/;

/**
 * Names a request. `content` is everything that the request says beside its key.
 * Throws ClientError BAD_USER_INPUT when the key is not 8 to 128 printable ASCII characters.
 */
export function idempotent(caller: string, key: string, command: string, content: unknown): IdempotentRequest {
  if (!keyPattern.test(key)) {
    throw new ClientError('BAD_USER_INPUT', 'An idempotency key has 8 to 128 printable characters without blanks.');
  }
  const text = JSON.stringify(content, (_name, value) => (typeof value === 'bigint' ? value.toString() : value));
  return { caller, key, command, requestHash: createHash('sha256').update(`${command}\n${text}`).digest('base64url') };
}

/** What a request whose key is known gets: the first outcome, errors included, or why it can't have it. */
export function replay<Outcome>(
  request: Pick<IdempotentRequest, 'command' | 'requestHash'>,
  known: KnownKey<Outcome>,
): Outcome | ReplayProblem {
  if (known.command !== request.command || known.requestHash !== request.requestHash) return { kind: 'KeyReused' };
  return known.outcome ?? { kind: 'InProgress' };
}
