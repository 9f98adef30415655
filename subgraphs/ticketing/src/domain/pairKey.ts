/** A key of two numbers, as loaders compare them. */
export const pairKey = (first: number, second: number | string): string => `${first}:${second}`;

/** The two parts of a {@link pairKey}. */
export function readPair(key: string): [first: number, second: string] {
  const at = key.indexOf(':');
  return [Number(key.slice(0, at)), key.slice(at + 1)];
}
