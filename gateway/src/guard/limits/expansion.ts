import {
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

/** The fragments of a document by name. A Map, because names come from clients. */
export function fragmentsOf(document: DocumentNode): ReadonlyMap<string, FragmentDefinitionNode> {
  return new Map(
    document.definitions.flatMap((definition) =>
      definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition] as const] : [],
    ),
  );
}

/** The operations of a document. */
export function operationsOf(document: DocumentNode): readonly OperationDefinitionNode[] {
  return document.definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
}

/**
 * Folds the selections of a document with all fragments put in place, without putting them there: each fragment is
 * folded once, however often it is spread. `ofSelection` gets a selection and the folded value of what lies under it;
 * `join` puts neighbours together. Cycles and unknown fragments, which validation refuses later, count as `empty`.
 */
export function foldExpanded<T>(
  document: DocumentNode,
  {
    empty,
    join,
    ofSelection,
  }: {
    readonly empty: T;
    readonly join: (left: T, right: T) => T;
    readonly ofSelection: (selection: SelectionNode, under: T) => T;
  },
): (operation: OperationDefinitionNode) => T {
  const fragments = fragmentsOf(document);
  const known = new Map<string, T>();

  const foldSet = (set: SelectionSetNode | undefined): T =>
    set === undefined
      ? empty
      : set.selections.reduce((value, selection) => join(value, foldSelection(selection)), empty);

  const foldSelection = (selection: SelectionNode): T =>
    ofSelection(
      selection,
      selection.kind === Kind.FRAGMENT_SPREAD ? foldFragment(selection.name.value) : foldSet(selection.selectionSet),
    );

  const foldFragment = (name: string): T => {
    const before = known.get(name);
    if (before !== undefined) return before;
    known.set(name, empty);
    const value = foldSet(fragments.get(name)?.selectionSet);
    known.set(name, value);
    return value;
  };

  return (operation) => foldSet(operation.selectionSet);
}

/** Adds without leaving the whole numbers, so that a bomb can't overflow into something harmless. */
export const addSaturating = (left: number, right: number): number =>
  Math.min(left + right, Number.MAX_SAFE_INTEGER / 2);
