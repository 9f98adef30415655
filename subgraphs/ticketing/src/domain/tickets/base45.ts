/**
 * Base45 (RFC 9285): bytes in the 45 characters that a QR code packs into its alphanumeric mode, two bytes to three
 * characters. A ticket's code is a third smaller that way than in base64.
 */

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';
const notADigit = 255;

const digits = new Uint8Array(128).fill(notADigit);
for (let value = 0; value < alphabet.length; value += 1) digits[alphabet.charCodeAt(value)] = value;

/** Bytes as base45. */
export function toBase45(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at + 1 < bytes.length; at += 2) {
    const pair = ((bytes[at] as number) << 8) | (bytes[at + 1] as number);
    text += symbol(pair % 45) + symbol(Math.floor(pair / 45) % 45) + symbol(Math.floor(pair / 2025));
  }
  if (bytes.length % 2 === 0) return text;
  const last = bytes[bytes.length - 1] as number;
  return text + symbol(last % 45) + symbol(Math.floor(last / 45));
}

/** The bytes of a base45 text; null when it isn't one. */
export function fromBase45(text: string): Buffer | null {
  const rest = text.length % 3;
  if (rest === 1) return null;
  const bytes = Buffer.allocUnsafe(Math.floor(text.length / 3) * 2 + (rest === 2 ? 1 : 0));
  let at = 0;
  for (let from = 0; from + 2 < text.length; from += 3) {
    const value = digit(text, from) + digit(text, from + 1) * 45 + digit(text, from + 2) * 2025;
    if (!(value <= 0xffff)) return null;
    bytes[at] = value >> 8;
    bytes[at + 1] = value & 0xff;
    at += 2;
  }
  if (rest === 2) {
    const value = digit(text, text.length - 2) + digit(text, text.length - 1) * 45;
    if (!(value <= 0xff)) return null;
    bytes[at] = value;
  }
  return bytes;
}

const symbol = (value: number): string => alphabet[value] as string;

/** The value of a character; NaN, which no comparison lets pass, when it is none of the 45. */
function digit(text: string, at: number): number {
  const value = digits[text.charCodeAt(at)] ?? notADigit;
  return value === notADigit ? Number.NaN : value;
}
