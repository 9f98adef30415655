import { createHash, randomBytes } from 'node:crypto';

/** Crockford's alphabet: no letters that look like digits, so that a code can be read out over the radio. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const codeBytes = 12;

/** A one-time code in three groups of four: 60 bits of chance. */
export function newEnrolmentCode(): string {
  const letters = [...randomBytes(codeBytes)].map((byte) => alphabet[byte & 31]).join('');
  return `${letters.slice(0, 4)}-${letters.slice(4, 8)}-${letters.slice(8)}`;
}

/** What is stored of a code. Small letters and missing dashes are the typist's freedom. */
export function hashOfEnrolmentCode(code: string): string {
  const letters = code
    .toUpperCase()
    .replaceAll(/[^0-9A-Z]/g, '')
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1');
  return createHash('sha256').update(`gate enrolment ${letters}`).digest('hex');
}
