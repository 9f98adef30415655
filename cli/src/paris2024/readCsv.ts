import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { Ledger, Row } from './ledger.ts';

interface ParsedRecord {
  readonly record: string[];
  readonly info: { readonly lines: number };
}

/**
 * The rows of a CSV file with a heading, in UTF-8 with either kind of line ends. Each is entered in the ledger; full
 * duplicates and records with too few or too many cells get their fate here and are left out.
 * A file that is missing, lacks a column, is not CSV or not in UTF-8 is a fault of the set and has no rows.
 */
export function readCsv(
  folder: string,
  file: string,
  columns: readonly string[],
  ledger: Ledger,
  faults: string[],
): readonly Row[] {
  const records = parseFile(folder, file, faults);
  if (records === null) return [];
  const heading = records[0]?.record.map((name) => name.trim()) ?? [];
  const missing = columns.filter((column) => !heading.includes(column));
  if (missing.length > 0) {
    faults.push(`${file} lacks the column ${missing.join(', ')}.`);
    return [];
  }
  const first = new Map<string, number>();
  const rows: Row[] = [];
  records.slice(1).forEach(({ record }, index) => {
    const cells = record.map((cell) => cell.trim());
    const row = { file, line: (records[index] as ParsedRecord).info.lines + 1, cells: combine(heading, cells) };
    ledger.read(row);
    const content = JSON.stringify(cells);
    const firstLine = first.get(content);
    if (cells.length !== heading.length) {
      ledger.refuse(row, `The record has ${cells.length} cells, the heading has ${heading.length}.`);
    } else if (firstLine !== undefined) {
      ledger.duplicate(row, firstLine);
    } else {
      first.set(content, row.line);
      rows.push(row);
    }
  });
  return rows;
}

function parseFile(folder: string, file: string, faults: string[]): readonly ParsedRecord[] | null {
  if (!existsSync(join(folder, file))) {
    faults.push(`The folder holds no ${file}: it is not the Paris 2024 data set.`);
    return null;
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(join(folder, file)));
    return parse(text, {
      bom: true,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
    }) as unknown as readonly ParsedRecord[];
  } catch (error) {
    const isEncoding = (error as { code?: string }).code === 'ERR_ENCODING_INVALID_ENCODED_DATA';
    faults.push(isEncoding ? `${file} is not in UTF-8.` : `${file} is not a CSV: ${(error as Error).message}.`);
    return null;
  }
}

function combine(heading: readonly string[], cells: readonly string[]): Record<string, string> {
  const row: Record<string, string> = Object.create(null);
  heading.forEach((name, index) => {
    row[name] = cells[index] ?? '';
  });
  return row;
}
