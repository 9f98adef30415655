import { ClientError, type Viewer } from '@games/service';
import { decodeJwt, errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import type { TokenIssuer } from '../config/readers.ts';
import { KeySetUnavailable, openKeySet } from './keySets.ts';

/** What a token says of its bearer, once it is proved. */
export interface TokenViewer {
  readonly viewer: Viewer;
  /** When it ends, in milliseconds since 1970, the allowed skew included. */
  readonly endsMs: number;
}

const scopesMax = 100;
const subjectLengthMax = 200;

/**
 * Proves tokens (JWT) of the configured issuers: signature by the issuer's own keys and an algorithm of its list
 * (never `none`, never a symmetric one), `iss`, `aud`, `exp`, `nbf` and `sub`, with a bounded skew.
 * The function throws ClientError UNAUTHENTICATED or TOKEN_EXPIRED, or OVERLOADED when the issuer's keys can't be had.
 */
export function createTokenVerifier(options: {
  readonly issuers: readonly TokenIssuer[];
  readonly clockSkewSeconds: number;
  readonly tokenBytesMax: number;
}): (token: string) => Promise<TokenViewer> {
  const { clockSkewSeconds, tokenBytesMax } = options;
  const issuers = new Map<string, { readonly issuer: TokenIssuer; readonly keys: JWTVerifyGetKey }>(
    options.issuers.map((issuer) => [issuer.issuer, { issuer, keys: openKeySet(issuer.jwks) }]),
  );

  return async (token) => {
    if (token.length > tokenBytesMax) throw refused();
    const known = issuers.get(issuerOf(token));
    if (known === undefined) throw refused();
    const { issuer, keys } = known;
    try {
      const { payload } = await jwtVerify(token, keys, {
        issuer: issuer.issuer,
        audience: issuer.audience,
        algorithms: [...issuer.algorithms],
        clockTolerance: clockSkewSeconds,
        requiredClaims: ['exp', 'sub'],
      });
      return { viewer: viewerOf(payload, issuer), endsMs: ((payload.exp as number) + clockSkewSeconds) * 1_000 };
    } catch (error) {
      throw explainFailure(error);
    }
  };
}

/** The issuer a token claims; it only chooses which keys must prove it. */
function issuerOf(token: string): string {
  try {
    return decodeJwt(token).iss ?? '';
  } catch {
    return '';
  }
}

function viewerOf(payload: JWTPayload, issuer: TokenIssuer): Viewer {
  const kind = payload.viewer_kind ?? 'fan';
  if (!issuer.kinds.some((allowed) => allowed === kind)) throw refused();
  if (!payload.sub || payload.sub.length > subjectLengthMax) throw refused();
  const scopes = typeof payload.scope === 'string' ? payload.scope.split(' ').filter((scope) => scope !== '') : [];
  // The claim is called `territory` in tokens of earlier issuers.
  const country = payload.country ?? payload.territory;
  return {
    kind: kind as Viewer['kind'],
    subject: payload.sub,
    // Staff rights need a token that its issuer made for staff.
    scopes: scopes.filter((scope) => kind === 'staff' || !scope.startsWith('staff:')).slice(0, scopesMax),
    partner: null,
    territory: null,
    country: typeof country === 'string' && /^[A-Z]{2}$/.test(country) ? country : null,
  };
}

const refused = (): ClientError =>
  new ClientError('UNAUTHENTICATED', 'The token is not one that this gateway accepts.');

function explainFailure(error: unknown): ClientError {
  if (error instanceof ClientError) return error;
  if (error instanceof errors.JWTExpired) {
    return new ClientError('TOKEN_EXPIRED', 'The token has expired; ask its issuer for a fresh one.');
  }
  if (error instanceof KeySetUnavailable)
    return new ClientError('OVERLOADED', "Tokens can't be checked at the moment.");
  return refused();
}
