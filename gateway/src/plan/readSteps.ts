/** Reads a plan into a list of steps in plan order, each with the steps that stand before it. */
import {
  type FieldNode,
  Kind,
  type OperationDefinitionNode,
  parse,
  type SelectionSetNode,
  type VariableDefinitionNode,
  visit,
} from 'graphql';
import type { ContextArgument, RequiredSelection, Rewrite } from '../contract/planProgram.ts';
import type { LoadedSupergraph } from './apolloPlanner.ts';
import type {
  DeferNode,
  DeferredNode,
  FetchNode,
  PlanNode,
  PlanRewrite,
  PlanSelection,
  QueryPlan,
} from './queryPlan.ts';
import { trueField } from './workarounds/standInFields.ts';

export type PlanStep = {
  readonly order: number;
  /** Apollo's id of the fetch, to which deferred blocks refer. */
  readonly id: string | null;
  readonly block: number;
  readonly subgraphName: string;
  readonly path: readonly string[];
  readonly operation: OperationDefinitionNode;
  /** What is selected where the data is merged: below `_entities`, or the root selection. */
  readonly selectionSet: SelectionSetNode;
  readonly requires: readonly RequiredSelection[] | null;
  readonly inputRewrites: readonly Rewrite[];
  readonly outputRewrites: readonly Rewrite[];
  readonly contexts: readonly ContextArgument[];
  /** Orders of the steps that the plan puts before it. */
  readonly before: readonly number[];
};

export type PlanBlock = {
  readonly index: number;
  readonly parent: number;
  readonly label: string | null;
  readonly queryPath: readonly string[];
  readonly subselection: string | null;
  readonly dependsOnIds: readonly string[];
};

export type PlanSteps = { readonly steps: readonly PlanStep[]; readonly blocks: readonly PlanBlock[] };

type StandInFields = LoadedSupergraph['standInFields'];

export function readSteps({ node: root }: QueryPlan, standInFields: StandInFields): PlanSteps {
  const reader = new PlanReader(standInFields);
  if (root?.kind === 'Subscription') {
    const primary = reader.read(root.primary, [], [], 0);
    if (root.rest !== undefined) reader.read(root.rest, [], primary, 0);
  } else if (root !== undefined) {
    reader.read(root, [], [], 0);
  }
  return { steps: reader.steps, blocks: reader.blocks };
}

class PlanReader {
  readonly steps: PlanStep[] = [];
  readonly blocks: PlanBlock[] = [];
  readonly #standInFields: StandInFields;

  constructor(standInFields: StandInFields) {
    this.#standInFields = standInFields;
  }

  /** Returns the orders of the steps inside `node`. */
  read(node: PlanNode, path: readonly string[], before: readonly number[], block: number): readonly number[] {
    switch (node.kind) {
      case 'Sequence': {
        const inside: number[] = [];
        for (const child of node.nodes) inside.push(...this.read(child, path, [...before, ...inside], block));
        return inside;
      }
      case 'Parallel':
        return node.nodes.flatMap((child) => this.read(child, path, before, block));
      case 'Flatten':
        return this.read(node.node, [...path, ...node.path.map(String)], before, block);
      case 'Fetch':
        return this.#readFetch(node, path, before, block);
      case 'Defer':
        return this.#readDefer(node, path, before, block);
      case 'Condition':
        throw new Error('A plan holds a condition, though its document held none.');
    }
  }

  #readDefer({ primary, deferred }: DeferNode, path: readonly string[], before: readonly number[], block: number) {
    const inside = primary.node === undefined ? [] : this.read(primary.node, path, before, block);
    const known = [...before, ...inside];
    for (const part of deferred) this.#readBlock(part, path, known, block);
    return inside;
  }

  #readBlock(part: DeferredNode, path: readonly string[], before: readonly number[], parent: number): void {
    const nested = part.node?.kind === 'Defer' ? part.node : null;
    const index = this.blocks.length + 1;
    this.blocks.push({
      index,
      parent,
      label: part.label ?? null,
      queryPath: part.queryPath,
      subselection: nested?.primary.subselection ?? part.subselection ?? null,
      dependsOnIds: part.depends.map(({ id }) => id),
    });
    if (part.node !== undefined) this.read(part.node, path, before, index);
  }

  #readFetch(node: FetchNode, path: readonly string[], before: readonly number[], block: number): readonly number[] {
    const operation = readOperation(node, this.#standInFields);
    const isEntityFetch = node.requires !== undefined;
    const root = operation.selectionSet.selections[0] as FieldNode;
    const order = this.steps.length;
    this.steps.push({
      order,
      id: node.id ?? null,
      block,
      subgraphName: node.serviceName,
      path,
      operation,
      selectionSet: isEntityFetch ? root.selectionSet! : operation.selectionSet,
      requires: node.requires?.map((selection) => readRequired(selection, this.#standInFields)) ?? null,
      inputRewrites: (node.inputRewrites ?? []).map(readRewrite),
      outputRewrites: (node.outputRewrites ?? []).map(readRewrite),
      contexts: readContexts(node, operation),
      before,
    });
    return [order];
  }
}

/** The operation with the true fields in place of stand-ins. */
function readOperation(node: FetchNode, standInFields: StandInFields): OperationDefinitionNode {
  const document = parse(node.operation, { noLocation: true });
  const operation = document.definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  if (operation === undefined) throw new Error('A planned fetch holds no operation.');
  if (standInFields.size === 0) return operation;
  return visit(operation, { Field: (field) => trueField(field, standInFields) });
}

function readRequired(selection: PlanSelection, standInFields: StandInFields): RequiredSelection {
  if (selection.kind === 'InlineFragment') {
    return {
      kind: 'fragment',
      typeCondition: selection.typeCondition ?? null,
      selections: selection.selections.map((inner) => readRequired(inner, standInFields)),
    };
  }
  return {
    kind: 'field',
    key: selection.alias ?? selection.name,
    name: selection.alias ?? standInFields.get(selection.name)?.fieldName ?? selection.name,
    selections: selection.selections?.map((inner) => readRequired(inner, standInFields)) ?? null,
  };
}

function readRewrite(rewrite: PlanRewrite): Rewrite {
  if (rewrite.kind === 'KeyRenamer') return { kind: 'rename', path: rewrite.path, to: rewrite.renameKeyTo };
  return { kind: 'set', path: rewrite.path, value: rewrite.setValueTo as string };
}

function readContexts(node: FetchNode, operation: OperationDefinitionNode): ContextArgument[] {
  const paths = new Map<string, (readonly string[])[]>();
  for (const rewrite of node.contextRewrites ?? []) {
    if (rewrite.kind !== 'KeyRenamer') continue;
    const known = paths.get(rewrite.renameKeyTo);
    if (known === undefined) paths.set(rewrite.renameKeyTo, [rewrite.path]);
    else known.push(rewrite.path);
  }
  const definitionOf = (name: string): VariableDefinitionNode | undefined =>
    operation.variableDefinitions?.find(({ variable }) => variable.name.value === name);
  return [...paths]
    .filter(([variable]) => definitionOf(variable) !== undefined)
    .map(([variable, alternatives]) => ({ variable, paths: alternatives }));
}
