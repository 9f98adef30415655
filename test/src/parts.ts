import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createDevelopmentIssuer } from '@games/gateway';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@games/postgres';
import { type SubgraphName, subgraphNames } from '@games/schema';
import { type SpawnedService, spawnService } from '@games/testing';
import { copySeededFolder } from './seededFolder.ts';
import { createServicePart, type ServicePart } from './servicePart.ts';
import { freePorts, type RunningStack } from './stack.ts';

/** The Games as separate parts, each of which can be killed, cut off and started again. */
export interface GamesInParts {
  readonly gatewayUrl: string;
  readonly gateway: SpawnedService;
  /** Starts another gateway on the same services, with other environment; it is its user's to stop. */
  gatewayOf(env: Readonly<Record<string, string>>): Promise<SpawnedService>;
  readonly metricsUrl: string;
  readonly services: Readonly<Record<SubgraphName, ServicePart>>;
  /** Keys and tokens, as the start made them. */
  readonly access: RunningStack;
  readonly folder: string;
  /** The server of all databases, without a wire in between. */
  postgresUrl(): string;
  /** Kills PostgreSQL as a lost machine would be gone. */
  killPostgres(): Promise<void>;
  startPostgres(): Promise<void>;
  close(): Promise<void>;
}

export interface PartsOptions {
  readonly processesOfEach: 1 | 2;
  readonly redisUrl?: string;
  /** Further environment of the gateway. */
  readonly gatewayEnv?: Readonly<Record<string, string>>;
}

const mainOf = (path: string): URL => new URL(`../../${path}/src/main.ts`, import.meta.url);

/** Starts the small Games, as `npm start` has made them, as separate parts. */
export async function startParts(options: PartsOptions): Promise<GamesInParts> {
  const { folder, access } = await copySeededFolder();
  const secrets = JSON.parse(readFileSync(join(folder, 'secrets.json'), 'utf8')) as Record<string, string>;
  const startPostgres = (port?: number): Promise<EmbeddedPostgres> =>
    startEmbeddedPostgres({ folder: join(folder, 'postgres'), ...(port === undefined ? {} : { port }) });
  let postgres = await startPostgres();

  const env = {
    VIEWER_SECRET: secrets.viewerSecret as string,
    GAMES_NOW: '2028-07-22T19:30:00-07:00',
    GAMES_SCALE: 'small',
    LOG_LEVEL: 'error',
    ODF_API_KEY: secrets.odfApiKey as string,
    ASSET_FOLDER: join(folder, 'assets'),
    ASSET_SECRET: secrets.assetSecret as string,
    TICKET_KEYS_FOLDER: join(folder, 'ticket-keys'),
    QUEUE_SECRET: secrets.queueSecret as string,
    DATABASE_POOL_SIZE: '8',
    ...(options.redisUrl === undefined ? {} : { REDIS_URL: options.redisUrl }),
  };
  const ports: number[] = [];
  for (let process = 0; process < options.processesOfEach; process += 1) ports.push(await freePorts());
  const parts: ServicePart[] = [];
  for (const [index, name] of subgraphNames.entries()) {
    parts.push(
      await createServicePart(name, { postgresUrl: postgres.url, env, ports: ports.map((port) => port + index) }),
    );
  }
  await Promise.all(parts.map((part) => part.start()));
  const services = Object.fromEntries(parts.map((part) => [part.name, part])) as Record<SubgraphName, ServicePart>;
  const metricsPort = (ports[0] as number) + subgraphNames.length;
  const { issuer } = await createDevelopmentIssuer(join(folder, 'issuer'));
  const gatewayEnv = {
    PORT: '0',
    LOG_LEVEL: 'error',
    VIEWER_SECRET: env.VIEWER_SECRET,
    SUBGRAPH_URLS: subgraphNames.map((name) => `${name}=${services[name].url}`).join(','),
    API_KEYS_FILE: join(folder, 'api-keys.json'),
    TOKEN_ISSUERS: JSON.stringify([issuer]),
    ...(options.redisUrl === undefined ? {} : { REDIS_URL: options.redisUrl }),
    ...options.gatewayEnv,
  };
  const gatewayOf = (env: Readonly<Record<string, string>>): Promise<SpawnedService> =>
    spawnService(mainOf('gateway'), { ...gatewayEnv, ...env });
  const gateway = await gatewayOf({ METRICS_PORT: String(metricsPort) });
  return {
    gatewayUrl: gateway.url,
    gateway,
    gatewayOf,
    metricsUrl: `http://127.0.0.1:${metricsPort}/metrics`,
    services,
    access,
    folder,
    postgresUrl: () => postgres.url,
    killPostgres: async () => {
      process.kill(postgres.pid, 'SIGKILL');
      await postgres.exited;
    },
    startPostgres: async () => {
      postgres = await startPostgres(postgres.port);
    },
    close: async () => {
      await gateway.stop('SIGKILL');
      await Promise.all(parts.map((part) => part.close()));
      await postgres.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
