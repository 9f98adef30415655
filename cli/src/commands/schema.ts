import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findApiChanges } from '@games/schema/breakingChanges.ts';
import { compose } from '@games/schema/compose.ts';
import type { Command } from 'commander';
import { CommandError, print } from '../output.ts';
import { repositoryFolder } from '../state.ts';

/** `games schema check|compose|diff`: the contract, seen by scripts. */
export function registerSchema(program: Command): void {
  const schema = program.command('schema').description('the contract: composition, checks, changes');
  schema
    .command('check')
    .description('fail when composition fails, a generated file is stale or a named operation is broken')
    .action(() => void runScript('check.ts'));
  schema
    .command('compose')
    .description('compose the subgraphs and write the supergraph, the API schema and the resolver types')
    .action(() => {
      if (runScript('build.ts')) process.stdout.write('Written: supergraph, API schema, resolver types.\n');
    });
  schema
    .command('diff')
    .description('what changed in the API since a commit (default HEAD); exit code 3 when something breaks clients')
    .argument('[base]', 'commit to compare with', 'HEAD')
    .option('--json', 'as JSON', false)
    .action((base: string, options: { json: boolean }) => {
      const composition = compose();
      if ('errors' in composition) throw new CommandError(`Composition failed: ${composition.errors.join('; ')}`);
      const changes = findApiChanges(apiAt(base), composition.apiSdl);
      print(options.json, changes, () =>
        changes.length === 0
          ? 'No change.'
          : changes.map(({ kind, description }) => `${kind.padEnd(9)} ${description}`).join('\n'),
      );
      if (changes.some(({ kind }) => kind === 'breaking')) process.exitCode = 3;
    });
}

/** Runs a script of the schema; it says itself what is wrong. Returns whether it went well. */
function runScript(name: string): boolean {
  try {
    execFileSync(process.execPath, [join(repositoryFolder, 'schema/src', name)], { stdio: 'inherit' });
    return true;
  } catch {
    process.exitCode = 1;
    return false;
  }
}

function apiAt(base: string): string {
  if (base.endsWith('.graphql')) return readFileSync(base, 'utf8');
  try {
    return execFileSync('git', ['show', `${base}:schema/api.graphql`], {
      cwd: repositoryFolder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      maxBuffer: 64 * 1024 * 1024,
    });
  } catch {
    throw new CommandError(`There is no schema/api.graphql at ${base}.`);
  }
}
