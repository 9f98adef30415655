/**
 * Fault: the planner puts two `@requires` of one subgraph that want the same field with different arguments into one fetch,
 * whose representation would hold the field twice. Such a fetch is split: each part asks for the fields behind one of them.
 *
 * Minimal query: `{ post { shortSummary longSummary } }`, requiring `comments(limit: 1)` and `comments(limit: 3)`. Test:
 * "two fields that require one field with different arguments are fetched apart". Upstream: apollographql/federation#2996
 * (and graphql-hive/federation-gateway-audit#138). May go when: the planner makes fetches of their own for them.
 */
import { type FieldNode, Kind, type SelectionNode, type SelectionSetNode } from 'graphql';
import type { RequiredSelection } from '../../contract/planProgram.ts';
import type { LoadedSupergraph } from '../apolloPlanner.ts';
import type { PlanStep, PlanSteps } from '../readSteps.ts';

export type SplitContext = {
  readonly standInFields: LoadedSupergraph['standInFields'];
  readonly requiredBy: LoadedSupergraph['requiredBy'];
  /** The supergraph's enum value of a subgraph. */
  readonly graphOf: (subgraphName: string) => string;
};

export function splitConflicts({ steps, blocks }: PlanSteps, context: SplitContext): PlanSteps {
  if (context.standInFields.size === 0) return { steps, blocks };
  const split: PlanStep[] = [];
  const ordersOf = new Map<number, number[]>();
  for (const step of steps) {
    const before = step.before.flatMap((order) => ordersOf.get(order) ?? []);
    const orders: number[] = [];
    for (const part of splitStep(step, context)) {
      orders.push(split.length);
      split.push({ ...part, order: split.length, before });
    }
    ordersOf.set(step.order, orders);
  }
  return { steps: split, blocks };
}

function splitStep(step: PlanStep, context: SplitContext): PlanStep[] {
  if (step.requires === null) return [step];
  const conflicting = conflictingKeys(step.requires);
  if (conflicting.size === 0) return [step];

  const groups: { readonly keys: Set<string>; readonly selections: SelectionNode[] }[] = [];
  for (const { field, condition } of topFields(step.selectionSet, null)) {
    const required = requiredKeys(step.subgraphName, condition, field.name.value, context);
    const needed = new Set([...required].filter((key) => conflicting.has(key)));
    const group = groups.find(({ keys }) => !clash(new Set([...keys, ...needed]), context));
    const selection = condition === null ? field : inFragment(condition, field);
    if (group === undefined) groups.push({ keys: needed, selections: [selection] });
    else {
      for (const key of needed) group.keys.add(key);
      group.selections.push(selection);
    }
  }
  return groups.map(({ keys, selections }) => {
    const selectionSet: SelectionSetNode = { kind: Kind.SELECTION_SET, selections };
    const root = step.operation.selectionSet.selections[0] as FieldNode;
    return {
      ...step,
      selectionSet,
      requires: without(step.requires!, (key) => conflicting.has(key) && !keys.has(key)),
      operation: {
        ...step.operation,
        selectionSet: { kind: Kind.SELECTION_SET, selections: [{ ...root, selectionSet }] },
      },
    };
  });
}

/** Keys that share their name in the representation with another key at the same place. */
function conflictingKeys(selections: readonly RequiredSelection[]): Set<string> {
  const conflicting = new Set<string>();
  const keysByName = new Map<string, Set<string>>();
  const collect = (inner: readonly RequiredSelection[], byName: Map<string, Set<string>>): void => {
    for (const selection of inner) {
      if (selection.kind === 'fragment') {
        collect(selection.selections, byName);
        continue;
      }
      byName.set(selection.name, (byName.get(selection.name) ?? new Set()).add(selection.key));
      for (const key of conflictingKeys(selection.selections ?? [])) conflicting.add(key);
    }
  };
  collect(selections, keysByName);
  for (const keys of keysByName.values()) if (keys.size > 1) for (const key of keys) conflicting.add(key);
  return conflicting;
}

function clash(keys: ReadonlySet<string>, { standInFields }: SplitContext): boolean {
  const names = [...keys].map((key) => standInFields.get(key)?.fieldName ?? key);
  return new Set(names).size < names.length;
}

function requiredKeys(
  subgraphName: string,
  condition: string | null,
  fieldName: string,
  { requiredBy, graphOf }: SplitContext,
): ReadonlySet<string> {
  const prefix = `${graphOf(subgraphName)}.`;
  if (condition !== null) return requiredBy.get(`${prefix}${condition}.${fieldName}`) ?? new Set();
  const suffix = `.${fieldName}`;
  return new Set(
    [...requiredBy].flatMap(([name, keys]) => (name.startsWith(prefix) && name.endsWith(suffix) ? [...keys] : [])),
  );
}

function topFields(
  selectionSet: SelectionSetNode,
  condition: string | null,
): { readonly field: FieldNode; readonly condition: string | null }[] {
  return selectionSet.selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [{ field: selection, condition }];
    if (selection.kind === Kind.FRAGMENT_SPREAD) return [];
    return topFields(selection.selectionSet, selection.typeCondition?.name.value ?? condition);
  });
}

function inFragment(condition: string, field: FieldNode): SelectionNode {
  return {
    kind: Kind.INLINE_FRAGMENT,
    typeCondition: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: condition } },
    selectionSet: { kind: Kind.SELECTION_SET, selections: [field] },
  };
}

function without(selections: readonly RequiredSelection[], isOut: (key: string) => boolean): RequiredSelection[] {
  return selections.flatMap((selection): RequiredSelection[] => {
    if (selection.kind === 'field' && isOut(selection.key)) return [];
    if (selection.selections === null) return [selection];
    return [{ ...selection, selections: without(selection.selections, isOut) }];
  });
}
