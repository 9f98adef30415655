import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type ConfigOf, type Setting, SettingError, type SettingTree } from './setting.ts';
import { settings } from './settings.ts';

/** The gateway's whole configuration: complete, checked and frozen. */
export type GatewayConfig = ConfigOf<typeof settings>;

/** Values that stand above all others, in the shape of the configuration file. */
export type ConfigOverrides = { readonly [name: string]: unknown };

interface NamedSetting {
  readonly path: readonly string[];
  readonly setting: Setting<unknown>;
}

/** The environment variable of a setting: `http.bodyBytesMax` is GATEWAY_HTTP_BODY_BYTES_MAX. */
const derivedEnv = (path: readonly string[]): string =>
  `GATEWAY_${path.map((part) => part.replace(/[A-Z]/g, '_$&').toUpperCase()).join('_')}`;

const isSetting = (node: Setting<unknown> | SettingTree): node is Setting<unknown> => 'isSetting' in node;

function listSettings(tree: SettingTree, path: readonly string[] = []): readonly NamedSetting[] {
  return Object.entries(tree).flatMap(([name, node]) =>
    isSetting(node) ? [{ path: [...path, name], setting: node }] : listSettings(node, [...path, name]),
  );
}

const namedSettings = listSettings(settings as unknown as SettingTree);

/**
 * The configuration from flags, environment and file, in this order of precedence, over the defaults.
 * Throws an Error with one clear sentence when a value is not what its setting expects, or nobody knows it.
 */
export function readConfig(
  options: {
    readonly flags?: readonly string[];
    readonly env?: Readonly<Record<string, string | undefined>>;
    readonly overrides?: ConfigOverrides;
  } = {},
): GatewayConfig {
  const { flags = [], env = {}, overrides = {} } = options;
  const given = readFlags(flags);
  const configFile = given.get('config') ?? env.GATEWAY_CONFIG;
  const file = configFile === undefined ? {} : readFile(configFile);
  assertKnown(file, settings as unknown as SettingTree, []);
  assertKnown(overrides, settings as unknown as SettingTree, []);

  const take = ({ path, setting }: NamedSetting, isPublic: boolean): unknown => {
    const name = path.join('.');
    const override = lookUp(overrides, path);
    if (override !== undefined) return readAs(name, setting, () => override);
    const flag = setting.flag === null ? undefined : given.get(setting.flag);
    if (flag !== undefined) return readAs(`--${setting.flag}`, setting, () => setting.fromText(flag));
    const variable = [setting.env, derivedEnv(path)].find((candidate) => candidate !== null && env[candidate]);
    if (variable) return readAs(variable, setting, () => setting.fromText(env[variable] as string));
    const inFile = lookUp(file, path);
    if (inFile !== undefined) return readAs(`${name} (${configFile})`, setting, () => inFile);
    return isPublic ? setting.fallbackPublic : setting.fallback;
  };

  const isPublic = take({ path: ['isPublic'], setting: settings.isPublic }, false) as boolean;
  const config: Record<string, unknown> = {};
  for (const named of namedSettings) put(config, named.path, take(named, isPublic));
  return freeze(config) as GatewayConfig;
}

/** The text of `--help`: flags first, then every setting with its environment variable. */
export function describeSettings(): string {
  const lines = namedSettings.map(({ path, setting }) => {
    const names = [setting.flag && `--${setting.flag}`, setting.env, derivedEnv(path)].filter(Boolean).join(', ');
    return `  ${path.join('.')}\n      ${setting.about}\n      ${names}`;
  });
  return [
    'Usage: node gateway/src/main.ts [--supergraph FILE] [--port N] [--public] [--dedupe off|subgraph|all]',
    '                                [--workers N] [--metrics-port N] [--host ADDRESS] [--config FILE]',
    '',
    'Every setting can stand in the configuration file (JSON) or in its environment variable:',
    '',
    ...lines,
    '',
  ].join('\n');
}

function readFlags(flags: readonly string[]): ReadonlyMap<string, string> {
  const known = namedSettings.flatMap(({ setting }) =>
    setting.flag === null ? [] : [{ flag: setting.flag, setting }],
  );
  const options = Object.fromEntries(
    known.map(
      ({ flag, setting }) => [flag, { type: typeof setting.fallback === 'boolean' ? 'boolean' : 'string' }] as const,
    ),
  );
  const { values } = parseArgs({
    args: [...flags],
    options: { ...options, config: { type: 'string' } },
    strict: true,
    allowPositionals: false,
  });
  return new Map(Object.entries(values).map(([name, value]) => [name, String(value)]));
}

function readFile(path: string): ConfigOverrides {
  const text = readFileSync(path, 'utf8');
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`The configuration file ${path} is not JSON: ${(error as Error).message}`);
  }
}

function assertKnown(values: ConfigOverrides, tree: SettingTree, path: readonly string[]): void {
  for (const [name, value] of Object.entries(values)) {
    const node = Object.hasOwn(tree, name) ? tree[name] : undefined;
    if (node === undefined) throw new Error(`There is no setting ${[...path, name].join('.')}.`);
    if (isSetting(node)) continue;
    if (typeof value !== 'object' || value === null)
      throw new Error(`${[...path, name].join('.')} must be an object of settings.`);
    assertKnown(value as ConfigOverrides, node, [...path, name]);
  }
}

function readAs(name: string, setting: Setting<unknown>, given: () => unknown): unknown {
  try {
    return setting.read(given());
  } catch (error) {
    if (error instanceof SettingError) throw new Error(`${name} must be ${error.message}.`);
    throw error;
  }
}

function lookUp(values: ConfigOverrides, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (value, name) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, name)
        ? (value as ConfigOverrides)[name]
        : undefined,
    values,
  );
}

function put(target: Record<string, unknown>, path: readonly string[], value: unknown): void {
  const [name = '', ...rest] = path;
  if (rest.length === 0) {
    target[name] = value;
    return;
  }
  target[name] ??= {};
  put(target[name] as Record<string, unknown>, rest, value);
}

function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !(value instanceof Map)) {
    Object.values(value).forEach(freeze);
    Object.freeze(value);
  }
  return value;
}
