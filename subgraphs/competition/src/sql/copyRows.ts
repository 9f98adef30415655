import type { Transaction } from '@games/postgres';

/** A value of a row for COPY. Objects and lists go through `json` or `textArray` first. */
export type CopyValue = string | number | bigint | boolean | Date | null;

/** Bytes of text that are handed to COPY at once. */
const chunkCharacters = 65_536;

/**
 * Writes rows into a table with COPY, inside the transaction. The rows' values stand in the order of the columns.
 * Table and columns are names that the program chooses.
 */
export async function copyRows(
  tx: Transaction,
  table: string,
  columns: readonly string[],
  rows: readonly (readonly CopyValue[])[],
): Promise<void> {
  if (rows.length === 0) return;
  await tx.copyFrom(`copy ${table} (${columns.join(', ')}) from stdin`, encode(rows));
}

function* encode(rows: readonly (readonly CopyValue[])[]): Iterable<string> {
  let chunk = '';
  for (const row of rows) {
    chunk += `${row.map(encodeValue).join('\t')}\n`;
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
  if (value === null) return '\\N';
  if (typeof value === 'string') return value.replace(special, (character) => escapes[character] as string);
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'boolean' ? (value ? 't' : 'f') : String(value);
}

/** A value for a jsonb column. */
export const json = (value: unknown): string => JSON.stringify(value);

/** A value for a text[] column. */
export const textArray = (values: readonly string[]): string =>
  `{${values.map((value) => `"${value.replace(/["\\]/g, '\\$&')}"`).join(',')}}`;
