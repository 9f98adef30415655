import { readFile, stat } from 'node:fs/promises';
import { createLocalJWKSet, createRemoteJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';

/** The keys of an issuer can't be had, and none were had before. */
export class KeySetUnavailable extends Error {
  override readonly name = 'KeySetUnavailable';
}

const fetchTimeoutMs = 3_000;
const refetchCooldownMs = 30_000;
const keysKeptMs = 600_000;
const failureCooldownMs = 1_000;
const rereadCooldownMs = 5_000;

/**
 * The keys of an issuer, from the one place that the configuration names. What a token says of keys (`jku`, `x5u`,
 * `jwk`, a `kid` with a path or address in it) is never followed: `kid` only chooses among the keys of that place.
 * An unknown `kid` makes the keys be read again, at most once in a cooldown. Keys that were had once go on to serve
 * while their place does not answer. Throws KeySetUnavailable when there are none.
 */
export function openKeySet(jwks: string): JWTVerifyGetKey {
  return /^https?:/.test(jwks) ? remoteKeySet(new URL(jwks)) : fileKeySet(jwks);
}

function remoteKeySet(url: URL): JWTVerifyGetKey {
  const isLocal = ['127.0.0.1', '[::1]', 'localhost'].includes(url.hostname);
  if (url.protocol !== 'https:' && !isLocal) throw new Error(`The key set ${url.href} must be fetched over https.`);
  const remote = createRemoteJWKSet(url, {
    timeoutDuration: fetchTimeoutMs,
    cooldownDuration: refetchCooldownMs,
    cacheMaxAge: keysKeptMs,
  });
  let failedAtMs = 0;
  return async (header, token) => {
    try {
      if (Date.now() - failedAtMs < failureCooldownMs)
        throw new KeySetUnavailable(`${url.href} did not answer just now`);
      return await remote(header, token);
    } catch (error) {
      if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys) throw error;
      if (!(error instanceof KeySetUnavailable)) failedAtMs = Date.now();
      const kept = remote.jwks();
      if (kept === undefined) throw new KeySetUnavailable(`${url.href} does not answer`, { cause: error });
      return createLocalJWKSet(kept)(header, token);
    }
  };
}

function fileKeySet(path: string): JWTVerifyGetKey {
  let keys: ReturnType<typeof createLocalJWKSet> | null = null;
  let modified = '';
  let lookedAtMs = 0;

  const refresh = async (): Promise<void> => {
    lookedAtMs = Date.now();
    try {
      const { mtimeMs, size } = await stat(path);
      if (`${mtimeMs}:${size}` === modified) return;
      keys = createLocalJWKSet(JSON.parse(await readFile(path, 'utf8')) as JSONWebKeySet);
      modified = `${mtimeMs}:${size}`;
    } catch (error) {
      if (keys === null) throw new KeySetUnavailable(`${path} can't be read`, { cause: error });
    }
  };

  return async (header, token) => {
    if (keys === null || Date.now() - lookedAtMs > rereadCooldownMs) await refresh();
    return (keys as NonNullable<typeof keys>)(header, token);
  };
}
