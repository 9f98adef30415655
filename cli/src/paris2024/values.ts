/** `1`, `1.0` → 1; '' → null. Undefined for anything that is no whole number. */
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

/** `YYYY-MM-DD` of the calendar; '' → null. Undefined for anything else. */
export function calendarDate(text: string): string | null | undefined {
  if (text === '') return null;
  return isCalendarDate(text) ? text : undefined;
}

/** A date of birth in either order that the set has, `1988-03-28` or `28-03-1988`; '' → null. Undefined for anything else. */
export function birthDate(text: string): string | null | undefined {
  return calendarDate(text) ?? (text === '' ? null : dayFirst(text));
}

/** `27-07-2024` → `2024-07-27`. Undefined for anything else. */
export function dayFirst(text: string): string | undefined {
  const date = text.split('-').reverse().join('-');
  return isCalendarDate(date) ? date : undefined;
}

/** Whether the text is an ISO 8601 time with an offset. */
export function isMoment(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:Z|[+-]\d{2}:\d{2})$/.test(text) && isCalendarDate(text.slice(0, 10));
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

function isCalendarDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}
