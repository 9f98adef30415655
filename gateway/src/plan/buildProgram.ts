/**
 * Query plan → plan program: dependencies taken from the data flow instead of the plan's barriers,
 * sibling entity fetches to one subgraph merged into one request.
 */
import { visit } from 'graphql';
import {
  type DeferredBlock,
  everyItem,
  type FetchPart,
  type FetchStep,
  type PlanProgram,
  type TargetPath,
} from '../contract/planProgram.ts';
import type { LoadedSupergraph } from './apolloPlanner.ts';
import { composeRequest, type PartSource } from './composeRequest.ts';
import { type DataFlow, dataFlowOf, writesOnTheWay } from './dataFlow.ts';
import type { Literal } from './literalVariables.ts';
import type { QueryPlan } from './queryPlan.ts';
import { type PlanBlock, type PlanStep, readSteps } from './readSteps.ts';
import { splitConflicts } from './workarounds/conflictingRequires.ts';
import { type KeyContext, withoutKeylessEntities } from './workarounds/keylessEntities.ts';

export type BuildContext = {
  readonly supergraph: Pick<LoadedSupergraph, 'standInFields' | 'requiredBy' | 'subgraphs' | 'keys'>;
  readonly types: KeyContext['types'];
  readonly hasInterfaceObjects: boolean;
  /** The client's name of a variable that was renamed for planning. */
  readonly clientVariables: ReadonlyMap<string, string>;
  readonly literals: ReadonlyMap<string, Literal>;
};

type Placed = {
  readonly step: PlanStep;
  readonly flow: DataFlow;
  readonly dependsOn: ReadonlySet<number>;
  readonly ancestors: ReadonlySet<number>;
  /** Steps of one level can be sent together. */
  level: number;
};

export function buildProgram(plan: QueryPlan, context: BuildContext): PlanProgram {
  const { supergraph } = context;
  const graphs = new Map(supergraph.subgraphs.map(({ name, graph }) => [name, graph]));
  const graphOf = (name: string): string => graphs.get(name) ?? name;
  const read = splitConflicts(readSteps(plan, supergraph.standInFields), { ...supergraph, graphOf });
  const { blocks } = read;
  const steps = context.hasInterfaceObjects
    ? read.steps.map((step) => withoutKeylessEntities(step, { keys: supergraph.keys, graphOf, types: context.types }))
    : read.steps;
  const placed = place(steps, context);
  delayForBatching(placed);
  const groups = groupSteps(placed);
  const groupOf = new Map(groups.flatMap((group, index) => group.map(({ step }) => [step.order, index] as const)));
  const paths = new Paths(placed);
  const hasContexts = steps.some(({ contexts }) => contexts.length > 0);

  const fetches = groups.map((group, index): FetchStep => {
    const first = group[0]!.step;
    const request = composeRequest(
      group.map(({ step }) => step),
      context.literals,
    );
    return {
      index,
      subgraphName: first.subgraphName,
      kind: first.operation.operation,
      operationName: first.operation.name?.value ?? null,
      query: request.query,
      variables: request.variables
        .filter((name) => !context.literals.has(name))
        .map((name) => ({ name, clientName: context.clientVariables.get(name) ?? name })),
      literals: request.variables
        .filter((name) => context.literals.has(name))
        .map((name) => `${JSON.stringify(name)}:${context.literals.get(name)!.text}`)
        .join(','),
      parts: request.parts.map((part) => toFetchPart(part, group, paths, !hasContexts)),
      scalarKeys: scalarKeysOf(group, context.types.isCustomScalarField),
      dependsOn: unique(group.flatMap(({ dependsOn }) => [...dependsOn].map((order) => groupOf.get(order)!))),
      block: first.block,
    };
  });
  return {
    steps: fetches,
    paths: paths.all,
    blocks: blocks.map((block) => toBlock(block, steps, groupOf)),
    hasInterfaceObjects: context.hasInterfaceObjects,
  };
}

function place(steps: readonly PlanStep[], context: BuildContext): Placed[] {
  const placed: Placed[] = [];
  for (const step of steps) {
    const flow = dataFlowOf(step, (name) => context.types.isObjectType(name));
    const dependsOn = new Set<number>();
    const ancestors = new Set<number>();
    let level = 0;
    for (const order of step.before) {
      const earlier = placed[order]!;
      // Mutations run one after the other, each after all that belongs to the one before.
      if (step.operation.operation !== 'mutation' && !intersect(earlier.flow.writes, flow.reads)) continue;
      dependsOn.add(order);
      ancestors.add(order);
      for (const ancestor of earlier.ancestors) ancestors.add(ancestor);
      level = Math.max(level, earlier.level + 1);
    }
    placed.push({ step, flow, dependsOn, ancestors, level });
  }
  return placed;
}

/**
 * A step that nothing waits for yet may go out later, with another one to the same subgraph: one request less, and the
 * answer is not later for it.
 */
function delayForBatching(placed: readonly Placed[]): void {
  const lastLevel = new Map<number, number>();
  for (const { step, level } of placed) lastLevel.set(step.block, Math.max(lastLevel.get(step.block) ?? 0, level));
  const delay = (item: Placed): boolean => {
    if (!isMergeable(item.step)) return false;
    const dependents = placed.filter(({ dependsOn }) => dependsOn.has(item.step.order));
    const latest = Math.min(lastLevel.get(item.step.block)!, ...dependents.map(({ level }) => level - 1));
    const batchable = placed
      .filter(({ step, level }) => level > item.level && level <= latest && canBatch(step, item.step))
      .map(({ level }) => level);
    if (batchable.length === 0) return false;
    item.level = Math.min(...batchable);
    return true;
  };
  // The batchable may go on itself; levels only grow, so this ends.
  while (placed.some(delay));
}

const isMergeable = (step: PlanStep): boolean => step.requires !== null && step.contexts.length === 0;

const canBatch = (a: PlanStep, b: PlanStep): boolean =>
  isMergeable(a) && a.subgraphName === b.subgraphName && a.block === b.block;

/** Steps that can be sent as one request, in an order in which each group stands after those it depends on. */
function groupSteps(placed: readonly Placed[]): Placed[][] {
  const groups = new Map<string, Placed[]>();
  for (const item of placed) {
    const { step, level } = item;
    const key = isMergeable(step) ? `${step.block} ${level} ${step.subgraphName}` : `alone ${step.order}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return [...groups.values()].sort((a, b) => a[0]!.level - b[0]!.level || a[0]!.step.order - b[0]!.step.order);
}

function toFetchPart(part: PartSource, group: readonly Placed[], paths: Paths, isInternable: boolean): FetchPart {
  const [step] = part.steps as [PlanStep, ...PlanStep[]];
  const targets = part.steps.map(({ order }) => paths.indexOf(group.find((item) => item.step.order === order)!));
  return {
    paths: unique(targets),
    entities:
      step.requires === null
        ? null
        : {
            responseName: part.responseName,
            variableName: part.variableName,
            requires: step.requires,
            inputRewrites: step.inputRewrites,
            contexts: step.contexts,
            isInternable: isInternable && step.inputRewrites.length === 0,
          },
    fields: part.fields,
    outputRewrites: step.outputRewrites,
  };
}

function scalarKeysOf(group: readonly Placed[], isCustomScalarField: (fieldName: string) => boolean): string[] {
  const keys = new Set<string>();
  for (const { step } of group) {
    visit(step.selectionSet, {
      Field: ({ alias, name }) => {
        if (isCustomScalarField(name.value)) keys.add((alias ?? name).value);
      },
    });
  }
  return [...keys];
}

function toBlock(block: PlanBlock, steps: readonly PlanStep[], groupOf: ReadonlyMap<number, number>): DeferredBlock {
  const { dependsOnIds, ...rest } = block;
  const depended = steps.filter(({ id }) => id !== null && dependsOnIds.includes(id));
  return { ...rest, dependsOn: unique(depended.map(({ order }) => groupOf.get(order)!)) };
}

/**
 * The distinct target paths. Two steps at the same place share one when the same steps have written the way there, for
 * then the objects found are the same; and a walk may start from the objects of a shorter path under the same condition.
 */
class Paths {
  readonly all: TargetPath[] = [{ index: 0, elements: [], anchor: null, suffix: [] }];
  readonly #writers: (readonly number[])[] = [[]];
  readonly #placed: readonly Placed[];

  constructor(placed: readonly Placed[]) {
    this.#placed = placed;
  }

  indexOf(item: Placed): number {
    const { path: elements } = item.step;
    if (elements.length === 0) return 0;
    const writers = this.#writersOf(item, elements);
    const known = this.all.find(
      (path) => sameItems(path.elements, elements) && sameItems(this.#writers[path.index]!, writers),
    );
    if (known !== undefined) return known.index;
    const anchor = this.#anchorOf(item, elements);
    const index = this.all.length;
    this.all.push({
      index,
      elements,
      anchor: anchor?.index ?? null,
      suffix: elements.slice(anchor?.elements.length ?? 0),
    });
    this.#writers.push(writers);
    return index;
  }

  #anchorOf(item: Placed, elements: readonly string[]): TargetPath | null {
    let best: TargetPath | null = null;
    for (const path of this.all) {
      const { length } = path.elements;
      if (length === 0 || length >= elements.length || length <= (best?.elements.length ?? 0)) continue;
      // An anchor's objects are not lists: the walk goes on with a name.
      if (elements[length] === everyItem || !sameItems(path.elements, elements.slice(0, length))) continue;
      if (sameItems(this.#writers[path.index]!, this.#writersOf(item, path.elements))) best = path;
    }
    return best;
  }

  #writersOf(item: Placed, elements: readonly string[]): number[] {
    return [...item.ancestors]
      .filter((order) => writesOnTheWay(elements, this.#placed[order]!.flow.writes))
      .sort((a, b) => a - b);
  }
}

function intersect(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  const [small, large] = a.size < b.size ? [a, b] : [b, a];
  for (const item of small) if (large.has(item)) return true;
  return false;
}

const sameItems = <T>(a: readonly T[], b: readonly T[]): boolean =>
  a.length === b.length && a.every((item, index) => item === b[index]);

const unique = (numbers: readonly number[]): number[] => [...new Set(numbers)].sort((a, b) => a - b);
