/**
 * Hands over from whatever Node a machine has (20 or later) to the one that the repository pins, after installing the
 * dependencies where they are missing or out of date.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const bin = join(root, 'node_modules', '.bin');
const pinnedNode = join(bin, process.platform === 'win32' ? 'node.exe' : 'node');

/** npm writes this record of what is installed; it is as new as the lock file, or newer, when nothing is missing. */
const record = join(root, 'node_modules', '.package-lock.json');
const slackMs = 60_000;

/** Compiled code, and TypeScript without its types, from one process to the next: a service starts in half of the time. */
const compileCache = join(root, 'node_modules', '.cache', 'node');

/** Who started us, read at once: who waits for the first line of the program may end the shell before we look again. */
const parent = process.ppid;

function isInstalled() {
  if (!existsSync(record) || !existsSync(pinnedNode)) return false;
  return statSync(record).mtimeMs + slackMs >= statSync(join(root, 'package-lock.json')).mtimeMs;
}

/**
 * Installs what package-lock.json says when that is not what was installed last. Ends the process with one sentence when
 * it fails. (`npm ci` would refuse a lock file that lacks optional packages of other platforms, as happens where a
 * registry does not have them.)
 */
export function ensureInstalled() {
  if (isInstalled()) return;
  process.stderr.write('Installing dependencies (once, a minute or so) …\n');
  const isOnline = run('npm', ['view', 'node', 'version', '--fetch-retries=0', '--fetch-timeout=5000'], {
    stdio: 'ignore',
    timeout: 7_000,
  });
  // Without a network npm would try for minutes; what it has kept of earlier installations may be enough.
  const offline = isOnline ? [] : ['--offline'];
  const npm = ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error', ...offline];
  if (
    run('npm', npm, { stdio: ['ignore', isOnline ? 2 : 'ignore', isOnline ? 2 : 'ignore'] }) &&
    existsSync(pinnedNode)
  )
    return;
  process.stderr.write(
    isOnline
      ? 'The dependencies could not be installed; npm says why above.\n'
      : 'The dependencies could not be installed: there is no network, or the npm registry does not answer.\n',
  );
  process.exit(1);
}

const run = (command, args, options) => spawnSync(command, args, { cwd: root, ...options }).status === 0;

/**
 * Runs a program of the repository on the pinned Node and ends with its exit code. Signals reach it as they come. npm runs
 * scripts in a shell that dies of a signal without passing it on: what npm has started ends when that shell is gone.
 * `startAgain` adds to the environment of a program that is started again because somebody else has killed it.
 */
export function handOver(args, env = {}, { startAgain } = {}) {
  const path = `${bin}${process.platform === 'win32' ? ';' : ':'}${process.env.PATH}`;
  const start = (more) =>
    spawn(pinnedNode, args, {
      cwd: process.cwd(),
      stdio: 'inherit',
      env: { NODE_COMPILE_CACHE: compileCache, ...process.env, PATH: path, ...env, ...more },
    }).on('exit', (code, signal) => {
      if (signal !== 'SIGKILL' || !startAgain || isEnding) process.exit(signal ? 1 : (code ?? 1));
      process.stderr.write('The supervisor has ended (SIGKILL); everything is started again.\n');
      child = start(startAgain);
    });
  let isEnding = false;
  let child = start({});
  const end = (signal) => {
    isEnding = true;
    child.kill(signal);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => end(signal));
  if (process.env.npm_lifecycle_event !== undefined) {
    setInterval(() => process.ppid !== parent && end('SIGTERM'), 500).unref();
  }
}
