import {
  attributeOf,
  isCalendarDate,
  isRsc,
  type OdfElement,
  OdfRefusal,
  requiredAttribute,
  truncateRsc,
} from '@games/odf';
import type { IssueCode, Reading } from '@games/odf-feed';
import type { EventEntry } from './records.ts';

/** An attribute's text, or null where it is omitted or blank. */
export function textOf(element: OdfElement, name: string): string | null {
  const value = attributeOf(element, name)?.trim();
  return value === undefined || value === '' ? null : value;
}

/** A participant, team or organisation code. Throws OdfRefusal where it is missing or has foreign characters. */
export function codeOf(element: OdfElement, name: string): string {
  const code = requiredAttribute(element, name);
  if (!/^[!-{}~]{1,64}$/.test(code)) {
    throw new OdfRefusal(
      'ODF_MALFORMED',
      `<${element.name}> has a ${name} that is not a code: "${code.slice(0, 60)}".`,
    );
  }
  return code;
}

/** One of the allowed values. Throws OdfRefusal otherwise. */
export function oneOf<Value extends string>(element: OdfElement, name: string, values: readonly Value[]): Value {
  const value = requiredAttribute(element, name);
  if ((values as readonly string[]).includes(value)) return value as Value;
  throw new OdfRefusal(
    'ODF_MALFORMED',
    `<${element.name} Code="${element.attributes.Code ?? ''}"> has ${name}="${value.slice(0, 60)}", which is none of ${values.join(', ')}.`,
  );
}

/** `true`/`Y` or `false`/`N`, in any case; what is omitted is true. */
export function flagOf(element: OdfElement, name: string): boolean {
  const value = textOf(element, name)?.toLowerCase();
  return value === undefined || value === 'true' || value === 'y' || value === '1';
}

/** A whole number in bounds, or null with an issue. */
export function numberOf(
  element: OdfElement,
  name: string,
  bounds: readonly [least: number, most: number],
  reading: Reading,
): number | null {
  const text = textOf(element, name);
  if (text === null) return null;
  const value = Number(text);
  if (Number.isInteger(value) && value >= bounds[0] && value <= bounds[1]) return value;
  leaveOut(reading, 'NUMBER_EXPECTED', element, name, text, `is not a whole number from ${bounds[0]} to ${bounds[1]}`);
  return null;
}

/** `YYYY-MM-DD` of the calendar, or null with an issue. */
export function dateOf(element: OdfElement, name: string, reading: Reading): string | null {
  const text = textOf(element, name);
  if (text === null) return null;
  if (isCalendarDate(text)) return text;
  leaveOut(reading, 'TIME_EXPECTED', element, name, text, 'is not a date');
  return null;
}

/** An event's code of 34 characters, or null with an issue. */
export function eventCodeOf(element: OdfElement, name: string, reading: Reading): string | null {
  const text = textOf(element, name);
  if (text === null) return null;
  if (isRsc(text)) return truncateRsc(text, 'event');
  leaveOut(reading, 'CODE_EXPECTED', element, name, text, 'is not a results system code');
  return null;
}

/** The `<EventEntry>` children. */
export function entriesOf(element: OdfElement): readonly EventEntry[] {
  return element.children
    .filter((child) => child.name === 'EventEntry')
    .map((entry) => ({
      type: requiredAttribute(entry, 'Type'),
      code: requiredAttribute(entry, 'Code'),
      pos: textOf(entry, 'Pos'),
      value: textOf(entry, 'Value'),
    }));
}

/** ODF's language (ISO 639-2, `FRA`) as BCP 47 (`fr`). Throws OdfRefusal for what is not a language. */
export function languageTag(code: string): string {
  try {
    return Intl.getCanonicalLocales(bibliographic[code.toUpperCase()] ?? code)[0] as string;
  } catch {
    throw new OdfRefusal('ODF_MALFORMED', `"${code.slice(0, 60)}" is not the code of a language.`);
  }
}

/** The codes of ISO 639-2/B that differ from the terminological ones, which BCP 47 knows. */
const bibliographic: Readonly<Record<string, string>> = {
  ALB: 'sq',
  ARM: 'hy',
  BAQ: 'eu',
  BUR: 'my',
  CHI: 'zh',
  CZE: 'cs',
  DUT: 'nl',
  FRE: 'fr',
  GEO: 'ka',
  GER: 'de',
  GRE: 'el',
  ICE: 'is',
  MAC: 'mk',
  MAO: 'mi',
  MAY: 'ms',
  PER: 'fa',
  RUM: 'ro',
  SLO: 'sk',
  TIB: 'bo',
  WEL: 'cy',
};

function leaveOut(
  reading: Reading,
  code: IssueCode,
  element: OdfElement,
  name: string,
  text: string,
  fault: string,
): void {
  const of = `<${element.name} Code="${element.attributes.Code ?? ''}">`;
  reading.report(code, `${of}: ${name}="${text.slice(0, 60)}" ${fault}; left out.`);
}
