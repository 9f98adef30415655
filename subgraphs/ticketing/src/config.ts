import { type GamesClock, gamesClock, integerEnv, requireEnv } from '@games/service';

/** What a ticketing process is configured with by its environment. */
export interface TicketingConfig {
  readonly databaseUrl: string;
  /** Absent: the in-process stand-in, good for one process. */
  readonly redisUrl: string | undefined;
  readonly viewerSecret: string;
  readonly port: number;
  readonly host: string;
  /** Connections to the database at most. */
  readonly poolSize: number;
  readonly clock: GamesClock;
  /** The rest, for what is configured by its own part (payment providers, keys). */
  readonly env: NodeJS.ProcessEnv;
}

/** Reads the environment. Throws a sentence that names what is missing. */
export function readConfig(env: NodeJS.ProcessEnv): TicketingConfig {
  return {
    databaseUrl: requireEnv('DATABASE_URL', env),
    redisUrl: env.REDIS_URL || undefined,
    viewerSecret: requireEnv('VIEWER_SECRET', env),
    port: integerEnv('PORT', 4005, { most: 65_535 }, env),
    host: env.HOST || '127.0.0.1',
    poolSize: integerEnv('DATABASE_POOL_SIZE', 16, { least: 1, most: 200 }, env),
    clock: gamesClock(env),
    env,
  };
}
