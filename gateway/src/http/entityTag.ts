import { createHash } from 'node:crypto';

const tags = new WeakMap<Buffer, string>();

/** The entity tag of an answer: weak, as its compressed forms share it. Made once for answers that share their bytes. */
export function entityTagOf(body: Buffer): string {
  let tag = tags.get(body);
  if (tag === undefined) {
    tag = `W/"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
    tags.set(body, tag);
  }
  return tag;
}

/** Whether a client has the answer already, by its If-None-Match (RFC 9110, §13.1.2: weak comparison). */
export function isKnownTo(ifNoneMatch: string | undefined, tag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  return ifNoneMatch === '*' || ifNoneMatch.split(',', 100).some((candidate) => bare(candidate.trim()) === bare(tag));
}

const bare = (tag: string): string => (tag.startsWith('W/') ? tag.slice(2) : tag);
