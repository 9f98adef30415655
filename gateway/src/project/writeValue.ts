/** Leaf values to JSON text. Null means: not a value of this type. */
import { writeString } from '../json/writeJson.ts';
import type { ScalarKind } from './projection.ts';

export function writeScalar(kind: ScalarKind, value: unknown): string | null {
  switch (kind) {
    case 'string':
      return typeof value === 'string' ? writeString(value) : null;
    case 'id':
      return typeof value === 'string' ? writeString(value) : Number.isSafeInteger(value) ? `"${value}"` : null;
    case 'int':
      return isInt32(value) ? String(value) : null;
    case 'float':
      return typeof value === 'number' ? String(value) : null;
    case 'boolean':
      return typeof value === 'boolean' ? String(value) : null;
    case 'any':
      return writeAny(value);
  }
}

/** Values nested deeper than the stack are no values. */
function writeAny(value: unknown): string | null {
  try {
    return JSON.stringify(value) ?? null;
  } catch {
    return null;
  }
}

export const isInt32 = (value: unknown): boolean => typeof value === 'number' && (value | 0) === value;
