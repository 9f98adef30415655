import { withDatabaseName } from '@games/postgres';
import type { SubgraphName } from '@games/schema';
import { type SpawnedService, spawnService } from '@games/testing';
import { layWire, type Wire } from './wire.ts';

/** One service of the Games: its processes, each at an address of its own that stays the same, and its database. */
export interface ServicePart {
  readonly name: SubgraphName;
  /** Where the gateway reaches it; with several processes, through a balancer. */
  readonly url: string;
  /** The wire to its database. */
  readonly database: Wire;
  /** Ends its processes by a signal, or one of them, and waits until they are gone. Returns the exit codes. */
  stop(signal: NodeJS.Signals, process?: number): Promise<readonly (number | null)[]>;
  /** Starts the processes that do not run. */
  start(): Promise<void>;
  /** Sends a signal to all of its processes. */
  signal(signal: NodeJS.Signals): void;
  pids(): readonly number[];
  /** What its processes wrote to standard error. */
  output(): string;
  /** Whether every process says that it is ready. */
  isReady(): Promise<boolean>;
  close(): Promise<void>;
}

export interface ServicePartOptions {
  /** The server of its database, which is reached over a wire. */
  readonly postgresUrl: string;
  readonly env: Readonly<Record<string, string>>;
  /** A port for each process. */
  readonly ports: readonly number[];
}

/** Lays the wires of a service; its processes are still to be started. */
export async function createServicePart(name: SubgraphName, options: ServicePartOptions): Promise<ServicePart> {
  const { postgresUrl, env, ports } = options;
  const main = new URL(`../../subgraphs/${name}/src/main.ts`, import.meta.url);
  const server = new URL(withDatabaseName(postgresUrl, `games_${name}`));
  const database = await layWire([{ port: Number(server.port) }]);
  server.port = String(database.port);
  const balancer = ports.length > 1 ? await layWire(ports.map((port) => ({ port }))) : null;
  const running: (SpawnedService | null)[] = ports.map(() => null);

  const stopOne = async (index: number, signal: NodeJS.Signals): Promise<number | null> => {
    const service = running[index];
    running[index] = null;
    return service ? service.stop(signal) : null;
  };
  const stop: ServicePart['stop'] = (signal, process) =>
    Promise.all(
      ports
        .map((_, index) => index)
        .filter((index) => process === undefined || index === process)
        .map((index) => stopOne(index, signal)),
    );
  return {
    name,
    url: `http://127.0.0.1:${balancer?.port ?? ports[0]}/graphql`,
    database,
    stop,
    start: async () => {
      await Promise.all(
        ports.map(async (port, index) => {
          running[index] ??= await spawnService(main, { ...env, PORT: String(port), DATABASE_URL: server.href });
        }),
      );
    },
    signal: (signal) => {
      for (const service of running) if (service) process.kill(service.pid, signal);
    },
    pids: () => running.flatMap((service) => (service ? [service.pid] : [])),
    output: () => running.map((service) => service?.output() ?? '').join(''),
    isReady: async () => {
      const answers = await Promise.all(
        ports.map((port) =>
          fetch(`http://127.0.0.1:${port}/health/ready`).then(
            ({ ok }) => ok,
            () => false,
          ),
        ),
      );
      return answers.every(Boolean);
    },
    close: async () => {
      await stop('SIGKILL');
      await Promise.all([database.close(), balancer?.close()]);
    },
  };
}
