import { createHmac, createSecretKey, type KeyObject, randomBytes, timingSafeEqual } from 'node:crypto';

/**
 * Signatures of webhooks by the Standard Webhooks specification 1.0: HMAC-SHA256 over `id.timestamp.body`, symmetric
 * (`v1`), secrets written `whsec_` and base64.
 */

const secretPrefix = 'whsec_';
const secretBytes = 32;
const toleranceSeconds = 300;

/** The three headers of a signed webhook. */
export interface WebhookHeaders {
  readonly 'webhook-id': string;
  /** Seconds since 1970. */
  readonly 'webhook-timestamp': string;
  /** One or more signatures, separated by blanks. */
  readonly 'webhook-signature': string;
}

/** A fresh secret for an endpoint. */
export function createWebhookSecret(): string {
  return secretPrefix + randomBytes(secretBytes).toString('base64');
}

/** Headers that let the receiver check who sent this body, and when. */
export function signWebhook(secret: string, id: string, body: string | Buffer, now: Date = new Date()): WebhookHeaders {
  const timestamp = Math.floor(now.getTime() / 1_000).toString();
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${mac(secret, id, timestamp, body).toString('base64')}`,
  };
}

export type VerifiedWebhook =
  | { readonly kind: 'genuine'; readonly id: string }
  | { readonly kind: 'refused'; readonly reason: string };

/** Checks a webhook that arrived: headers there, not older or newer than five minutes, one signature of ours. */
export function verifyWebhook(
  secret: string,
  headers: Readonly<Record<string, string | undefined>>,
  body: string | Buffer,
  now: Date = new Date(),
): VerifiedWebhook {
  const id = headers['webhook-id'];
  const timestamp = headers['webhook-timestamp'];
  const signatures = headers['webhook-signature'];
  if (!id || !timestamp || !signatures) return { kind: 'refused', reason: 'a signature header is missing' };
  const skewSeconds = Math.abs(now.getTime() / 1_000 - Number(timestamp));
  if (!(skewSeconds <= toleranceSeconds)) return { kind: 'refused', reason: 'the timestamp is not fresh' };
  const expected = mac(secret, id, timestamp, body);
  const signed = signatures.split(' ').some((signature) => {
    const [version, value = ''] = signature.split(',');
    const given = Buffer.from(value, 'base64');
    return version === 'v1' && given.length === expected.length && timingSafeEqual(given, expected);
  });
  return signed ? { kind: 'genuine', id } : { kind: 'refused', reason: 'the signature is wrong' };
}

function mac(secret: string, id: string, timestamp: string, body: string | Buffer): Buffer {
  return createHmac('sha256', keyOf(secret)).update(`${id}.${timestamp}.`).update(body).digest();
}

const keysMax = 1_000;
/** Keys of the secrets used last: making one takes longer than a whole signature. */
const keys = new Map<string, KeyObject>();

function keyOf(secret: string): KeyObject {
  let key = keys.get(secret);
  if (key === undefined) {
    const bytes = secret.startsWith(secretPrefix) ? secret.slice(secretPrefix.length) : secret;
    key = createSecretKey(Buffer.from(bytes, 'base64'));
    if (keys.size >= keysMax) keys.clear();
    keys.set(secret, key);
  }
  return key;
}
