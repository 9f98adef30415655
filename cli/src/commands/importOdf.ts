import { readFileSync, statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Command } from 'commander';
import { sendMessage } from '../odfSender.ts';
import { CommandError, print } from '../output.ts';
import { showProgress } from '../progress.ts';
import { findRunning } from '../running.ts';

interface ImportOptions {
  readonly endpoint?: string[];
  readonly key?: string;
  readonly json: boolean;
}

interface Refused {
  readonly file: string;
  readonly endpoint: string;
  readonly reason: string;
}

interface Summary {
  readonly files: number;
  readonly outcomes: Readonly<Record<string, number>>;
  readonly refused: readonly Refused[];
}

/** `games import odf <files…>`: sends message files to the endpoints of competition and athletes. */
export function registerImportOdf(importCommand: Command): void {
  importCommand
    .command('odf <files...>')
    .description(
      'send ODF messages (.xml, .xml.gz; folders are read in the order of names) to competition and athletes',
    )
    .option('--endpoint <url...>', 'endpoints to send to (default: POST /odf of the services that run here)')
    .option('--key <key>', 'the key of the endpoints (default: the development key)')
    .option('--json', 'the summary as JSON', false)
    .action(async (files: string[], options: ImportOptions) => {
      const summary = await importFiles(await expand(files), options);
      print(options.json, summary, () => describe(summary));
      if (summary.refused.length > 0) process.exitCode = 1;
    });
}

async function expand(paths: readonly string[]): Promise<readonly string[]> {
  const expanded = await Promise.all(
    paths.map(async (path) => {
      if (!statSync(path, { throwIfNoEntry: false })) throw new CommandError(`There is no file ${path}.`);
      if (!statSync(path).isDirectory()) return [path];
      const names = (await readdir(path)).filter((name) => /\.xml(\.gz)?$/.test(name)).sort();
      return names.map((name) => join(path, name));
    }),
  );
  return expanded.flat();
}

async function importFiles(files: readonly string[], options: ImportOptions): Promise<Summary> {
  const running = findRunning();
  const endpoints =
    options.endpoint ??
    (running
      ? [running.publicUrls.competition, running.publicUrls.athletes].map((url) => new URL('/odf', url).href)
      : []);
  const key = options.key ?? running?.odfApiKey;
  if (endpoints.length === 0 || !key)
    throw new CommandError('Nothing runs here: `npm start` first, or give --endpoint and --key.');
  const outcomes: Record<string, number> = {};
  const refused: Refused[] = [];
  const progress = showProgress();
  for (const [index, file] of files.entries()) {
    const content = readFileSync(file);
    const xml = file.endsWith('.gz') ? gunzipSync(content) : content;
    // The order of the files is the order of the feed, so one goes after the other; the endpoints are independent.
    for (const answer of await Promise.all(endpoints.map((endpoint) => sendMessage(endpoint, xml, key)))) {
      if (answer.isAccepted) outcomes[answer.outcome] = (outcomes[answer.outcome] ?? 0) + 1;
      else refused.push({ file, endpoint: answer.endpoint, reason: answer.outcome });
    }
    progress.update('messages', index + 1, files.length);
  }
  progress.stop();
  return { files: files.length, outcomes, refused };
}

function describe({ files, outcomes, refused }: Summary): string {
  return [
    `${files} messages sent.`,
    ...Object.entries(outcomes).map(([outcome, count]) => `  ${outcome}: ${count}`),
    ...refused.map(({ file, endpoint, reason }) => `  refused by ${endpoint}: ${file}: ${reason}`),
  ].join('\n');
}
