/** Below this length looking at the characters is faster than the call into JSON.stringify. */
const scanLimit = 40;

/** The JSON text of a string. */
export function writeString(value: string): string {
  const { length } = value;
  if (length > scanLimit) return JSON.stringify(value);
  for (let index = 0; index < length; index++) {
    const code = value.charCodeAt(index);
    // Quote, backslash, controls; surrogates, because a lone one must be escaped.
    if (code < 0x20 || code === 0x22 || code === 0x5c || code >= 0xd800) return JSON.stringify(value);
  }
  return `"${value}"`;
}

/** The JSON text of a string that is known to hold nothing that must be escaped. */
export const quote = (value: string): string => `"${value}"`;

/** The JSON text of what JSON.parse gave. */
export function writeJson(value: unknown): string {
  if (typeof value === 'string') return writeString(value);
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : 'null';
  if (typeof value === 'boolean') return String(value);
  return value === null ? 'null' : JSON.stringify(value);
}

/**
 * Generated source: reads a property that an object may not have. Names that every object inherits are only read when
 * they are the object's own. The name is quoted, so no text from outside becomes code.
 */
export function readProperty(object: string, name: string): string {
  const quoted = JSON.stringify(name);
  const access = `${object}[${quoted}]`;
  return name in Object.prototype ? `(Object.hasOwn(${object}, ${quoted}) ? ${access} : undefined)` : access;
}
