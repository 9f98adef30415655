import { addressBlock } from '@games/http';
import { anonymousViewer, ClientError, type Viewer } from '@games/service';
import { LRUCache } from 'lru-cache';
import type { ApiKeyRecord, ApiKeys } from './apiKeys.ts';
import type { CreateIdentity, Identity } from './identity.ts';
import type { TokenViewer } from './tokens.ts';

/** What a client shows to say who it is: the headers `x-api-key` and `authorization`, or the same of a WebSocket's init. */
export interface Credentials {
  readonly apiKey: string | undefined;
  readonly authorization: string | undefined;
}

/** Establishes the viewer; at once where the credentials were proved before. Throws or rejects with a ClientError. */
export type Authenticate = (credentials: Credentials, address: string) => Identity | Promise<Identity>;

interface Proof {
  readonly identity: Identity;
  readonly untilMs: number;
  readonly keysVersion: number;
}

const proofsBytesMax = 32 * 1024 * 1024;
/** An identity with its signatures for half a dozen subgraphs, besides the credentials. */
const proofBytes = 4_000;
/** A proved token is proved again after this time at most, so that a withdrawn signing key ends it. */
const proofMsMax = 300_000;
const failureWindowMs = 60_000;
const addressesKept = 50_000;

/**
 * Puts key and token together: a token makes a fan or member of staff of the viewer, with the country of the account and
 * the scopes of the token; a key names the partner and the territory of its licence, beside a token or alone. Rights of the
 * one never become rights of the other.
 */
export function createAuthenticate(options: {
  readonly apiKeys: ApiKeys | null;
  readonly verifyToken: ((token: string) => Promise<TokenViewer>) | null;
  readonly identityOf: CreateIdentity;
  readonly isAnonymousAllowed: boolean;
  readonly failuresPerMinuteMax: number;
}): Authenticate {
  const { apiKeys, verifyToken, identityOf, isAnonymousAllowed, failuresPerMinuteMax } = options;
  const anonymous = identityOf({
    viewer: anonymousViewer,
    publicSide: anonymousViewer,
    requestsMax: null,
    keyId: null,
  });
  const proofs = new LRUCache<string, Proof>({
    maxSize: proofsBytesMax,
    sizeCalculation: (_proof, cacheKey) => proofBytes + cacheKey.length,
  });
  const failures = new LRUCache<string, { count: number }>({ max: addressesKept, ttl: failureWindowMs });

  /**
   * Wrong credentials slow down further wrong ones of the same address, and nothing else: what is right is always
   * accepted. A token that has expired was right; an app that goes on polling with it is not a guesser.
   */
  const slowFailures = (error: unknown, address: string): never => {
    if (!(error instanceof ClientError) || error.code !== 'UNAUTHENTICATED') throw error;
    const block = addressBlock(address);
    const seen = failures.get(block);
    if (seen === undefined) failures.set(block, { count: 1 });
    else if (++seen.count > failuresPerMinuteMax) {
      throw new ClientError('RATE_LIMITED', 'Too many wrong keys or tokens came from this address.', {
        retryAfterSeconds: failureWindowMs / 1_000,
      });
    }
    throw error;
  };

  const prove = async (credentials: Credentials, cacheKey: string, nowMs: number): Promise<Identity> => {
    const key =
      credentials.apiKey === undefined || apiKeys === null ? null : findKey(apiKeys, credentials.apiKey, nowMs);
    const token = await proveToken(credentials.authorization, verifyToken);
    const partner = key === null ? anonymousViewer : partnerOf(key);
    const viewer = token === null ? partner : combine(partner, token.viewer);
    const identity = identityOf({
      viewer,
      // The partner alone, for where the viewer is: nothing of the person, and all that may shape a public answer.
      publicSide: { ...partner, country: viewer.country },
      requestsMax: key?.requestsMax ?? null,
      keyId: key?.id ?? null,
    });
    const keyEndsMs = key?.expires ? Date.parse(key.expires) : Number.POSITIVE_INFINITY;
    const untilMs = Math.min(token?.endsMs ?? Number.POSITIVE_INFINITY, keyEndsMs, nowMs + proofMsMax);
    proofs.set(cacheKey, { identity, untilMs, keysVersion: apiKeys?.version() ?? 0 });
    return identity;
  };

  return (credentials, address) => {
    const apiKey = apiKeys === null ? undefined : credentials.apiKey;
    const authorization = verifyToken === null ? undefined : credentials.authorization;
    if (apiKey === undefined && authorization === undefined) {
      if (isAnonymousAllowed) return anonymous;
      throw new ClientError('UNAUTHENTICATED', 'Send a partner key in x-api-key or a token in authorization.');
    }
    const nowMs = Date.now();
    const cacheKey = `${apiKey ?? ''}\n${authorization ?? ''}`;
    const proof = proofs.get(cacheKey);
    if (proof !== undefined && proof.untilMs > nowMs && proof.keysVersion === (apiKeys?.version() ?? 0))
      return proof.identity;
    return prove({ apiKey, authorization }, cacheKey, nowMs).catch((error) => slowFailures(error, address));
  };
}

function findKey(apiKeys: ApiKeys, apiKey: string, nowMs: number): ApiKeyRecord {
  const record = apiKeys.find(apiKey, nowMs);
  if (record === null) throw new ClientError('UNAUTHENTICATED', 'The API key is unknown, withdrawn or out of date.');
  return record;
}

async function proveToken(
  authorization: string | undefined,
  verifyToken: ((token: string) => Promise<TokenViewer>) | null,
): Promise<TokenViewer | null> {
  if (authorization === undefined || verifyToken === null) return null;
  const token = /^bearer ([\w.~+/=-]+)$/i.exec(authorization.trim())?.[1];
  if (token === undefined)
    throw new ClientError('UNAUTHENTICATED', 'The authorization header must be "Bearer" and a token.');
  return verifyToken(token);
}

const partnerOf = ({ scopes, partner, territory }: ApiKeyRecord): Viewer => ({
  kind: 'partner',
  subject: null,
  scopes,
  partner,
  territory,
  country: null,
});

/** The bearer of a token, beside the partner whose key came along. */
function combine(partner: Viewer, bearer: Viewer): Viewer {
  return { ...bearer, partner: partner.partner, territory: partner.territory };
}
