import { execFileSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of a group of peers, its dependencies installed from the npm registry where they are not yet. */
export function installPeers(group: string): string {
  const folder = fileURLToPath(new URL(`../peers/${group}/`, import.meta.url));
  const record = join(folder, 'node_modules/.package-lock.json');
  const isFresh = existsSync(record) && statSync(record).mtimeMs >= statSync(join(folder, 'package.json')).mtimeMs;
  if (isFresh) return folder;
  process.stderr.write(`Installing the peers of ${group} …\n`);
  execFileSync('npm', ['install', '--no-audit', '--no-fund', '--no-package-lock', '--loglevel=error'], {
    cwd: folder,
    stdio: ['ignore', 2, 2],
  });
  return folder;
}
