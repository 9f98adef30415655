import { type GamesClock, gamesClock } from './clock.ts';
import { requireEnv } from './environment.ts';

/** One thing that the environment tells a service. `read` throws a sentence that names the variable. */
export interface Setting<T> {
  read(env: NodeJS.ProcessEnv): T;
}

/** The settings that yield a configuration. */
export type SettingsOf<Config> = { readonly [Name in keyof Config]: Setting<Config[Name]> };

/** The configuration that settings yield. */
export type ConfigOf<Settings> = Settings extends SettingsOf<infer Config> ? Readonly<Config> : never;

function setting<T>(
  variable: string,
  fallback: T,
  expected: string,
  parse: (text: string) => T | undefined,
): Setting<T> {
  return {
    read: (env) => {
      const text = env[variable];
      if (text === undefined || text === '') return fallback;
      const value = parse(text);
      if (value !== undefined) return value;
      throw new Error(`The environment variable ${variable} must be ${expected}, not "${text}".`);
    },
  };
}

/** Text that must be given. */
export function requiredText(variable: string): Setting<string> {
  return { read: (env) => requireEnv(variable, env) };
}

/** Text, or null where none is given. */
export function optionalText(variable: string): Setting<string | null> {
  return setting<string | null>(variable, null, 'a text', (text) => text);
}

/** Text with a default. */
export function textOr(variable: string, fallback: string): Setting<string> {
  return setting(variable, fallback, 'a text', (text) => text);
}

interface IntegerBounds {
  readonly least?: number;
  readonly most?: number;
}

/** A whole number within bounds. */
export function integer(
  variable: string,
  fallback: number,
  { least = 0, most = Number.MAX_SAFE_INTEGER }: IntegerBounds = {},
): Setting<number> {
  return setting(variable, fallback, `a whole number from ${least} to ${most}`, (text) => {
    const value = Number(text);
    return Number.isInteger(value) && value >= least && value <= most ? value : undefined;
  });
}

/** A whole number within bounds, or null where none is given. */
export function optionalInteger(variable: string, bounds: IntegerBounds = {}): Setting<number | null> {
  const { read } = integer(variable, 0, bounds);
  return { read: (env) => (env[variable] ? read(env) : null) };
}

/** One of a few words. */
export function oneOf<const Word extends string>(
  variable: string,
  words: readonly Word[],
  fallback: NoInfer<Word>,
): Setting<Word> {
  return setting(variable, fallback, words.join(' or '), (text) => words.find((word) => word === text));
}

/** True where `1` or `true` is given, false for `0`, `false` and nothing. */
export function flag(variable: string): Setting<boolean> {
  const values: Readonly<Record<string, boolean>> = { 1: true, true: true, 0: false, false: false };
  return setting<boolean>(variable, false, '1 or 0', (text) => values[text]);
}

/** What every service is told: its database, who the gateway is, where to listen. */
export const serviceSettings = (defaults: { readonly port: number }) => ({
  databaseUrl: requiredText('DATABASE_URL'),
  /** Connections to the database at most. */
  poolSize: integer('DATABASE_POOL_SIZE', 16, { least: 1, most: 200 }),
  /** Null: the in-process stand-in, good for one process. */
  redisUrl: optionalText('REDIS_URL'),
  /** The secret shared with the gateway. */
  viewerSecret: requiredText('VIEWER_SECRET'),
  port: integer('PORT', defaults.port, { most: 65_535 }),
  /** A listener of their own for the endpoints beside the graph; null: they are on `port` too. */
  publicPort: optionalInteger('PUBLIC_PORT', { most: 65_535 }),
  host: textOr('HOST', '127.0.0.1'),
  clock: { read: gamesClock } satisfies Setting<GamesClock>,
});

export type ServiceConfig = ConfigOf<ReturnType<typeof serviceSettings>>;

/** Reads every setting from the environment, but for what is given already. Throws a sentence that names what is missing. */
export function readConfig<Config extends object>(
  settings: SettingsOf<Config>,
  env: NodeJS.ProcessEnv,
  given: Partial<Config> = {},
): Config {
  const missing = Object.entries<Setting<unknown>>(settings).filter(([name]) => !Object.hasOwn(given, name));
  return { ...Object.fromEntries(missing.map(([name, setting]) => [name, setting.read(env)])), ...given } as Config;
}
