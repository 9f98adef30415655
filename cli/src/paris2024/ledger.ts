/** One record of a file of the set: its cells by column, trimmed. */
export interface Row {
  readonly file: string;
  /** Line on which the record begins, from 1; the heading is line 1. */
  readonly line: number;
  readonly cells: Readonly<Record<string, string>>;
}

/** What is said of a row in the report. A warning leaves the row applied: something of it could not be taken over. */
export interface Note {
  readonly file: string;
  readonly line: number;
  readonly kind: 'refused' | 'duplicate' | 'warning';
  readonly reason: string;
}

/** What became of a file's rows: `rows = applied + duplicates + refused`. */
export interface FileCount {
  readonly file: string;
  readonly rows: number;
  readonly applied: number;
  readonly duplicates: number;
  readonly refused: number;
}

/** The book in which every row that is read gets exactly one fate. */
export interface Ledger {
  /** Enters a row that was read, before anything is known of it. */
  read(row: Row): void;
  apply(row: Row): void;
  duplicate(row: Row, firstLine: number): void;
  /** Refuses a row; it may have been applied so far (the endpoint refused the message that it went into). */
  refuse(row: Row, reason: string): void;
  warn(row: Row, reason: string): void;
  /** The counts file by file, and the notes by file and line. Throws when a row has no fate: it would be dropped silently. */
  close(): { readonly files: readonly FileCount[]; readonly notes: readonly Note[] };
}

export function createLedger(): Ledger {
  const fates = new Map<Row, 'read' | 'applied' | 'duplicate' | 'refused'>();
  const notes: Note[] = [];
  const note = (row: Row, kind: Note['kind'], reason: string): void => {
    notes.push({ file: row.file, line: row.line, kind, reason });
  };
  const settle = (row: Row, fate: 'applied' | 'duplicate' | 'refused'): void => {
    const before = fates.get(row);
    const isAllowed = before === 'read' || before === fate || (before === 'applied' && fate === 'refused');
    if (!isAllowed) throw new Error(`${row.file}, line ${row.line} is ${before ?? 'unread'} and can not be ${fate}.`);
    fates.set(row, fate);
  };
  return {
    read: (row) => void fates.set(row, 'read'),
    apply: (row) => settle(row, 'applied'),
    duplicate: (row, firstLine) => {
      settle(row, 'duplicate');
      note(row, 'duplicate', `The same as line ${firstLine}.`);
    },
    refuse: (row, reason) => {
      settle(row, 'refused');
      note(row, 'refused', reason);
    },
    warn: (row, reason) => note(row, 'warning', reason),
    close: () => {
      const files = countFiles(fates);
      const order = new Map(files.map(({ file }, index) => [file, index]));
      const place = (one: Note): number => order.get(one.file) ?? 0;
      return { files, notes: notes.toSorted((a, b) => place(a) - place(b) || a.line - b.line) };
    },
  };
}

function countFiles(fates: ReadonlyMap<Row, string>): readonly FileCount[] {
  const counts = new Map<string, { rows: number; applied: number; duplicate: number; refused: number }>();
  for (const [row, fate] of fates) {
    if (fate === 'read') throw new Error(`${row.file}, line ${row.line} was neither applied nor refused.`);
    const count = counts.get(row.file) ?? { rows: 0, applied: 0, duplicate: 0, refused: 0 };
    counts.set(row.file, count);
    count.rows += 1;
    count[fate as 'applied' | 'duplicate' | 'refused'] += 1;
  }
  return [...counts].map(([file, { rows, applied, duplicate, refused }]) => ({
    file,
    rows,
    applied,
    duplicates: duplicate,
    refused,
  }));
}
