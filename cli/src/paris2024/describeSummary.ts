import { table } from '../output.ts';
import type { Paris2024Summary, ServiceSummary } from './importParis2024.ts';
import { type FileCount, sumOf } from './ledger.ts';

/** The summary of an import in words: files, what was refused and why, messages, medals. */
export function describeSummary(summary: Paris2024Summary, report: string): string {
  const { files, totals, unusedFiles, messages, athletes, competition, medals } = summary;
  const line = ({ file, rows, applied, duplicates, refused }: FileCount) => [file, rows, applied, duplicates, refused];
  const outcomes = (of: ServiceSummary) =>
    Object.entries(of.outcomes).map(([outcome, count]) => `${count} ${outcome.toLowerCase()}`);
  return [
    table(
      ['file', 'rows', 'applied', 'duplicate', 'refused'],
      [...foldResults(files).map(line), line({ file: 'all', ...totals })],
    ),
    '',
    ...commonReasons(summary),
    ...unusedFiles.map(({ file, reason }) => `Not read: ${file} (${reason}).`),
    `Every row that was refused, a duplicate or used in part: ${report}`,
    '',
    `${messages} messages. athletes: ${outcomes(athletes).join(', ')}. competition: ${outcomes(competition).join(', ')}.`,
    `Medals: ${medals.rows} rows, ${medals.applied} applied, ${medals.total} by the set's own totals.`,
    ...medals.differences.map(
      ({ organisation, rows, applied, total }) =>
        `  ${organisation}: ${rows} rows, ${applied} applied, ${total} by the totals.`,
    ),
  ].join('\n');
}

/** The files below results/ as one line. */
function foldResults(files: readonly FileCount[]): readonly FileCount[] {
  const results = files.filter(({ file }) => file.startsWith('results/'));
  const others = files.filter((file) => !results.includes(file));
  return [...others, { file: `results/ (${results.length} files)`, ...sumOf(results) }];
}

const exampleLinesMax = 3;

/** Why rows were refused, the same reasons counted together, with the first lines of each. */
function commonReasons({ notes }: Paris2024Summary): readonly string[] {
  const groups = new Map<string, { reason: string; file: string; lines: number[] }>();
  for (const { kind, file, line, reason } of notes) {
    if (kind !== 'refused') continue;
    const key = `${file} ${reason.replace(/"[^"]*"|\d+|\p{Lu}[\p{L}' -]*\p{Lu}[\p{L}' -]*/gu, '#')}`;
    const group = groups.get(key) ?? { reason, file, lines: [] };
    groups.set(key, group);
    group.lines.push(line);
  }
  return [...groups.values()].map(({ reason, file, lines }) => {
    const shown = lines.slice(0, exampleLinesMax).join(', ');
    const more = lines.length > exampleLinesMax ? ` and ${lines.length - exampleLinesMax} more` : '';
    return `Refused: ${file}, line ${shown}${more}: ${reason}`;
  });
}
