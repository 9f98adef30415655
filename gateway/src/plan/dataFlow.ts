/**
 * What a step reads and writes, as response paths without list marks (`users.reviews.product.upc`). The true dependencies
 * of a step are the steps before it that write what it reads; the plan's Sequence barriers wait for more.
 */
import { Kind, type SelectionSetNode } from 'graphql';
import type { RequiredSelection } from '../contract/planProgram.ts';
import { everyItem } from '../contract/planProgram.ts';
import type { PlanStep } from './readSteps.ts';

export type DataFlow = { readonly reads: ReadonlySet<string>; readonly writes: ReadonlySet<string> };

export function dataFlowOf(step: PlanStep, isObjectType: (typeName: string) => boolean): DataFlow {
  const base = step.path.filter((element) => element !== everyItem);
  const reads = new Set<string>();
  for (let length = 1; length <= base.length; length++) reads.add(base.slice(0, length).join('.'));
  for (const selection of step.requires ?? []) collectRequired(selection, base, reads);
  for (const { paths } of step.contexts) for (const path of paths) collectContext(path, base, reads);

  const writes = new Set<string>();
  collectWritten(step.selectionSet, base, writes, step.requires === null ? null : { isObjectType, isKnownType: false });
  for (const rewrite of step.outputRewrites) {
    const names = rewrite.path.filter((element) => !element.startsWith('... on '));
    const last = rewrite.kind === 'rename' ? rewrite.to : names.at(-1)!;
    writes.add([...base, ...names.slice(0, -1), last].join('.'));
  }
  return { reads, writes };
}

/** The writes that lie on the way to `path`: without them the walk does not arrive. */
export function writesOnTheWay(path: readonly string[], writes: ReadonlySet<string>): boolean {
  const names = path.filter((element) => element !== everyItem);
  return names.some((_, index) => writes.has(names.slice(0, index + 1).join('.')));
}

function collectRequired(selection: RequiredSelection, base: readonly string[], reads: Set<string>): void {
  if (selection.kind === 'fragment') {
    for (const inner of selection.selections) collectRequired(inner, base, reads);
    return;
  }
  const path = [...base, selection.key];
  reads.add(path.join('.'));
  for (const inner of selection.selections ?? []) collectRequired(inner, path, reads);
}

function collectContext(path: readonly string[], base: readonly string[], reads: Set<string>): void {
  let current = base;
  for (const element of path) {
    if (element === '..') current = current.slice(0, -1);
    else if (!element.startsWith('... on ')) {
      current = [...current, element];
      reads.add(current.join('.'));
    }
  }
}

/**
 * `entityTop` is set while the selection still stands at the entity itself: its `__typename` is known there already when
 * the type condition is an object type, so selecting it again writes nothing new.
 */
function collectWritten(
  selectionSet: SelectionSetNode,
  base: readonly string[],
  writes: Set<string>,
  entityTop: { readonly isObjectType: (typeName: string) => boolean; readonly isKnownType: boolean } | null,
): void {
  for (const selection of selectionSet.selections) {
    if (selection.kind === Kind.FRAGMENT_SPREAD) continue;
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      const condition = selection.typeCondition?.name.value;
      const isKnownType =
        entityTop !== null && (condition === undefined ? entityTop.isKnownType : entityTop.isObjectType(condition));
      collectWritten(selection.selectionSet, base, writes, entityTop === null ? null : { ...entityTop, isKnownType });
      continue;
    }
    if (entityTop?.isKnownType === true && selection.name.value === '__typename') continue;
    const path = [...base, selection.alias?.value ?? selection.name.value];
    writes.add(path.join('.'));
    if (selection.selectionSet !== undefined) collectWritten(selection.selectionSet, path, writes, null);
  }
}
