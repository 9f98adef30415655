import { randomBytes } from 'node:crypto';

const accepted = /^[\w.:-]{8,128}$/;
const prefix = randomBytes(6).toString('base64url');
let count = 0;

/** The id of a request: the one that a proxy gave it, where that is harmless in logs and headers, or a fresh one. */
export function requestIdOf(given: string | string[] | undefined): string {
  if (typeof given === 'string' && accepted.test(given)) return given;
  count = (count + 1) % Number.MAX_SAFE_INTEGER;
  return `${prefix}-${count.toString(36)}`;
}
