import type { Queryable } from './database.ts';

/** A value of a row for COPY. Objects and lists go through `copyJson` or `copyTextArray` first. */
export type CopyValue = string | number | bigint | boolean | Date | null;

/** Characters that are handed to COPY at once: single lines would cost more than the copying. */
const chunkCharacters = 65_536;

/**
 * Writes rows into a table with COPY; their values stand in the order of the columns (a list, or one as in SQL: `'a, b'`).
 * Returns how many there were.
 * Table and columns are names that the program chooses.
 */
export async function copyRows(
  db: Queryable,
  table: string,
  columns: string | readonly string[],
  rows: Iterable<readonly CopyValue[]>,
): Promise<number> {
  // Most messages and forms have no rows for most tables: no need to ask the server for nothing.
  if (Array.isArray(rows) && rows.length === 0) return 0;
  let count = 0;
  const counted = function* (): Generator<readonly CopyValue[]> {
    for (const row of rows) {
      count += 1;
      yield row;
    }
  };
  await db.copyFrom(
    `copy ${table} (${typeof columns === 'string' ? columns : columns.join()}) from stdin`,
    encode(counted()),
  );
  return count;
}

function* encode(rows: Iterable<readonly CopyValue[]>): Generator<string> {
  let chunk = '';
  for (const row of rows) {
    let separator = '';
    for (const value of row) {
      chunk += separator + encodeValue(value);
      separator = '\t';
    }
    chunk += '\n';
    if (chunk.length < chunkCharacters) continue;
    yield chunk;
    chunk = '';
  }
  if (chunk !== '') yield chunk;
}

const special = /[\\\t\n\r]/g;
const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

/** The text format of COPY: backslash escapes, `\N` for null. */
function encodeValue(value: CopyValue): string {
  if (typeof value === 'string') return value.replace(special, (character) => escapes[character] as string);
  if (value === null) return '\\N';
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'boolean' ? (value ? 't' : 'f') : String(value);
}

/** A value for a jsonb column. */
export const copyJson = (value: unknown): string => JSON.stringify(value);

/** A value for a text[] column. */
export const copyTextArray = (values: readonly string[]): string =>
  `{${values.map((value) => `"${value.replace(/["\\]/g, '\\$&')}"`).join(',')}}`;
