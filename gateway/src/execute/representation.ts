/** Representations by interpretation of the required selection. */
import type { EntityPart, RequiredSelection } from '../contract/planProgram.ts';
import { type DataObject, isDataObject, mergeInto, readOwn } from './dataTree.ts';
import { applyRewrites } from './rewrites.ts';
import type { TypeTable } from './typeTable.ts';

/** JSON text of the object's representation, or null when it has none: its type is not asked for, or data is missing. */
export function representationOf(object: DataObject, part: EntityPart, types: TypeTable): string | null {
  const representation = select(object, part.requires, types);
  if (representation === null || readOwn(representation, '__typename') == null) return null;
  applyRewrites(part.inputRewrites, representation, types);
  return JSON.stringify(representation);
}

function select(object: DataObject, selections: readonly RequiredSelection[], types: TypeTable): DataObject | null {
  const selected: DataObject = {};
  for (const selection of selections) {
    if (selection.kind === 'fragment') {
      const typeName = readOwn(object, '__typename');
      const { typeCondition } = selection;
      if (typeCondition !== null && !(typeof typeName === 'string' && types.matches(typeName, typeCondition))) continue;
      // A fragment that lacks data is left out as a whole, its __typename included.
      const inner = select(object, selection.selections, types);
      if (inner === null) continue;
      for (const key of Object.keys(inner)) mergeInto(selected, key, inner[key]);
      continue;
    }
    const value = readOwn(object, selection.key);
    // A required value that is not there could not be fetched, and that has been reported where it happened.
    if (value === undefined) return null;
    mergeInto(
      selected,
      selection.name,
      selection.selections === null ? value : selectIn(value, selection.selections, types),
    );
  }
  return selected;
}

function selectIn(value: unknown, selections: readonly RequiredSelection[], types: TypeTable): unknown {
  if (Array.isArray(value)) return value.map((item) => selectIn(item, selections, types));
  return isDataObject(value) ? select(value, selections, types) : null;
}
