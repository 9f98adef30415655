import { RefusalError } from '../../contract/errors.ts';

/** What bounds a document before anything is built of it. */
export interface TextLimits {
  readonly documentBytesMax: number;
  readonly tokensMax: number;
  /** Nested brackets of all kinds: the parser calls itself for each. */
  readonly bracketDepthMax: number;
}

/**
 * Walks once over a document's text, in the lexical grammar of the specification (§2.1), and refuses it when it has too
 * many bytes, tokens or nested brackets. It runs before the parser, whose stack and memory these bounds protect.
 * Throws RefusalError DOCUMENT_TOO_LARGE or DOCUMENT_TOO_DEEP.
 */
export function scanText(text: string, limits: TextLimits): void {
  // A JavaScript character is at most three bytes of UTF-8: short texts need not be measured.
  if (text.length * 3 > limits.documentBytesMax && Buffer.byteLength(text) > limits.documentBytesMax) {
    throw new RefusalError('DOCUMENT_TOO_LARGE', `The document is larger than ${limits.documentBytesMax} bytes.`);
  }
  let tokens = 0;
  let depth = 0;
  let at = 0;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (isIgnored(code)) {
      at++;
    } else if (code === hash) {
      at = endOfLine(text, at);
    } else {
      if (++tokens > limits.tokensMax) {
        throw new RefusalError('DOCUMENT_TOO_LARGE', `The document has more than ${limits.tokensMax} tokens.`);
      }
      if (code === braceOpen || code === bracketOpen || code === parenthesisOpen) {
        if (++depth > limits.bracketDepthMax) {
          throw new RefusalError(
            'DOCUMENT_TOO_DEEP',
            `The document nests more than ${limits.bracketDepthMax} brackets.`,
          );
        }
      } else if (code === braceClose || code === bracketClose || code === parenthesisClose) depth--;
      at = endOfToken(text, at, code);
    }
  }
}

const hash = 0x23;
const quote = 0x22;
const backslash = 0x5c;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const [braceOpen, braceClose, bracketOpen, bracketClose, parenthesisOpen, parenthesisClose] = [
  0x7b, 0x7d, 0x5b, 0x5d, 0x28, 0x29,
];
const comma = 0x2c;
const byteOrderMark = 0xfeff;

const isIgnored = (code: number): boolean =>
  code === 0x20 ||
  code === 0x09 ||
  code === lineFeed ||
  code === carriageReturn ||
  code === comma ||
  code === byteOrderMark;

/** Characters of names and numbers: letters, digits, `_`, `-`, `+`, `.`. */
function isWordPart(code: number): boolean {
  return (
    (code >= 0x61 && code <= 0x7a) ||
    (code >= 0x41 && code <= 0x5a) ||
    (code >= 0x30 && code <= 0x39) ||
    code === 0x5f ||
    code === 0x2d ||
    code === 0x2b ||
    code === 0x2e
  );
}

function endOfLine(text: string, from: number): number {
  let at = from;
  while (at < text.length && text.charCodeAt(at) !== lineFeed && text.charCodeAt(at) !== carriageReturn) at++;
  return at;
}

function endOfToken(text: string, from: number, code: number): number {
  if (code === quote)
    return text.startsWith('"""', from) ? endOfBlockString(text, from + 3) : endOfString(text, from + 1);
  if (!isWordPart(code)) return from + 1;
  // `...` is one token, and the name that may follow it another.
  if (text.startsWith('...', from)) return from + 3;
  let at = from + 1;
  while (at < text.length && isWordPart(text.charCodeAt(at))) {
    if (text.startsWith('...', at)) return at;
    at++;
  }
  return at;
}

function endOfString(text: string, from: number): number {
  let at = from;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === quote) return at + 1;
    if (code === lineFeed || code === carriageReturn) return at;
    at += code === backslash ? 2 : 1;
  }
  return at;
}

function endOfBlockString(text: string, from: number): number {
  let at = from;
  for (;;) {
    const end = text.indexOf('"""', at);
    if (end === -1) return text.length;
    if (text.charCodeAt(end - 1) !== backslash) return end + 3;
    at = end + 3;
  }
}
