import type { ResultListKind } from '../facts.ts';

/** What finds an entry of a list again in all versions of it. */
export interface ResultIdentity {
  readonly kind: ResultListKind;
  readonly scopeCode: string;
  readonly subcode: string;
  readonly key: string;
}

const scopeLength = 34;
const kinds: readonly string[] = [
  'UNIT',
  'CURRENT',
  'PHASE',
  'POOL',
  'CUMULATIVE',
  'RANKING',
] satisfies ResultListKind[];

/**
 * The natural key of a result: `<unit>.<key>` for the result of a unit, `<kind>:<code>:<subcode>.<key>` for the other
 * lists. Codes have a fixed length, so that whatever stands in a key can't be taken for a part of one.
 */
export function resultNaturalKey({ kind, scopeCode, subcode, key }: ResultIdentity): string {
  const list = kind === 'UNIT' && subcode === '' ? scopeCode : `${kind}:${scopeCode}:${encodeURIComponent(subcode)}`;
  return `${list}.${key}`;
}

/** The reverse; null for a text that is not such a key. */
export function readResultNaturalKey(text: string): ResultIdentity | null {
  const kindEnd = text.indexOf(':');
  const kind = text.slice(0, Math.max(kindEnd, 0));
  if (!kinds.includes(kind)) {
    if (text[scopeLength] !== '.' || text.length === scopeLength + 1) return null;
    return { kind: 'UNIT', scopeCode: text.slice(0, scopeLength), subcode: '', key: text.slice(scopeLength + 1) };
  }
  const scopeEnd = kindEnd + 1 + scopeLength;
  const subcodeEnd = text.indexOf('.', scopeEnd);
  if (text[scopeEnd] !== ':' || subcodeEnd < 0 || subcodeEnd === text.length - 1) return null;
  const subcode = decode(text.slice(scopeEnd + 1, subcodeEnd));
  if (subcode === null) return null;
  return {
    kind: kind as ResultListKind,
    scopeCode: text.slice(kindEnd + 1, scopeEnd),
    subcode,
    key: text.slice(subcodeEnd + 1),
  };
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

/** The natural key of a record: that of the result that set it, and its place in it. */
export function recordNaturalKey(result: ResultIdentity, recordPosition: number): string {
  return `${recordPosition}@${resultNaturalKey(result)}`;
}

/** The reverse; null for a text that is not such a key. */
export function readRecordNaturalKey(text: string): (ResultIdentity & { readonly recordPosition: number }) | null {
  const match = /^([1-9]\d{0,3})@(.+)$/s.exec(text);
  const result = match && readResultNaturalKey(match[2] as string);
  return result && { ...result, recordPosition: Number(match[1]) };
}

/** What an id of the past adds to a natural key: an entry as a message of the archive said it, `<message>!<key>`. */
export function pastNaturalKey(messageId: bigint, naturalKey: string): string {
  return `${messageId}!${naturalKey}`;
}

/** Takes such a key apart; null for a key of the present. */
export function readPastNaturalKey(text: string): { readonly messageId: string; readonly naturalKey: string } | null {
  const match = /^(\d{1,18})!(.+)$/s.exec(text);
  return match && { messageId: match[1] as string, naturalKey: match[2] as string };
}
