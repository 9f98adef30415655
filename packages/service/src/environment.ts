/** Reads an environment variable that must be there. Throws a sentence that names it. */
export function requireEnv(name: string, env: NodeJS.ProcessEnv = process.env): string {
  const value = env[name];
  if (value === undefined || value === '') throw new Error(`The environment variable ${name} is not set.`);
  return value;
}

/** Reads a whole number from the environment, or the fallback where it is not set. Throws when it is out of bounds. */
export function integerEnv(
  name: string,
  fallback: number,
  bounds: { readonly least?: number; readonly most?: number } = {},
  env: NodeJS.ProcessEnv = process.env,
): number {
  const text = env[name];
  if (text === undefined || text === '') return fallback;
  const value = Number(text);
  const { least = 0, most = Number.MAX_SAFE_INTEGER } = bounds;
  if (!Number.isInteger(value) || value < least || value > most) {
    throw new Error(`The environment variable ${name} must be a whole number from ${least} to ${most}, not "${text}".`);
  }
  return value;
}
