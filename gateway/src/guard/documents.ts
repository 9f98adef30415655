import { ClientError } from '@games/service';
import type { OperationRequest } from '../operation/request.ts';
import type { PersistedQueries } from './persistedQueries.ts';
import type { TrustedDocuments } from './trustedDocuments.ts';

/** Finds the document of a request, whatever transport it came by. */
export interface Documents {
  /** The text to run. Throws a ClientError: there is none, it is unknown, or not one of those that are trusted. */
  readonly textOf: (request: OperationRequest) => string;
  /** Keeps what a client wants to have kept; called for documents that were found good. */
  readonly keep: (request: OperationRequest, text: string, account: string) => void;
}

/**
 * @param trusted documents registered beforehand, or null where there are none
 * @param isTrustedOnly whether no other document is answered
 * @param persisted the documents that clients register themselves, or null where they may not
 */
export function createDocuments({
  trusted,
  isTrustedOnly,
  persisted,
}: {
  readonly trusted: TrustedDocuments | null;
  readonly isTrustedOnly: boolean;
  readonly persisted: PersistedQueries | null;
}): Documents {
  return {
    textOf: (request) => {
      const { query, documentId } = request;
      const hash = hashOf(request);
      if (trusted !== null && isTrustedOnly) {
        const id = documentId ?? hash;
        if (query === null) return id === null ? throwMissingQuery() : trusted.find(id);
        trusted.check(query);
        return query;
      }
      if (query !== null) {
        if (hash !== null) persisted?.check(hash, query);
        return query;
      }
      if (documentId !== null && trusted !== null) return trusted.find(documentId);
      if (hash === null) return throwMissingQuery();
      if (persisted === null) {
        throw new ClientError('PERSISTED_QUERY_NOT_SUPPORTED', 'PersistedQueryNotSupported');
      }
      return persisted.find(hash);
    },
    keep: (request, text, account) => {
      if (persisted === null || isTrustedOnly || request.query === null) return;
      const hash = hashOf(request);
      if (hash !== null) persisted.register(hash, text, account);
    },
  };
}

function throwMissingQuery(): never {
  throw new ClientError('BAD_REQUEST', 'The request has no "query".');
}

/** The SHA-256 that a request names in `extensions.persistedQuery`, or null. Throws BAD_REQUEST when it is not a hash. */
function hashOf({ extensions }: OperationRequest): string | null {
  const named =
    extensions !== null && Object.hasOwn(extensions, 'persistedQuery') ? extensions.persistedQuery : undefined;
  if (typeof named !== 'object' || named === null) return null;
  const { version, sha256Hash } = named as { readonly version?: unknown; readonly sha256Hash?: unknown };
  if (version !== 1 || typeof sha256Hash !== 'string' || !/^[0-9a-f]{64}$/.test(sha256Hash)) {
    throw new ClientError(
      'BAD_REQUEST',
      'extensions.persistedQuery must have version 1 and a sha256Hash of 64 hexadecimal digits.',
    );
  }
  return sha256Hash;
}
