import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CryptoKey, exportJWK, generateKeyPair, importJWK, type JWK, SignJWT } from 'jose';
import type { TokenIssuer } from '../config/readers.ts';

/** An issuer of tokens for one's own machine. It signs with a key that it made itself and that nobody else trusts. */
export interface DevelopmentIssuer {
  /** What the gateway is configured with to accept its tokens (`access.issuers`). */
  readonly issuer: TokenIssuer;
  /** A token for a viewer; it ends after `lifetimeSeconds`. */
  readonly issue: (viewer: DevelopmentViewer, lifetimeSeconds?: number) => Promise<string>;
}

export interface DevelopmentViewer {
  readonly kind: 'fan' | 'staff';
  readonly subject: string;
  readonly scopes?: readonly string[];
  /** Country of the account. */
  readonly country?: string;
}

const name = 'https://issuer.games-graph.localhost';
const audience = 'games-graph';
const algorithm = 'ES256';
const keyId = 'development';
const dayInSeconds = 86_400;

/**
 * Opens the issuer of a folder; its key and its key set (`jwks.json`) are made there at first use. The private key is
 * readable for its owner alone.
 */
export async function createDevelopmentIssuer(folder: string): Promise<DevelopmentIssuer> {
  const keyFile = join(folder, 'private.jwk.json');
  const jwksFile = join(folder, 'jwks.json');
  if (!existsSync(keyFile) || !existsSync(jwksFile)) await makeKeys(folder, keyFile, jwksFile);
  const key = await importJWK(JSON.parse(readFileSync(keyFile, 'utf8')) as JWK, algorithm);
  return {
    issuer: { issuer: name, audience, jwks: jwksFile, algorithms: [algorithm], kinds: ['fan', 'staff'] },
    issue: ({ kind, subject, scopes = [], country }, lifetimeSeconds = dayInSeconds) =>
      new SignJWT({
        viewer_kind: kind,
        ...(scopes.length > 0 ? { scope: scopes.join(' ') } : {}),
        ...(country ? { country } : {}),
      })
        .setProtectedHeader({ alg: algorithm, kid: keyId, typ: 'JWT' })
        .setIssuer(name)
        .setAudience(audience)
        .setSubject(subject)
        .setIssuedAt()
        .setExpirationTime(Math.floor(Date.now() / 1_000) + lifetimeSeconds)
        .sign(key),
  };
}

async function makeKeys(folder: string, keyFile: string, jwksFile: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const { privateKey, publicKey } = await generateKeyPair(algorithm, { extractable: true });
  const describe = async (key: CryptoKey) => ({ ...(await exportJWK(key)), kid: keyId, alg: algorithm, use: 'sig' });
  writeFileSync(keyFile, JSON.stringify(await describe(privateKey)), { mode: 0o600 });
  writeFileSync(jwksFile, JSON.stringify({ keys: [await describe(publicKey)] }));
}
