import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * The rotating code: a time-based one-time password (RFC 6238, HMAC-SHA-1, eight digits, a new one every 15 seconds), so
 * that a photograph of a ticket is worth nothing a minute later.
 *
 * Its secret follows from the session's rotation key, the ticket, its version and its carrier. A gate that holds the
 * session's rotation key can check every ticket without a network, and a ticket that changes hands or devices gets another
 * secret without anything being stored.
 */

export const PERIOD_SECONDS = 15;
export const CODE_DIGITS = 8;
/** How many periods a phone's clock may be off, either way. */
const DRIFT_PERIODS = 2;
const SECRET_BYTES = 20;
const MODULUS = 10 ** CODE_DIGITS;

/** What decides about the secret of a ticket's rotating code. */
export interface Rotation {
  readonly ticketId: string;
  readonly version: number;
  readonly carrier: number;
}

/** The key of a session, from which its tickets' secrets follow. Gates get this one and never the master key. */
export function sessionRotationKey(masterKey: Buffer, sessionId: number): Buffer {
  return createHmac('sha256', masterKey).update(`rotation of session ${sessionId}`).digest();
}

/** The secret of a ticket's rotating code on one carrier: 20 bytes. */
export function rotationSecret(sessionKey: Buffer, { ticketId, version, carrier }: Rotation): Buffer {
  const name = `${ticketId} ${version} ${carrier}`;
  return createHmac('sha256', sessionKey).update(name).digest().subarray(0, SECRET_BYTES);
}

/** The code of a moment. */
export function rotatingCode(secret: Buffer, now: Date): string {
  return codeOfPeriod(secret, periodOf(now));
}

/** True when the code is that of now, or of a moment that differs no more than clocks do (30 seconds). */
export function isCurrentCode(secret: Buffer, code: string, now: Date): boolean {
  const given = Buffer.from(code);
  if (given.length !== CODE_DIGITS) return false;
  const period = periodOf(now);
  if (matches(secret, period, given)) return true;
  for (let drift = 1; drift <= DRIFT_PERIODS; drift += 1) {
    if (matches(secret, period - drift, given) || matches(secret, period + drift, given)) return true;
  }
  return false;
}

const periodOf = (now: Date): number => Math.floor(now.getTime() / 1_000 / PERIOD_SECONDS);

function matches(secret: Buffer, period: number, given: Buffer): boolean {
  return timingSafeEqual(Buffer.from(codeOfPeriod(secret, period)), given);
}

/** HOTP (RFC 4226) with the number of the period as its counter. */
function codeOfPeriod(secret: Buffer, period: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(period));
  const mac = createHmac('sha1', secret).update(counter).digest();
  const offset = (mac[mac.length - 1] as number) & 0xf;
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % MODULUS).padStart(CODE_DIGITS, '0');
}
