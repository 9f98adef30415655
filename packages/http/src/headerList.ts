/** A member of a header that is a list: its value and parameters in lower-case names, `q` read. */
export interface HeaderItem {
  /** In lower case. */
  readonly value: string;
  /** By lower-case name, without quotes. */
  readonly parameters: ReadonlyMap<string, string>;
  /** From 0 to 1; 1 where none is given, 0 where it is not a number. */
  readonly quality: number;
}

/** What is longer than this is not read to its end: no client has a reason to send it. */
const lengthMax = 4_096;
const itemsMax = 64;

const comma = 0x2c;
const semicolon = 0x3b;
const equals = 0x3d;
const quote = 0x22;
const backslash = 0x5c;
const space = 0x20;
const tab = 0x09;

/**
 * Reads a header that is a list of values with parameters (`Accept` and its family, `Content-Type`; RFC 9110, §5.6).
 * It walks over the characters once, by index: no header makes it look at one of them again and again.
 */
export function readHeaderList(header: string | undefined): readonly HeaderItem[] {
  if (header === undefined) return [];
  const end = Math.min(header.length, lengthMax);
  const items: HeaderItem[] = [];
  let at = 0;
  while (at < end && items.length < itemsMax) {
    const parts: string[] = [];
    do {
      const partEnd = endOfPart(header, at, end);
      parts.push(trimmed(header, at, partEnd));
      at = partEnd + 1;
    } while (at <= end && header.charCodeAt(at - 1) === semicolon);
    if (parts.length > 1 || parts[0] !== '') items.push(itemOf(parts));
  }
  return items;
}

/** Where a value or parameter ends: at the next comma or semicolon outside quotes. */
function endOfPart(header: string, from: number, end: number): number {
  let isQuoted = false;
  for (let at = from; at < end; at++) {
    const code = header.charCodeAt(at);
    if (isQuoted && code === backslash) at++;
    else if (code === quote) isQuoted = !isQuoted;
    else if (!isQuoted && (code === comma || code === semicolon)) return at;
  }
  return end;
}

function trimmed(header: string, from: number, to: number): string {
  let first = from;
  let last = to;
  while (first < last && isBlank(header.charCodeAt(first))) first++;
  while (last > first && isBlank(header.charCodeAt(last - 1))) last--;
  return header.slice(first, last);
}

const isBlank = (code: number): boolean => code === space || code === tab;

function itemOf([value = '', ...rest]: readonly string[]): HeaderItem {
  const parameters = new Map<string, string>();
  for (const part of rest) {
    const at = indexOfEquals(part);
    if (at <= 0) continue;
    const text = trimmed(part, at + 1, part.length);
    const isQuoted = text.length > 1 && text.charCodeAt(0) === quote && text.charCodeAt(text.length - 1) === quote;
    parameters.set(trimmed(part, 0, at).toLowerCase(), isQuoted ? text.slice(1, -1) : text);
  }
  const quality = Number(parameters.get('q') ?? 1);
  return { value: value.toLowerCase(), parameters, quality: quality >= 0 && quality <= 1 ? quality : 0 };
}

function indexOfEquals(part: string): number {
  for (let at = 0; at < part.length; at++) if (part.charCodeAt(at) === equals) return at;
  return -1;
}
