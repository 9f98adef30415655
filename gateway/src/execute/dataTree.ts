/**
 * The merged data of one run: objects as JSON.parse made them, owned by the run. Subgraphs are not trusted: properties are
 * read as own properties, and `__proto__` is never written.
 */
import { everyItem } from '../contract/planProgram.ts';
import { isRawNumber } from '../json/readJson.ts';

export type DataObject = Record<string, unknown>;

export const isDataObject = (value: unknown): value is DataObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const readOwn = (object: DataObject, key: string): unknown =>
  Object.hasOwn(object, key) ? object[key] : undefined;

export function writeOwn(object: DataObject, key: string, value: unknown): void {
  if (key === '__proto__') return;
  object[key] = value;
}

/** Sets `key`, or merges the value into what is there: objects by key, lists of equal length by item. */
export function mergeInto(target: DataObject, key: string, value: unknown): void {
  if (value === undefined || key === '__proto__') return;
  const present = readOwn(target, key);
  target[key] = present === undefined ? value : mergeValues(present, value);
}

export function mergeValues(present: unknown, value: unknown): unknown {
  if (present === value || isRawNumber(present)) return present;
  if (isDataObject(present) && isDataObject(value)) {
    for (const key of Object.keys(value)) mergeInto(present, key, value[key]);
    return present;
  }
  if (Array.isArray(present) && Array.isArray(value) && present.length === value.length) {
    for (let index = 0; index < value.length; index++) present[index] = mergeValues(present[index], value[index]);
    return present;
  }
  // What one subgraph could not tell does not undo what another one told.
  return value === null && present !== null ? present : value;
}

/** A copy whose objects are its own. */
export function cloneData<Value>(value: Value): Value {
  if (Array.isArray(value)) return value.map(cloneData) as Value;
  if (!isDataObject(value) || isRawNumber(value)) return value;
  const copy: DataObject = {};
  for (const key of Object.keys(value)) writeOwn(copy, key, cloneData(value[key]));
  return copy as Value;
}

/** A place in the data: the object and how to get there from the root. */
export type Place = { readonly object: DataObject; readonly path: readonly (string | number)[] };

/**
 * Calls `visit` for every object at the path, once for each way to it. Stops when `visit` returns false. Values of
 * another form than the path expects are passed over.
 */
export function walk(root: unknown, elements: readonly string[], visit: (place: Place) => boolean): void {
  const path: (string | number)[] = [];
  const step = (value: unknown, depth: number): boolean => {
    if (depth === elements.length) return !isDataObject(value) || visit({ object: value, path: [...path] });
    const element = elements[depth]!;
    if (element === everyItem) {
      if (!Array.isArray(value)) return true;
      for (let index = 0; index < value.length; index++) {
        path.push(index);
        const goesOn = step(value[index], depth + 1);
        path.pop();
        if (!goesOn) return false;
      }
      return true;
    }
    if (!isDataObject(value)) return true;
    path.push(element);
    const goesOn = step(readOwn(value, element), depth + 1);
    path.pop();
    return goesOn;
  };
  step(root, 0);
}

/** The distinct objects at the path, in order of appearance. */
export function objectsAt(root: unknown, elements: readonly string[]): DataObject[] {
  const objects = new Set<DataObject>();
  const step = (value: unknown, depth: number): void => {
    if (depth === elements.length) {
      if (isDataObject(value)) objects.add(value);
      return;
    }
    const element = elements[depth]!;
    if (element === everyItem) {
      if (Array.isArray(value)) for (const item of value) step(item, depth + 1);
    } else if (isDataObject(value)) {
      step(readOwn(value, element), depth + 1);
    }
  };
  step(root, 0);
  return [...objects];
}
