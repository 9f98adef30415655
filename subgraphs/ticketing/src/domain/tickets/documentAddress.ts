import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * The address of a ticket's documents: a browser opens it without a token, so the address itself is the permission. It
 * names one medium of one version, works for ten minutes, and is signed.
 */
export interface DocumentAddress {
  readonly ticketId: string;
  readonly version: number;
  readonly mediumNo: number;
}

const lifeMs = 600_000;
const segmentPattern = /^([0-9a-f-]{36})\.(\d{1,5})\.(\d{1,5})\.(\d{1,12})\.([A-Za-z0-9_-]{43})$/;

/** The path segment under which the documents are found. */
export function documentSegment(
  key: Buffer,
  { ticketId, version, mediumNo }: DocumentAddress,
  nowMs = Date.now(),
): string {
  const name = `${ticketId}.${version}.${mediumNo}.${Math.floor((nowMs + lifeMs) / 1_000)}`;
  return `${name}.${macOf(key, name).toString('base64url')}`;
}

/** What a path segment permits; null when it is not ours, changed, or over. */
export function readDocumentSegment(key: Buffer, segment: string, nowMs = Date.now()): DocumentAddress | null {
  const [, ticketId, version, mediumNo, expires, mac] = segmentPattern.exec(segment) ?? [];
  if (!ticketId || !version || !mediumNo || !expires || !mac) return null;
  const expected = macOf(key, `${ticketId}.${version}.${mediumNo}.${expires}`);
  const given = Buffer.from(mac, 'base64url');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
  return Number(expires) * 1_000 < nowMs ? null : { ticketId, version: Number(version), mediumNo: Number(mediumNo) };
}

function macOf(key: Buffer, name: string): Buffer {
  return createHmac('sha256', key).update(`document ${name}`).digest();
}
