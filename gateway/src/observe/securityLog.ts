import { createHash } from 'node:crypto';
import type { Log } from '@games/service';
import type { GatewayEvent } from './events.ts';

/** Codes by which access was refused. */
const accessCodes: ReadonlySet<string> = new Set([
  'UNAUTHENTICATED',
  'TOKEN_EXPIRED',
  'FORBIDDEN',
  'RATE_LIMITED',
  'CSRF_PREVENTED',
  'HOST_NOT_ALLOWED',
  'INTROSPECTION_DISABLED',
  'DOCUMENT_NOT_TRUSTED',
]);

const windowMs = 60_000;
const linesPerWindowMax = 60;

/**
 * Writes a line for each refused access: code, id of the key, hash of the account, address. A flood is sampled: of so
 * many lines in a minute the rest is counted, and the next line says how many were left out.
 */
export function createSecurityLog(
  log: Log,
  now: () => number = Date.now,
): (event: Extract<GatewayEvent, { readonly kind: 'request' }>) => void {
  let windowEndsMs = 0;
  let lines = 0;
  let leftOut = 0;
  return ({ codes, keyId, account, address, requestId }) => {
    const code = codes.find((candidate) => accessCodes.has(candidate));
    if (code === undefined) return;
    if (now() >= windowEndsMs) {
      windowEndsMs = now() + windowMs;
      lines = 0;
    }
    if (++lines > linesPerWindowMax) {
      leftOut++;
      return;
    }
    const hash = account === null ? null : createHash('sha256').update(account).digest('base64url').slice(0, 16);
    log.warn('access refused', { code, keyId, account: hash, address, requestId, ...(leftOut > 0 ? { leftOut } : {}) });
    leftOut = 0;
  };
}
