import { isCalendarDate, readMoment } from '@games/odf';

/** `1`, `1.0` → 1; '' → null. Undefined for anything that is not a whole number. */
export function wholeNumber(text: string): number | null | undefined {
  if (text === '') return null;
  return /^-?\d{1,9}(?:\.0+)?$/.test(text) ? Number(text) : undefined;
}

/** `True`, `TRUE`, `true` and the like. Undefined for anything else. */
export function flag(text: string): boolean | undefined {
  const lower = text.toLowerCase();
  return lower === 'true' ? true : lower === 'false' ? false : undefined;
}

const genders: Readonly<Record<string, 'M' | 'W'>> = { male: 'M', female: 'W', m: 'M', f: 'W', w: 'W' };

/** `Male`, `M`, `Female`, `F`, `W` → M or W. Undefined for anything else. */
export function personGender(text: string): 'M' | 'W' | undefined {
  return genders[text.toLowerCase()];
}

const dateForms = [
  /^(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})$/,
  /^(?<day>\d{1,2})[-/.](?<month>\d{1,2})[-/.](?<year>\d{4})$/,
  /^(?<month>\d{1,2})[-/.](?<day>\d{1,2})[-/.](?<year>\d{4})$/,
];

/** Reads a cell as a day of the calendar, `YYYY-MM-DD`; '' → null. Undefined for anything else. */
export type ReadDate = (text: string) => string | null | undefined;

/**
 * How the dates of a column are written: the form that most of its cells have (year, day or month first; where several
 * do, in this order). One cell alone does not tell whether 03-04 is in March or in April.
 */
export function dateColumn(cells: readonly (string | undefined)[]): ReadDate {
  const filled = cells.filter((cell) => cell !== undefined && cell !== '') as string[];
  const fits = dateForms.map((form) => filled.filter((cell) => readDate(cell, form) !== undefined).length);
  const form = dateForms[fits.indexOf(Math.max(...fits))] as RegExp;
  return (text) => (text === '' ? null : readDate(text, form));
}

function readDate(text: string, form: RegExp): string | undefined {
  const { year, month, day } = form.exec(text)?.groups ?? {};
  if (year === undefined || month === undefined || day === undefined) return undefined;
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return isCalendarDate(date) ? date : undefined;
}

/** Whether the text is an ISO 8601 time with an offset. */
export function isMoment(text: string): boolean {
  return /T\d{2}:\d{2}:\d{2}(?:Z|[+-]\d{2}:\d{2})$/.test(text) && readMoment(text, 0) !== null;
}

/** Centimetres; '' and 0 mean unknown → null. Undefined for what no height can be. */
export function heightCm(text: string): number | null | undefined {
  const value = wholeNumber(text);
  if (value === undefined) return undefined;
  if (value === null || value === 0) return null;
  return value >= 50 && value <= 280 ? value : undefined;
}

export interface SplitName {
  readonly familyName: string;
  readonly givenName: string | null;
}

/**
 * `FAMILY Given` taken apart: the family name is written in capitals (`McDONALD Rusheen`), perhaps with particles
 * (`le COZ Gireg`). A name all in capitals, or of one word, is a family name alone.
 */
export function splitName(text: string): SplitName {
  const words = text.split(/\s+/);
  let end = 0;
  for (const [index, word] of words.entries()) {
    if (/\p{Lu}{2,}/u.test(word)) end = index + 1;
    else if (/\p{Lu}/u.test(word)) break;
  }
  if (end === 0) end = 1;
  const given = words.slice(end).join(' ');
  return { familyName: words.slice(0, end).join(' '), givenName: given === '' ? null : given };
}
