/** Rewrites of the plan on representations and on received data. */
import type { Rewrite } from '../contract/planProgram.ts';
import { type DataObject, isDataObject, readOwn, writeOwn } from './dataTree.ts';
import type { TypeTable } from './typeTable.ts';

const fragmentPrefix = '... on ';

export function applyRewrites(rewrites: readonly Rewrite[], value: unknown, types: TypeTable): void {
  for (const rewrite of rewrites) {
    if (rewrite.path.length > 0) applyAt(rewrite, 0, value, types);
  }
}

function applyAt(rewrite: Rewrite, depth: number, value: unknown, types: TypeTable): void {
  if (Array.isArray(value)) {
    for (const item of value) applyAt(rewrite, depth, item, types);
    return;
  }
  if (!isDataObject(value)) return;
  const element = rewrite.path[depth]!;
  if (depth === rewrite.path.length - 1) applyTo(rewrite, value, element);
  else if (element.startsWith(fragmentPrefix)) {
    if (matchesOrUnknown(value, element.slice(fragmentPrefix.length), types)) applyAt(rewrite, depth + 1, value, types);
  } else applyAt(rewrite, depth + 1, readOwn(value, element), types);
}

/** Objects without `__typename` are taken as matching: the planner does not always ask for it. */
function matchesOrUnknown(value: DataObject, condition: string, types: TypeTable): boolean {
  const typeName = readOwn(value, '__typename');
  return typeof typeName !== 'string' || types.matches(typeName, condition);
}

function applyTo(rewrite: Rewrite, value: DataObject, key: string): void {
  if (rewrite.kind === 'set') {
    writeOwn(value, key, rewrite.value);
    return;
  }
  const present = readOwn(value, key);
  if (present === undefined) return;
  writeOwn(value, rewrite.to, present);
  delete value[key];
}
