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

/** The counts of several files together. */
export function sumOf(files: readonly FileCount[]): Omit<FileCount, 'file'> {
  const sum = (key: keyof Omit<FileCount, 'file'>) => files.reduce((all, file) => all + file[key], 0);
  return { rows: sum('rows'), applied: sum('applied'), duplicates: sum('duplicates'), refused: sum('refused') };
}

function countFiles(fates: ReadonlyMap<Row, string>): readonly FileCount[] {
  return [...Map.groupBy(fates, ([{ file }]) => file)].map(([file, rows]) => {
    const unsettled = rows.find(([, fate]) => fate === 'read')?.[0];
    if (unsettled) throw new Error(`${file}, line ${unsettled.line} was neither applied nor refused.`);
    const count = (wanted: string): number => rows.filter(([, fate]) => fate === wanted).length;
    const [applied, duplicates, refused] = [count('applied'), count('duplicate'), count('refused')];
    return { file, rows: rows.length, applied, duplicates, refused };
  });
}
