import { createHash, type KeyObject, sign, verify } from 'node:crypto';

/**
 * Devices sign their requests with the key that was made on them at enrolment (Ed25519), over method, path with query,
 * time, and the SHA-256 of the body. There is no token to be stolen from a log, and no secret of the device on our side.
 */

export const deviceHeader = 'x-gate-device';
export const timeHeader = 'x-gate-time';
export const signatureHeader = 'x-gate-signature';

/** How far a request's time may be from ours. Devices learn our time from `GET /gates/time` first. */
const toleranceMs = 120_000;

export interface SignedRequest {
  readonly method: string;
  /** Path with query. */
  readonly path: string;
  /** Milliseconds since 1970, in the service's time. */
  readonly timeMs: number;
  readonly body: Buffer;
}

/** The headers with which a device sends a request. */
export function signRequest(deviceId: string, privateKey: KeyObject, request: SignedRequest): Record<string, string> {
  return {
    [deviceHeader]: deviceId,
    [timeHeader]: request.timeMs.toString(),
    [signatureHeader]: sign(null, signedText(request), privateKey).toString('base64'),
  };
}

/** True when the device of this key has signed the request, just now. */
export function isSignedBy(publicKey: KeyObject, request: SignedRequest, signature: string, nowMs: number): boolean {
  if (!(Math.abs(nowMs - request.timeMs) <= toleranceMs)) return false;
  return verify(null, signedText(request), publicKey, Buffer.from(signature, 'base64'));
}

function signedText({ method, path, timeMs, body }: SignedRequest): Buffer {
  const digest = createHash('sha256').update(body).digest('hex');
  return Buffer.from(`${method}\n${path}\n${timeMs}\n${digest}`);
}
