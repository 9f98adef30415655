/**
 * An operation under one assignment of its condition variables: plan program and projection without conditions. The
 * first executions are interpreted; code is generated for what is asked again.
 */
import { type FieldNode, type GraphQLCompositeType, isCompositeType, type SelectionNode } from 'graphql';
import { type LocatedError, RefusalError } from '../contract/errors.ts';
import type { CoercedVariables, ParsedOperation } from '../contract/operation.ts';
import { type DeferredBlock, everyItem, type PlanProgram } from '../contract/planProgram.ts';
import type { Conditions } from '../document/conditions.ts';
import type { ResponseKeys } from '../document/responseKeys.ts';
import type { CompiledProgram } from '../execute/compileProgram.ts';
import { compileProgram } from '../execute/compileProgram.ts';
import type { SubgraphClient } from '../execute/subgraphClient.ts';
import type { TypeTable } from '../execute/typeTable.ts';
import type { LoadedSupergraph } from '../plan/apolloPlanner.ts';
import { buildProgram } from '../plan/buildProgram.ts';
import type { DeferredFragment, PlanningDocument } from '../plan/planningDocument.ts';
import type { QueryPlan } from '../plan/queryPlan.ts';
import { compileProjection, type ProjectionInput } from '../project/compileProjection.ts';
import { type GeneratedWriter, generatedShapesMax, generateProjection } from '../project/generateProjection.ts';
import { introspect } from '../project/introspection.ts';
import type { Projection } from '../project/projection.ts';
import type { IntrospectionCache } from './introspectionCache.ts';

export type VariantContext = {
  readonly parsed: ParsedOperation;
  readonly keys: ResponseKeys;
  readonly refused: ReadonlyMap<SelectionNode, Omit<LocatedError, 'path'>>;
  readonly supergraph: LoadedSupergraph;
  readonly types: TypeTable;
  readonly interfaceObjects: ReadonlySet<string>;
  readonly clientOf: (subgraphName: string) => SubgraphClient;
  readonly execution: 'adaptive' | 'generated' | 'interpreted';
  readonly introspectionCache: IntrospectionCache;
};

/** What was planned for one assignment of the condition variables. */
export type PlannedVariant = {
  readonly conditions: Conditions;
  readonly planning: PlanningDocument;
  readonly plan: QueryPlan;
};

export type VariantBlock = {
  readonly block: DeferredBlock;
  readonly fragment: DeferredFragment;
  readonly projection: Projection;
};

const interpretedExecutions = 2;
const noTexts: readonly string[] = [];

export class Variant {
  readonly plan: QueryPlan;
  readonly program: PlanProgram;
  readonly projection: Projection;
  readonly blocks: readonly VariantBlock[];
  /** Approximate heap held. */
  readonly sizeBytes: number;
  readonly #context: VariantContext;
  readonly #conditions: Conditions;
  #compiled: CompiledProgram;
  #generated: GeneratedWriter | null = null;
  #whole: Projection | null = null;
  #executions = 0;
  #isGenerated = false;

  /** Throws a RefusalError when the plan does not fetch what is asked. */
  constructor(context: VariantContext, planned: PlannedVariant) {
    this.#context = context;
    this.#conditions = planned.conditions;
    this.plan = planned.plan;
    const { planning } = planned;
    const { supergraph, types } = context;
    this.program = buildProgram(planned.plan, {
      supergraph,
      types,
      hasInterfaceObjects: context.interfaceObjects.size > 0,
      clientVariables: planning.clientVariables,
      literals: planning.literals,
    });
    const active = new Map(
      [...planning.deferred].filter(([label]) => this.program.blocks.some((block) => block.label === label)),
    );
    const deferred = new Set([...active.values()].map(({ node }) => node));
    this.projection = this.#project(deferred);
    this.blocks = this.program.blocks.flatMap((block) => {
      const fragment = block.label === null ? undefined : active.get(block.label);
      return fragment === undefined ? [] : [{ block, fragment, projection: this.#projectFragment(fragment, deferred) }];
    });
    this.#compiled = compileProgram(this.program, context.clientOf, types, 'interpreted');
    this.#requireRootFields();
    this.sizeBytes =
      4_000 +
      JSON.stringify(planned.plan).length * 4 +
      JSON.stringify(this.program).length * 4 +
      this.projection.size * 1_000;
    if (context.execution === 'generated') this.#generate();
  }

  /** To be asked once per execution. */
  code(): CompiledProgram {
    if (!this.#isGenerated && this.#context.execution === 'adaptive' && ++this.#executions > interpretedExecutions) {
      this.#generate();
    }
    return this.#compiled;
  }

  /** The texts of the introspection fields, in the projection's order. */
  introspection({ key, values }: CoercedVariables): readonly string[] {
    const fields = this.projection.introspection;
    if (fields.length === 0) return noTexts;
    const { introspectionCache, parsed } = this.#context;
    const conditions = [...this.#conditions].join();
    return fields.map((field, index) => {
      const textKey = [index, conditions, key, parsed.operation.name?.value ?? '', parsed.query].join('\n');
      const known = introspectionCache.get(textKey);
      if (known !== undefined) return known;
      const text = introspect(field, { ...parsed, variables: values });
      introspectionCache.set(textKey, text);
      return text;
    });
  }

  get types(): TypeTable {
    return this.#context.types;
  }

  /** The generated writer of the whole answer, when there is one. */
  get writer(): GeneratedWriter | null {
    return this.#generated;
  }

  /** The projection without `@defer`. */
  get whole(): Projection {
    if (this.blocks.length === 0) return this.projection;
    this.#whole ??= this.#project(new Set());
    return this.#whole;
  }

  #generate(): void {
    this.#isGenerated = true;
    const { clientOf, types } = this.#context;
    this.#compiled = compileProgram(this.program, clientOf, types, 'generated');
    if (this.projection.size <= generatedShapesMax) this.#generated = generateProjection(this.projection);
  }

  #project(deferred: ReadonlySet<SelectionNode>): Projection {
    const { operation, schema } = this.#context.parsed;
    return compileProjection({
      ...this.#projectionInput(deferred),
      selectionSet: operation.selectionSet,
      parentType: schema.getRootType(operation.operation)!,
    });
  }

  #projectFragment({ node, path }: DeferredFragment, deferred: ReadonlySet<SelectionNode>): Projection {
    const { document, schema } = this.#context.parsed;
    const fragment =
      node.kind === 'FragmentSpread'
        ? document.definitions.find((each) => each.kind === 'FragmentDefinition' && each.name.value === node.name.value)
        : node;
    if (fragment?.kind !== 'FragmentDefinition' && fragment?.kind !== 'InlineFragment') {
      throw new RefusalError('GRAPHQL_VALIDATION_FAILED', 'A deferred fragment is not defined.');
    }
    const condition = path.findLast((element) => element.kind === 'type');
    const isOnType = path.at(-1)?.kind === 'type' && condition !== undefined;
    const parentType = isOnType ? schema.getType(condition.name) : this.#typeAt(path);
    if (!isCompositeType(parentType))
      throw new RefusalError('GRAPHQL_VALIDATION_FAILED', 'A deferred fragment has no type.');
    return compileProjection({ ...this.#projectionInput(deferred), selectionSet: fragment.selectionSet, parentType });
  }

  /** The static type of the objects at the end of a path of fields. */
  #typeAt(path: DeferredFragment['path']): GraphQLCompositeType {
    const { operation, schema } = this.#context.parsed;
    let type: GraphQLCompositeType = schema.getRootType(operation.operation)!;
    for (const element of path) {
      if (element.kind === 'type') type = schema.getType(element.name) as GraphQLCompositeType;
      else type = element.type;
    }
    return type;
  }

  #projectionInput(deferred: ReadonlySet<SelectionNode>): Omit<ProjectionInput, 'selectionSet' | 'parentType'> {
    const { parsed, keys, refused, interfaceObjects } = this.#context;
    const entityPaths = this.program.steps.flatMap(({ parts }) =>
      parts.flatMap(({ entities, paths }) =>
        entities === null ? [] : paths.map((index) => this.program.paths[index]!.elements),
      ),
    );
    return {
      schema: parsed.schema,
      document: parsed.document,
      conditions: this.#conditions,
      keyOf: (field: FieldNode, isMutationRoot: boolean) => keys.keyOf(field, isMutationRoot),
      refused,
      deferred,
      interfaceObjects,
      sharedPaths: entityPaths.map((elements) => elements.filter((element) => element !== everyItem)),
    };
  }

  /** The planner answers some unsatisfiable operations with an empty plan, and the data would silently be null. */
  #requireRootFields(): void {
    const fetched = new Set(
      this.program.steps.flatMap(({ parts }) =>
        parts.flatMap(({ entities, fields }) => (entities === null ? fields : [])),
      ),
    );
    for (const projection of [this.projection, ...this.blocks.filter(isAtRoot).map((block) => block.projection)]) {
      for (const { key, content, coordinate } of projection.root.fields?.fields ?? []) {
        if (content.kind !== 'value' || fetched.has(key)) continue;
        throw new RefusalError('QUERY_PLAN_EMPTY', `No subgraph can be asked for ${coordinate}.`);
      }
    }
  }
}

const isAtRoot = ({ fragment }: VariantBlock): boolean => fragment.path.every(({ kind }) => kind === 'type');
