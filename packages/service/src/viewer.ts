import { createHmac, timingSafeEqual } from 'node:crypto';
import { ClientError } from './errors.ts';

/** Who asks, as the gateway has established it. Subgraphs decide by it and by nothing else. */
export interface Viewer {
  readonly kind: 'anonymous' | 'partner' | 'fan' | 'staff';
  /** The token's subject (a fan's or a member of staff's id), or null. */
  readonly subject: string | null;
  readonly scopes: readonly string[];
  /** The partner whose key came with the request, also beside a fan's token; or null. */
  readonly partner: string | null;
  /** Territory of the viewer's licence (ISO 3166-1 alpha-2), or null where unknown. */
  readonly territory: string | null;
}

export const anonymousViewer: Viewer = {
  kind: 'anonymous',
  subject: null,
  scopes: [],
  partner: null,
  territory: null,
};

/** The header in which the gateway tells a subgraph who asks. */
export const viewerHeader = 'x-games-viewer';

/** A header stays valid for one to two buckets: equal viewers get equal headers within a bucket, so that calls can be shared. */
const bucketMs = 300_000;
const headerLengthMax = 8_192;

/**
 * The signed header for a viewer: `base64url(json).base64url(HMAC-SHA256)`.
 * The same viewer gets the same text within a bucket of five minutes.
 */
export function signViewer(viewer: Viewer, secret: string, nowMs: number = Date.now()): string {
  const expires = (Math.floor(nowMs / bucketMs) + 2) * bucketMs;
  const payload = Buffer.from(
    JSON.stringify([viewer.kind, viewer.subject, viewer.scopes, viewer.partner, viewer.territory, expires]),
  ).toString('base64url');
  return `${payload}.${mac(payload, secret)}`;
}

/** The viewer of a signed header. Throws ClientError UNAUTHENTICATED when it is missing, forged or out of date. */
export function verifyViewer(header: string | undefined, secret: string, nowMs: number = Date.now()): Viewer {
  const refused = () => new ClientError('UNAUTHENTICATED', 'This service answers only the gateway of the Games Graph.');
  if (header === undefined || header.length > headerLengthMax) throw refused();
  const dot = header.indexOf('.');
  const payload = header.slice(0, Math.max(dot, 0));
  const given = Buffer.from(header.slice(dot + 1));
  const expected = Buffer.from(mac(payload, secret));
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw refused();
  const [kind, subject, scopes, partner, territory, expires] = JSON.parse(
    Buffer.from(payload, 'base64url').toString('utf8'),
  ) as [Viewer['kind'], string | null, string[], string | null, string | null, number];
  if (expires < nowMs) throw refused();
  return { kind, subject, scopes, partner, territory };
}

function mac(payload: string, secret: string): string {
  return createHmac('sha256', secret).update(payload).digest('base64url');
}
