/** Leaf values to JSON text. Null means: not a value of this type. */
import { isRawNumber } from '../json/readJson.ts';
import { writeString } from '../json/writeJson.ts';
import type { ScalarKind } from './projection.ts';

export function writeScalar(kind: ScalarKind, value: unknown): string | null {
  switch (kind) {
    case 'string':
      return typeof value === 'string' ? writeString(value) : null;
    case 'id':
      return writeId(value);
    case 'int': {
      const number = numberOf(value);
      return isInt32(number) ? String(number) : null;
    }
    case 'float': {
      const number = numberOf(value);
      if (!Number.isFinite(number)) return null;
      return isRawNumber(value) ? value.rawJSON : String(number);
    }
    case 'boolean':
      return typeof value === 'boolean' ? String(value) : null;
    case 'any':
      return writeAny(value);
  }
}

const numberOf = (value: unknown): unknown => (isRawNumber(value) ? Number(value.rawJSON) : value);

function writeId(value: unknown): string | null {
  if (typeof value === 'string') return writeString(value);
  if (isRawNumber(value)) return /^-?\d+$/.test(value.rawJSON) ? `"${value.rawJSON}"` : null;
  return Number.isSafeInteger(value) ? `"${value}"` : null;
}

/** Values nested deeper than the stack are not values. */
function writeAny(value: unknown): string | null {
  // JSON has no such number; nested ones were read raw.
  if (typeof value === 'number' && !Number.isFinite(value)) return null;
  try {
    return JSON.stringify(value) ?? null;
  } catch {
    return null;
  }
}

export const isInt32 = (value: unknown): boolean => typeof value === 'number' && (value | 0) === value;
