/** A failure of a command that is the user's to fix: one sentence, exit code 1. */
export class CommandError extends Error {
  readonly exitCode: number;

  constructor(message: string, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** Prints the result of a command: as JSON where asked for, else as the given text. */
export function print(isJson: boolean, value: unknown, text: () => string): void {
  const plain = (_name: string, item: unknown): unknown => (typeof item === 'bigint' ? item.toString() : item);
  process.stdout.write(`${isJson ? JSON.stringify(value, plain, 2) : text()}\n`);
}

/** Rows as a table of aligned columns; numbers to the right. */
export function table(headings: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const widths = headings.map((heading, column) =>
    Math.max(heading.length, ...rows.map((row) => String(row[column] ?? '').length)),
  );
  const line = (cells: readonly (string | number)[]): string =>
    cells
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return typeof cell === 'number' ? String(cell).padStart(width) : String(cell).padEnd(width);
      })
      .join('  ')
      .trimEnd();
  return [line(headings), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}
