import {
  attributeOf,
  isCalendarDate,
  isRsc,
  type Moment,
  type OdfElement,
  type OdfHeader,
  padRsc,
  type RscLevel,
  readMoment,
  rscLength,
  rscLevel,
} from '@games/odf';

/** What a reader knows beside the element it reads, and where it says what is unusual. */
export interface Reading {
  readonly header: OdfHeader;
  /** Offset of the venues' clocks, for times that carry none. */
  readonly utcOffsetMinutes: number;
  /** Notes something unusual about the message. The value in question is left out; the rest of the message counts. */
  report(code: IssueCode, detail: string): void;
}

/** What can be unusual about a message that is applied all the same. */
export type IssueCode =
  | 'NUMBER_EXPECTED'
  | 'TIME_EXPECTED'
  | 'CODE_EXPECTED'
  | 'UNKNOWN_STATUS'
  | 'UNKNOWN_VALUE'
  | 'DUPLICATE_COMPETITOR'
  | 'DUPLICATE_ITEM'
  | 'ORDER_EXPECTED'
  | 'MORE_ISSUES'
  | 'UNEXPECTED_STATUS_CHANGE'
  | 'INVALIDATION_WITHOUT_EFFECT'
  | 'VARIANT_NOT_COUNTED';

/** The attribute as text, null where it is omitted or empty: both mean "nothing said". */
export function text(of: OdfElement, name: string): string | null {
  const value = attributeOf(of, name);
  return value === null || value === '' ? null : value;
}

/** The attribute as a whole number. Anything else is reported and read as null. */
export function whole(reading: Reading, of: OdfElement, name: string): number | null {
  const value = text(of, name);
  if (value === null) return null;
  if (/^-?\d{1,9}$/.test(value)) return Number(value);
  reading.report('NUMBER_EXPECTED', `${of.name}/@${name} is "${value.slice(0, 40)}", not a whole number.`);
  return null;
}

/** `Y` is true; `N` and nothing are false. */
export function yes(of: OdfElement, name: string): boolean {
  return of.attributes[name] === 'Y';
}

/** The attribute as a moment with its offset. Anything else is reported and read as null. */
export function moment(reading: Reading, of: OdfElement, name: string): Moment | null {
  const value = text(of, name);
  if (value === null) return null;
  const read = readMoment(value, reading.utcOffsetMinutes);
  if (read === null)
    reading.report('TIME_EXPECTED', `${of.name}/@${name} is "${value.slice(0, 40)}", not an ISO 8601 time.`);
  return read;
}

/** The attribute as a day of the calendar. Anything else is reported and read as null. */
export function day(reading: Reading, of: OdfElement, name: string): string | null {
  const value = text(of, name);
  if (value === null || isCalendarDate(value)) return value;
  reading.report('TIME_EXPECTED', `${of.name}/@${name} is "${value.slice(0, 40)}", not a date YYYY-MM-DD.`);
  return null;
}

/** Texts by language from children such as `<ItemName Language="ENG" Value="…"/>`. */
export function texts(of: OdfElement, childName: string): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const child of of.children) {
    if (child.name !== childName) continue;
    const value = text(child, 'Value') ?? child.text.trim();
    if (value !== '') found[text(child, 'Language') ?? 'ENG'] = value;
  }
  return found;
}

/**
 * The attribute as a results system code of one of the levels, padded to its 34 characters. Anything else is reported and read as
 * null: a code of another level would name something that there is not.
 */
export function rscOf(reading: Reading, of: OdfElement, name: string, ...levels: readonly RscLevel[]): string | null {
  const value = text(of, name);
  if (value === null) return null;
  const code = value.length <= rscLength ? padRsc(value) : value;
  if (isRsc(code) && levels.includes(rscLevel(code))) return code;
  reading.report(
    'CODE_EXPECTED',
    `${of.name}/@${name} is "${value.slice(0, 40)}", not the code of a ${levels.join(' or ')}.`,
  );
  return null;
}

/** The items by their keys, in the order of their first mention. What is said of a key twice is reported; the last counts. */
export function byKey<Item>(
  reading: Reading,
  what: string,
  items: readonly Item[],
  keyOf: (item: Item) => string,
): ReadonlyMap<string, Item> {
  const found = new Map<string, Item>();
  for (const item of items) {
    const key = keyOf(item);
    if (found.has(key))
      reading.report('DUPLICATE_ITEM', `${what} "${key.slice(0, 60)}" stands more than once in the message.`);
    found.set(key, item);
  }
  return found;
}
