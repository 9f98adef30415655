import { rscLength } from '@games/odf';
import type { EventGender } from '@games/schema/generated/competition.ts';
import { ClientError } from '@games/service';
import { type Page, type PageArguments, readPage } from '@games/subgraph';

const codeCharactersMax = 64;

/** A code that a client sent, in capitals as the feed writes codes. Throws ClientError BAD_USER_INPUT for a text that no code can be. */
export function readCode(value: string, name: string): string {
  if (value.length <= codeCharactersMax && /^[\x20-\x7e]*$/.test(value)) return value.toUpperCase();
  throw new ClientError('BAD_USER_INPUT', `\`${name}\` is not a code.`);
}

/** As `readCode`; null stays null. */
export function readOptionalCode(value: string | null | undefined, name: string): string | null {
  return value == null ? null : readCode(value, name);
}

/** A results system code that a client sent, padded to its 34 characters. */
export function readRsc(value: string, name: string): string {
  return readCode(value, name).padEnd(rscLength, '-');
}

const genderLetters: Readonly<Record<EventGender, string>> = { MEN: 'M', WOMEN: 'W', MIXED: 'X', OPEN: 'O' };

/** The letter that stands for a gender in results system codes. */
export const genderLetter = (gender: EventGender | null | undefined): string | null =>
  gender == null ? null : genderLetters[gender];

/** The gender that a letter stands for; null for a code that says nothing of it. */
export function genderOf(letter: string | undefined): EventGender | null {
  const found = Object.entries(genderLetters).find(([, own]) => own === letter);
  return found ? (found[0] as EventGender) : null;
}

/** What a value of a cursor has to look like, so that PostgreSQL can take it. */
const cursorPatterns = {
  code: /^[\x20-\x7e]{0,100}$/,
  integer: /^-?\d{1,10}$/,
  bigint: /^\d{1,18}$/,
  time: /^(?:-?infinity|\d{4}-\d{2}-\d{2}[ T][0-9:.+-]{5,25}(?: BC)?)$/,
  date: /^\d{4}-\d{2}-\d{2}$/,
} as const;
export type CursorColumn = keyof typeof cursorPatterns;

/** Reads a connection's arguments. A cursor whose values are not of the list's kinds was made up: INVALID_CURSOR. */
export function readListPage(args: PageArguments, list: string, columns: readonly CursorColumn[]): Page {
  const page = readPage(args, list);
  for (const place of [page.after, page.before]) {
    const fits = place === null || columns.every((column, index) => cursorPatterns[column].test(String(place[index])));
    if (!fits || (place !== null && place.length !== columns.length)) {
      throw new ClientError('INVALID_CURSOR', 'This cursor is malformed, or belongs to another list.');
    }
  }
  return page;
}

export const unitCursor: readonly CursorColumn[] = ['time', 'integer', 'code'];
export const sessionCursor: readonly CursorColumn[] = ['time', 'code'];
export const codeCursor: readonly CursorColumn[] = ['code'];

/** A code that a list was asked by, and how it is looked up. */
type AskedCode = readonly [code: string | null, name: string, find: (code: string) => Promise<object | null>];

/** Tells an empty list from one that was asked by a code that nothing has: throws ClientError BAD_USER_INPUT for that. */
export async function assertKnown(rows: readonly unknown[], asked: readonly AskedCode[]): Promise<void> {
  if (rows.length > 0) return;
  for (const [code, name, find] of asked) {
    if (code !== null && (await find(code)) === null) {
      throw new ClientError('BAD_USER_INPUT', `\`${name}\`: nothing has the code ${JSON.stringify(code)}.`);
    }
  }
}
