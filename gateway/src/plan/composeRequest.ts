/** One request out of the steps of a group: alike ones become one `_entities` field, unlike ones get aliases. */
import {
  type FieldNode,
  Kind,
  type OperationDefinitionNode,
  print,
  type SelectionSetNode,
  stripIgnoredCharacters,
  type VariableDefinitionNode,
  visit,
} from 'graphql';
import type { Literal } from './literalVariables.ts';
import type { PlanStep } from './readSteps.ts';

export type PartSource = {
  readonly steps: readonly PlanStep[];
  readonly responseName: string;
  readonly variableName: string;
  readonly fields: readonly string[];
};

export type ComposedRequest = {
  readonly query: string;
  /** Names of the client's variables in it. */
  readonly variables: readonly string[];
  readonly parts: readonly PartSource[];
};

const representations = 'representations';

export function composeRequest(steps: readonly PlanStep[], literals: ReadonlyMap<string, Literal>): ComposedRequest {
  const first = steps[0]!;
  const clusters = clusterSteps(steps);
  const isAlone = clusters.length === 1;
  const parts = clusters.map(
    (cluster, index): PartSource => ({
      steps: cluster,
      responseName: isAlone ? '_entities' : `e${index}`,
      variableName: isAlone ? representations : `${representations}${index}`,
      fields: topNames(cluster[0]!),
    }),
  );
  const contexts = new Set(first.contexts.map(({ variable }) => variable));
  const selectionSet = withLiterals(
    first.requires === null
      ? first.operation.selectionSet
      : { kind: Kind.SELECTION_SET, selections: parts.map((part) => entitiesField(part, isAlone)) },
    literals,
  );
  const definitions = variableDefinitions(steps, parts, selectionSet);
  const operation: OperationDefinitionNode = {
    ...first.operation,
    variableDefinitions: definitions,
    selectionSet,
  };
  return {
    query: stripIgnoredCharacters(print(operation)),
    variables: definitions
      .map(({ variable }) => variable.name.value)
      .filter(
        (name) => !contexts.has(name) && !parts.some((part) => first.requires !== null && part.variableName === name),
      ),
    parts,
  };
}

/** Puts those literals back that can't be sent as variables. */
function withLiterals(selectionSet: SelectionSetNode, literals: ReadonlyMap<string, Literal>): SelectionSetNode {
  if (![...literals.values()].some(({ node }) => node !== null)) return selectionSet;
  return visit(selectionSet, { Variable: ({ name }) => literals.get(name.value)?.node ?? undefined });
}

/** Steps with the same requirements and the same selection differ only in where they stand. */
function clusterSteps(steps: readonly PlanStep[]): PlanStep[][] {
  const clusters = new Map<string, PlanStep[]>();
  for (const step of steps) {
    const key = JSON.stringify([print(step.selectionSet), step.requires, step.inputRewrites, step.outputRewrites]);
    const cluster = clusters.get(key);
    if (cluster === undefined) clusters.set(key, [step]);
    else cluster.push(step);
  }
  return [...clusters.values()];
}

function entitiesField(part: PartSource, isAlone: boolean): FieldNode {
  const root = part.steps[0]!.operation.selectionSet.selections[0] as FieldNode;
  return {
    ...root,
    ...(isAlone ? {} : { alias: { kind: Kind.NAME, value: part.responseName } }),
    arguments: [
      {
        kind: Kind.ARGUMENT,
        name: { kind: Kind.NAME, value: representations },
        value: { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: part.variableName } },
      },
    ],
    selectionSet: part.steps[0]!.selectionSet,
  };
}

function variableDefinitions(
  steps: readonly PlanStep[],
  parts: readonly PartSource[],
  selectionSet: SelectionSetNode,
): VariableDefinitionNode[] {
  const used = new Set<string>();
  const collect = { Variable: ({ name }: { name: { value: string } }) => void used.add(name.value) };
  visit(selectionSet, collect);
  for (const directive of steps[0]!.operation.directives ?? []) visit(directive, collect);

  const known = new Map<string, VariableDefinitionNode>();
  for (const { operation } of steps) {
    for (const definition of operation.variableDefinitions ?? []) known.set(definition.variable.name.value, definition);
  }
  const ofRepresentations = known.get(representations);
  for (const { variableName } of parts) {
    if (ofRepresentations === undefined || known.has(variableName)) continue;
    const name = { kind: Kind.NAME, value: variableName } as const;
    known.set(variableName, { ...ofRepresentations, variable: { kind: Kind.VARIABLE, name } });
  }
  return [...known.values()].filter(({ variable }) => used.has(variable.name.value));
}

function topNames({ selectionSet, outputRewrites }: PlanStep): string[] {
  const names = new Set<string>();
  for (const rewrite of outputRewrites) if (rewrite.kind === 'rename') names.add(rewrite.to);
  const collect = ({ selections }: SelectionSetNode): void => {
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) names.add(selection.alias?.value ?? selection.name.value);
      else if (selection.kind === Kind.INLINE_FRAGMENT) collect(selection.selectionSet);
    }
  };
  collect(selectionSet);
  return [...names];
}
