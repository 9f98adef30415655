/** One thing that can be configured: how its value is read from a file (JSON) or from text, and what it is without one. */
export interface Setting<T> {
  readonly isSetting: true;
  /** What holds where nothing is given; with `--public`, `fallbackPublic`. */
  readonly fallback: T;
  readonly fallbackPublic: T;
  /** A value of the configuration file as a value of the setting. Throws a `SettingError` that says what is expected. */
  readonly read: (value: unknown) => T;
  /** The text of a flag or environment variable as a value of the configuration file. */
  readonly fromText: (text: string) => unknown;
  readonly about: string;
  /** Flag of the command line, without `--`. */
  readonly flag: string | null;
  /** Environment variable beside the derived `GATEWAY_…`. */
  readonly env: string | null;
}

/** A tree of settings, in the shape of the configuration it yields. */
export type SettingTree = { readonly [name: string]: Setting<unknown> | SettingTree };

/** The configuration that a tree of settings yields. */
export type ConfigOf<Tree> = {
  readonly [Name in keyof Tree]: Tree[Name] extends Setting<infer T> ? T : ConfigOf<Tree[Name]>;
};

/** What a setting expects, in words that follow "must be". */
export class SettingError extends Error {}

interface Options<T> {
  readonly flag?: string;
  readonly env?: string;
  readonly publicly?: T;
}

function setting<T>(
  fallback: T,
  about: string,
  { flag, env, ...options }: Options<T>,
  read: (value: unknown) => T,
  fromText: (text: string) => unknown = (text) => text,
): Setting<T> {
  const fallbackPublic = 'publicly' in options ? (options.publicly as T) : fallback;
  return { isSetting: true, fallback, fallbackPublic, read, fromText, about, flag: flag ?? null, env: env ?? null };
}

function expect<T>(value: unknown, holds: boolean, expected: string): T {
  if (!holds) throw new SettingError(expected);
  return value as T;
}

const isPlainObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A whole number within bounds. */
export function integer(
  fallback: number,
  about: string,
  { least = 0, most = Number.MAX_SAFE_INTEGER, ...options }: Options<number> & { least?: number; most?: number } = {},
): Setting<number> {
  const read = (value: unknown): number =>
    expect(
      value,
      Number.isInteger(value) && (value as number) >= least && (value as number) <= most,
      `a whole number from ${least} to ${most}`,
    );
  return setting(fallback, about, options, read, (text) => (text.trim() === '' ? text : Number(text)));
}

/** True or false; as a flag it needs no value. */
export function boolean(fallback: boolean, about: string, options: Options<boolean> = {}): Setting<boolean> {
  const fromText = (text: string): unknown =>
    ['true', '1', ''].includes(text) ? true : text === 'false' || text === '0' ? false : text;
  return setting(
    fallback,
    about,
    options,
    (value) => expect(value, typeof value === 'boolean', 'true or false'),
    fromText,
  );
}

/** Text, or null where nothing is given. */
export function text(about: string, options: Options<string | null> = {}): Setting<string | null> {
  return setting<string | null>(null, about, options, (value) =>
    expect(value, value === null || (typeof value === 'string' && value !== ''), 'a text that is not empty'),
  );
}

/** Text that always has a value. */
export function textOr(fallback: string, about: string, options: Options<string> = {}): Setting<string> {
  return setting(fallback, about, options, (value) => expect(value, typeof value === 'string', 'a text'));
}

/** One of a few words. */
export function oneOf<const T extends string>(
  words: readonly T[],
  fallback: NoInfer<T>,
  about: string,
  options: Options<NoInfer<T>> = {},
): Setting<T> {
  return setting<T>(fallback, about, options, (value) =>
    expect(value, words.includes(value as T), `one of ${words.join(', ')}`),
  );
}

/** A list of texts; separated by commas on the command line. */
export function textList(
  fallback: readonly string[],
  about: string,
  options: Options<readonly string[]> = {},
): Setting<readonly string[]> {
  return setting(
    fallback,
    about,
    options,
    (value) =>
      Object.freeze([
        ...expect<string[]>(
          value,
          Array.isArray(value) && value.every((item) => typeof item === 'string'),
          'a list of texts',
        ),
      ]),
    (text) =>
      text
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== ''),
  );
}

/** Texts by name; `name=value,name=value` or JSON on the command line. */
export function textMap(
  about: string,
  options: Options<ReadonlyMap<string, string>> = {},
): Setting<ReadonlyMap<string, string>> {
  return setting(
    new Map<string, string>(),
    about,
    options,
    (value) =>
      new Map(
        Object.entries(
          expect<Record<string, string>>(
            value,
            isPlainObject(value) && Object.values(value).every((item) => typeof item === 'string'),
            'an object of texts',
          ),
        ),
      ),
    (text) => (text.startsWith('{') ? parseJson(text) : Object.fromEntries(text.split(',').map(splitPair))),
  );
}

/** A structure with a reader of its own; JSON on the command line. The reader throws a `SettingError`. */
export function structure<T>(
  fallback: NoInfer<T>,
  about: string,
  read: (value: unknown) => T,
  options: Options<NoInfer<T>> = {},
): Setting<T> {
  return setting<T>(fallback, about, options, read, parseJson);
}

function splitPair(pair: string): readonly [string, string] {
  const at = pair.indexOf('=');
  if (at <= 0) throw new SettingError('pairs name=value, separated by commas');
  return [pair.slice(0, at).trim(), pair.slice(at + 1).trim()];
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new SettingError('JSON');
  }
}
