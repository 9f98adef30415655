import { type GamesClock, gamesClock, integerEnv, requireEnv } from '@games/service';

/** What a media process is told by its environment. */
export interface MediaConfig {
  readonly databaseUrl: string;
  readonly viewerSecret: string;
  readonly port: number;
  readonly host: string;
  /** Connections to the database at most. */
  readonly poolSize: number;
  readonly clock: GamesClock;
  /** The folder in which stored objects lie. */
  readonly filesFolder: string;
  /** Signs addresses of files; all processes of the service share it. */
  readonly linkSecret: string;
  /** Where browsers reach the service, for addresses of files; absent: where it listens. */
  readonly publicUrl: string | undefined;
}

/** Reads the environment. Throws a sentence that names what is missing. */
export function readConfig(env: NodeJS.ProcessEnv): MediaConfig {
  return {
    databaseUrl: requireEnv('DATABASE_URL', env),
    viewerSecret: requireEnv('VIEWER_SECRET', env),
    port: integerEnv('PORT', 4003, { most: 65_535 }, env),
    host: env.HOST || '127.0.0.1',
    poolSize: integerEnv('DATABASE_POOL_SIZE', 16, { least: 1, most: 200 }, env),
    clock: gamesClock(env),
    filesFolder: requireEnv('ASSET_FOLDER', env),
    linkSecret: requireEnv('ASSET_SECRET', env),
    publicUrl: env.ASSET_PUBLIC_URL || undefined,
  };
}
