import { execFileSync } from 'node:child_process';
import { cpus, totalmem } from 'node:os';

/** One line of a benchmark's table: a figure by the heading of its column. */
export type Row = Readonly<Record<string, string | number>>;

/** What a benchmark returns. */
export interface Report {
  /** What was measured, in a sentence. */
  readonly title: string;
  readonly rows: readonly Row[];
  /** Ratios, targets and caveats, each a sentence. */
  readonly notes?: readonly string[];
}

/** A benchmark: `bench/src/NAME.ts` exports one as `bench`. It stops whatever it starts. */
export interface Benchmark {
  readonly about: string;
  run(args: readonly string[]): Promise<Report>;
}

export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly memoryGiB: number;
  readonly node: string;
  readonly commit: string;
}

/** The machine that figures were measured on. */
export function describeMachine(): Machine {
  return {
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    commit: commit(),
  };
}

function commit(): string {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8', stdio: 'pipe' }).trim();
  } catch {
    return 'unknown';
  }
}

/** A report as a table in Markdown, with the machine named. */
export function toMarkdown(report: Report, machine: Machine): string {
  const headings = [...new Set(report.rows.flatMap((row) => Object.keys(row)))];
  const line = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`;
  const rule = headings.map((heading) =>
    report.rows.some((row) => typeof row[heading] === 'number') ? '---:' : '---',
  );
  return [
    report.title,
    `(${machine.processor}, ${machine.cores} cores, ${machine.memoryGiB} GiB, Node ${machine.node}, commit ${machine.commit})`,
    '',
    line(headings),
    line(rule),
    ...report.rows.map((row) => line(headings.map((heading) => format(row[heading])))),
    '',
    ...(report.notes ?? []).map((note) => `- ${note}`),
  ].join('\n');
}

function format(value: string | number | undefined): string | number {
  if (typeof value !== 'number') return value ?? '';
  if (Number.isInteger(value)) return value;
  return Math.abs(value) >= 100 ? Math.round(value) : Number(value.toPrecision(3));
}
