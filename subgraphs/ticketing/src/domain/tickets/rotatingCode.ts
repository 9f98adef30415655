import { timingSafeEqual } from 'node:crypto';
import { quickHmac } from './quickHmac.ts';

/**
 * The rotating code: a time-based one-time password (RFC 6238, HMAC-SHA-1, eight digits, a new one every 15 seconds), so
 * that a photograph of a ticket is worth nothing a minute later.
 *
 * Its secret follows from the session's rotation key, the ticket, its version and its medium. A gate that holds the
 * session's rotation key can check every ticket without a network, and a ticket that changes hands or devices gets another
 * secret without anything being stored.
 */

export const periodSeconds = 15;
export const codeDigits = 8;
/** How many periods a phone's clock may be off, either way. */
const driftPeriods = 2;
const secretBytes = 20;
const modulus = 10 ** codeDigits;

/** What decides about the secret of a ticket's rotating code. */
export interface Rotation {
  readonly ticketId: string;
  readonly version: number;
  readonly mediumNo: number;
}

/** The key of a session, from which its tickets' secrets follow. Gates get this one and never the master key. */
export function sessionRotationKey(masterKey: Buffer, sessionId: number): Buffer {
  return quickHmac('sha256', masterKey)(Buffer.from(`rotation of session ${sessionId}`));
}

/** The secret of a ticket's rotating code on one medium: 20 bytes. */
export function rotationSecret(sessionKey: Buffer, { ticketId, version, mediumNo }: Rotation): Buffer {
  const name = `${ticketId} ${version} ${mediumNo}`;
  return quickHmac('sha256', sessionKey)(Buffer.from(name)).subarray(0, secretBytes);
}

/** The code of a moment. */
export function rotatingCode(secret: Buffer, now: Date): string {
  return codesOf(secret)(periodOf(now));
}

/** True when the code is that of now, or of a moment that differs no more than clocks do (30 seconds). */
export function isCurrentCode(secret: Buffer, code: string, now: Date): boolean {
  const given = Buffer.from(code);
  if (given.length !== codeDigits) return false;
  const codeOf = codesOf(secret);
  const matches = (period: number): boolean => timingSafeEqual(Buffer.from(codeOf(period)), given);
  const period = periodOf(now);
  if (matches(period)) return true;
  for (let drift = 1; drift <= driftPeriods; drift += 1) {
    if (matches(period - drift) || matches(period + drift)) return true;
  }
  return false;
}

const periodOf = (now: Date): number => Math.floor(now.getTime() / 1_000 / periodSeconds);

/** HOTP (RFC 4226) with the number of the period as its counter. */
function codesOf(secret: Buffer): (period: number) => string {
  const macOf = quickHmac('sha1', secret);
  return (period) => {
    const counter = Buffer.alloc(8);
    counter.writeBigUInt64BE(BigInt(period));
    const mac = macOf(counter);
    const offset = (mac[mac.length - 1] as number) & 0xf;
    return String((mac.readUInt32BE(offset) & 0x7fffffff) % modulus).padStart(codeDigits, '0');
  };
}
