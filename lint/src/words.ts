import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Exception, exceptions, replacements, unread } from './vocabulary.ts';

const root = process.argv[2] ?? fileURLToPath(new URL('../..', import.meta.url));

/** The words of identifiers apart and small, as a reader hears them: `waitingRoomId` is "waiting room id". */
const asWords = (line: string): string =>
  line
    .replaceAll(/(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|_/g, ' ')
    .replaceAll(/ +/g, ' ')
    .toLowerCase();

const isAllowed = (file: string, line: string): boolean =>
  exceptions.some(({ text, files }: Exception) => text.test(line) && (files?.test(file) ?? true));

/** Every use of a replaced word in a text, with what to write instead. */
function* findWords(file: string, text: string): Generator<string> {
  for (const [index, line] of text.split('\n').entries()) {
    const words = asWords(line);
    for (const { found, use } of replacements) {
      const match = found.exec(words);
      if (match === null || isAllowed(file, line)) continue;
      yield `${file}:${index + 1}: "${match[0].trim()}" – use: ${use}\n    ${line.trim().slice(0, 160)}`;
    }
  }
}

/** What Git keeps or will keep, without what nobody writes by hand. */
const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\n')
  .filter((file) => /\.(?:ts|mjs|graphql|md|sql|yml|grit)$|package\.json$/.test(file) && existsSync(join(root, file)))
  .filter((file) => !unread.some(({ files }) => files.test(file)));

const findings = files.flatMap((file) => [...findWords(file, readFileSync(join(root, file), 'utf8'))]);
for (const finding of findings) process.stdout.write(`${finding}\n`);
if (findings.length > 0) process.stdout.write(`${findings.length} words that lint/src/vocabulary.ts replaces.\n`);
process.exitCode = findings.length > 0 ? 1 : 0;
