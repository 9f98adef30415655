import { join, resolve } from 'node:path';
import { ClientError } from '@games/service';
import type { Command } from 'commander';
import { databaseUrl, prepareDatabase, withDatabase } from '../databases.ts';
import { CommandError, print } from '../output.ts';
import { DataSetError } from '../paris2024/DataSetError.ts';
import { describeSummary } from '../paris2024/describeSummary.ts';
import { importParis2024, type Paris2024Summary } from '../paris2024/importParis2024.ts';
import { showProgress } from '../progress.ts';
import { findRunning } from '../running.ts';
import { lockState } from '../start/lock.ts';
import { provideDatabaseServer } from '../start/prepare.ts';
import { type ServiceProgram, servicePrograms } from '../start/services.ts';
import { stateFolder } from '../state.ts';

interface ImportOptions {
  readonly games: string;
  readonly revision: string;
  readonly report?: string;
  readonly database?: string;
  readonly strict: boolean;
  readonly maxRefused: string;
  readonly json: boolean;
}

/** `games import paris2024 <folder>`: the public Paris 2024 data set into a set of databases of its own. */
export function registerImportParis2024(importCommand: Command): void {
  importCommand
    .command('paris2024 <folder>')
    .description('take the public Paris 2024 CSV files in, as ODF messages, into databases of their own')
    .option('--games <name>', 'prefix of the databases', 'paris2024')
    .option('--revision <number>', 'edition of the files: raise it when they have changed', '1')
    .option('--report <file>', 'where every refused, duplicate or partly used row is written, as lines of JSON')
    .option('--database <url>', 'PostgreSQL server (default: DATABASE_URL, else the one of npm start)')
    .option('--strict', 'exit code 3 when a row was refused', false)
    .option('--max-refused <percent>', 'exit code 3 when a greater share of the rows was refused', '5')
    .option('--json', 'the summary as JSON', false)
    .action(async (folder: string, options: ImportOptions) => {
      const refusedMax = Number(options.maxRefused) / 100;
      if (!(refusedMax >= 0 && refusedMax <= 1)) throw new CommandError('--max-refused is a share from 0 to 100.');
      const report = resolve(options.report ?? join(stateFolder(), `${options.games}-report.ndjson`));
      const summary = await runImport(resolve(folder), report, options);
      const { notes: _notes, ...counts } = summary;
      print(options.json, { ...counts, report }, () => describeSummary(summary, report));
      const share = options.strict ? 0 : refusedMax;
      if (summary.totals.refused > share * summary.totals.rows) process.exitCode = 3;
    });
}

async function runImport(folder: string, reportFile: string, options: ImportOptions): Promise<Paris2024Summary> {
  const revision = Number(options.revision);
  if (!Number.isInteger(revision) || revision < 1) throw new CommandError('--revision is a whole number from 1.');
  if (!/^[a-z][a-z0-9_]{0,30}$/.test(options.games)) {
    throw new CommandError('--games is a name of small letters, digits and underscores.');
  }
  const server = await findServer(options);
  const progress = showProgress();
  try {
    const [athletes, competition] = await Promise.all([
      prepare(server.url, options.games, 'athletes'),
      prepare(server.url, options.games, 'competition'),
    ]);
    return await withDatabase(athletes, (athletesDatabase) =>
      withDatabase(competition, (competitionDatabase) =>
        importParis2024({
          folder,
          revision,
          reportFile,
          athletes: athletesDatabase,
          competition: competitionDatabase,
          onProgress: (step, done, total) => progress.update(step, done, total),
        }),
      ),
    );
  } catch (error) {
    if (error instanceof DataSetError || error instanceof ClientError) throw new CommandError(error.message);
    throw error;
  } finally {
    progress.stop();
    await server.close();
  }
}

async function findServer({ database }: ImportOptions): Promise<{ url: string; close(): Promise<void> }> {
  const given = database ?? process.env.DATABASE_URL ?? findRunning()?.databaseServerUrl;
  if (given) return { url: given, close: async () => {} };
  const folder = stateFolder();
  const unlock = lockState(folder);
  const { url, embedded } = await provideDatabaseServer(folder);
  return {
    url,
    close: async () => {
      await embedded?.close();
      unlock();
    },
  };
}

async function prepare(serverUrl: string, games: string, service: 'athletes' | 'competition'): Promise<string> {
  const url = databaseUrl(serverUrl, games, service);
  const program = servicePrograms.find(({ name }) => name === service) as ServiceProgram;
  await prepareDatabase(url, program, { reset: false });
  return url;
}
