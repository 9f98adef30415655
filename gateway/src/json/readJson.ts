/**
 * Reads JSON without losing a digit. A number that JavaScript would not write as it was read (64-bit integers, decimals with
 * trailing zeros, `1e999`) stays raw JSON, which `JSON.stringify` writes back as it came.
 */
type RawNumber = { readonly rawJSON: string };
type Reviver = (this: unknown, key: string, value: unknown, context: { readonly source?: string }) => unknown;

const json = JSON as typeof JSON & {
  readonly rawJSON: (text: string) => RawNumber;
  readonly isRawJSON: (value: unknown) => value is RawNumber;
};

export const isRawNumber = (value: unknown): value is RawNumber => json.isRawJSON(value);

/** A number outside of strings that may be written otherwise than it was read. */
const longNumber = /[:[,]\s*(?:-0|-?\d{1,15}[\d.eE])/;

const preserveNumber: Reviver = (_key, value, { source }) =>
  typeof value === 'number' && source !== undefined && String(value) !== source ? json.rawJSON(source) : value;

/** Throws a SyntaxError, or a RangeError where it is nested too deeply. */
export function readJson(text: string): unknown {
  return longNumber.test(text)
    ? JSON.parse(text, preserveNumber as Parameters<typeof JSON.parse>[1])
    : JSON.parse(text);
}

/** Finds values of these keys that may hold numbers: most custom scalars are strings, which need no care. */
export function numbersUnder(keys: readonly string[]): RegExp | null {
  return keys.length === 0 ? null : new RegExp(`"(?:${keys.join('|')})"\\s*:\\s*[-\\d[{]`);
}
