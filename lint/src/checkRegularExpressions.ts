import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Found, findRegularExpressions } from './regularExpressions.ts';
import { createVerdicts } from './verdicts.ts';

/**
 * `npm run regex`: no regular expression of a source may take more than linear time for any text. What is known of an
 * expression is kept in `node_modules/.cache`, so that only new ones are examined. Tests and the vocabulary read only what
 * we wrote ourselves.
 */
const root = fileURLToPath(new URL('../../', import.meta.url));
const cacheFile = join(root, 'node_modules/.cache/regular-expressions.json');

const sources = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '*.ts', '*.mjs', '*.js'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\n')
  .filter((file) => file !== '' && !/(?:^|\/)(?:test|generated|peers)\/|^lint\/src\/vocabulary\.ts$/.test(file));

const verdicts = createVerdicts(readCache());
const found = sources.flatMap((file) => findRegularExpressions(file, readFileSync(join(root, file), 'utf8')));
const faults: string[] = [];
for (const each of found) {
  const complexity = await verdicts.of(each);
  if (complexity !== 'linear') faults.push(describe(each, complexity));
}
mkdirSync(dirname(cacheFile), { recursive: true });
writeFileSync(cacheFile, JSON.stringify(verdicts.known()));
if (faults.length > 0) {
  process.stderr.write(`${faults.join('\n')}\nRead such texts by index, or bound what may repeat.\n`);
  process.exit(1);
}

function describe({ file, line, pattern, flags }: Found, complexity: string): string {
  return `${file}:${line} /${pattern}/${flags} takes ${complexity} time`;
}

function readCache(): Readonly<Record<string, string>> {
  try {
    return JSON.parse(readFileSync(cacheFile, 'utf8'));
  } catch {
    return {};
  }
}
