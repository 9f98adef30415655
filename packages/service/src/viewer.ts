import { createHmac, timingSafeEqual } from 'node:crypto';
import { ClientError } from './errors.ts';

/** Who asks, as the gateway has established it. Subgraphs decide by it and by nothing else. */
export interface Viewer {
  readonly kind: 'anonymous' | 'partner' | 'fan' | 'staff';
  /** The token's subject (a fan's or a member of staff's id), or null. */
  readonly subject: string | null;
  /** What the token of a person grants, or the key of a partner that asks alone; they are never put together. */
  readonly scopes: readonly string[];
  /** The partner whose key came with the request, also beside a fan's token; or null. */
  readonly partner: string | null;
  /** Territory of the partner's licence (ISO 3166-1 alpha-2), or null where unknown. */
  readonly territory: string | null;
  /** Country of the person's account (ISO 3166-1 alpha-2), or null where unknown. */
  readonly country: string | null;
}

export const anonymousViewer: Viewer = {
  kind: 'anonymous',
  subject: null,
  scopes: [],
  partner: null,
  territory: null,
  country: null,
};

/** The header in which the gateway tells a subgraph who asks. */
export const viewerHeader = 'x-games-viewer';

/** A header stays valid for one to two buckets: equal viewers get equal headers within a bucket, so that calls can be shared. */
const bucketMs = 300_000;
const headerLengthMax = 8_192;

type Payload = [
  kind: Viewer['kind'],
  subject: string | null,
  scopes: readonly string[],
  partner: string | null,
  territory: string | null,
  expires: number,
  country: string | null,
  audience: string,
];

/**
 * The signed header for a viewer: `base64url(json).base64url(HMAC-SHA256)`. It is good for one service, its audience: what a
 * service is sent opens no other. The same viewer gets the same text within a bucket of five minutes.
 */
export function signViewer(viewer: Viewer, audience: string, secret: string, nowMs: number = Date.now()): string {
  const { kind, subject, scopes, partner, territory, country } = viewer;
  const expires = (Math.floor(nowMs / bucketMs) + 2) * bucketMs;
  const content: Payload = [kind, subject, scopes, partner, territory, expires, country, audience];
  const payload = Buffer.from(JSON.stringify(content)).toString('base64url');
  return `${payload}.${mac(payload, secret)}`;
}

/**
 * The viewer of a signed header. Throws ClientError UNAUTHENTICATED when it is missing, forged, out of date or for another
 * audience.
 */
export function verifyViewer(
  header: string | undefined,
  audience: string,
  secret: string,
  nowMs: number = Date.now(),
): Viewer {
  const refused = () => new ClientError('UNAUTHENTICATED', 'This service answers only the gateway of the Games Graph.');
  if (header === undefined || header.length > headerLengthMax) throw refused();
  const dot = header.indexOf('.');
  const payload = header.slice(0, Math.max(dot, 0));
  const given = Buffer.from(header.slice(dot + 1));
  const expected = Buffer.from(mac(payload, secret));
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw refused();
  const content = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as Payload;
  const [kind, subject, scopes, partner, territory, expires, country, signedFor] = content;
  if (expires < nowMs || signedFor !== audience) throw refused();
  return { kind, subject, scopes, partner, territory, country };
}

function mac(payload: string, secret: string): string {
  return createHmac('sha256', secret).update(payload).digest('base64url');
}
