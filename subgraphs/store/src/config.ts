import { type GamesClock, gamesClock, integerEnv, requireEnv } from '@games/service';

/** What a store process is told by its environment. */
export interface StoreConfig {
  readonly databaseUrl: string;
  readonly viewerSecret: string;
  readonly port: number;
  readonly host: string;
  /** Connections to the database at most. */
  readonly poolSize: number;
  readonly clock: GamesClock;
}

/** Reads the environment. Throws a sentence that names what is missing. */
export function readConfig(env: NodeJS.ProcessEnv): StoreConfig {
  return {
    databaseUrl: requireEnv('DATABASE_URL', env),
    viewerSecret: requireEnv('VIEWER_SECRET', env),
    port: integerEnv('PORT', 4004, { most: 65_535 }, env),
    host: env.HOST || '127.0.0.1',
    poolSize: integerEnv('DATABASE_POOL_SIZE', 16, { least: 1, most: 200 }, env),
    clock: gamesClock(env),
  };
}
