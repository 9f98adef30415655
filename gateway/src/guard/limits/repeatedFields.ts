import { type DocumentNode, type FieldNode, Kind, type SelectionSetNode } from 'graphql';
import { RefusalError } from '../../contract/errors.ts';
import { fragmentsOf, operationsOf } from './expansion.ts';

/**
 * Refuses documents in which the same field stands many times in the same place. Validation ("fields can merge",
 * §5.3.2) compares each pair of them, and each pair under each pair: n fields of one response path cost about n²/2
 * comparisons, so seven kilobytes can block a process for a quarter of a second. This rule counts them without making
 * them: all selections of one path are gathered, level by level, in time linear in the expanded document, which
 * `limitSelections` has bounded before.
 */
export function limitRepeatedFields(
  document: DocumentNode,
  { repeatedFieldsMax, selectionsMax }: { readonly repeatedFieldsMax: number; readonly selectionsMax: number },
): void {
  const fragments = fragmentsOf(document);
  let comparisons = 0;
  let fieldsLeft = selectionsMax;

  const gather = (sets: readonly SelectionSetNode[]): ReadonlyMap<string, FieldNode[]> => {
    const byName = new Map<string, FieldNode[]>();
    const enter = (set: SelectionSetNode, path: ReadonlySet<string>): void => {
      for (const selection of set.selections) {
        if (selection.kind === Kind.FIELD) {
          const name = selection.alias?.value ?? selection.name.value;
          const same = byName.get(name);
          if (same === undefined) byName.set(name, [selection]);
          else same.push(selection);
        } else if (selection.kind === Kind.INLINE_FRAGMENT) {
          enter(selection.selectionSet, path);
        } else if (!path.has(selection.name.value)) {
          const fragment = fragments.get(selection.name.value);
          if (fragment !== undefined) enter(fragment.selectionSet, new Set(path).add(selection.name.value));
        }
      }
    };
    for (const set of sets) enter(set, new Set());
    return byName;
  };

  const count = (sets: readonly SelectionSetNode[]): void => {
    for (const fields of gather(sets).values()) {
      comparisons += (fields.length * (fields.length - 1)) / 2;
      // More fields than the document expands to come of a cycle of fragments.
      fieldsLeft -= fields.length;
      if (comparisons > repeatedFieldsMax || fieldsLeft < 0) {
        throw new RefusalError('TOO_MANY_SELECTIONS', 'The document selects the same fields too often.');
      }
      const under = fields.flatMap(({ selectionSet }) => (selectionSet === undefined ? [] : [selectionSet]));
      if (under.length > 0) count(under);
    }
  };
  for (const operation of operationsOf(document)) count([operation.selectionSet]);
}
