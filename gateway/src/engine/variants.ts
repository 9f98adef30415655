/** The variants of one operation, by the values of its condition variables: planned when first asked for, then kept. */
import { type DocumentNode, Kind, type OperationDefinitionNode, type SelectionNode, visit } from 'graphql';
import type { Clock } from '../contract/clock.ts';
import type { Refusal } from '../contract/errors.ts';
import type { CoercedVariables } from '../contract/operation.ts';
import type { Conditions } from '../document/conditions.ts';
import { type Planned, PlannerRefusal } from '../plan/plannerPool.ts';
import { planningDocument } from '../plan/planningDocument.ts';
import type { QueryPlan } from '../plan/queryPlan.ts';
import { refusalKeptMs, refusalOf } from './refusal.ts';
import { SingleFlightCache } from './singleFlightCache.ts';
import { type PlannedVariant, Variant, type VariantContext } from './variant.ts';

export type VariantsContext = VariantContext & {
  readonly planOperation: (document: string, operationName: string | null) => Promise<Planned>;
  /** Looks for the best plan off the request's way; null: there is none. */
  readonly searchPlan: (document: string, operationName: string | null) => Promise<QueryPlan | null>;
  readonly defer: boolean;
  readonly clock: Clock;
  /** Told of the heap that variants hold, and of what is given up. */
  readonly onGrowth: (bytes: number) => void;
};

/** Variants of one operation: more than these are planned again when they are asked for. */
const variantsMax = 32;

/** Refusals of the planner that pass by themselves; the others lie in the operation. */
const passing = new Set(['QUERY_PLANNING_DEADLINE', 'QUERY_PLANNING_OVERLOADED']);

export class Variants {
  readonly #context: VariantsContext;
  readonly #names: readonly string[];
  readonly #cache: SingleFlightCache<Variant | Refusal>;
  readonly #refusedNodes: ReadonlySet<SelectionNode>;
  #planningMs = 0;
  #bytes = 0;

  constructor(context: VariantsContext) {
    this.#context = context;
    this.#names = conditionNames(context.parsed.document);
    this.#refusedNodes = new Set(context.refused.keys());
    this.#cache = new SingleFlightCache({
      entriesMax: variantsMax,
      clock: context.clock,
      keptMs: (variant) => (variant instanceof Variant ? Number.POSITIVE_INFINITY : refusalKeptMs(variant)),
      onAdded: (variant) => this.#grow(variant, 1),
      onRemoved: (variant) => this.#grow(variant, -1),
    });
  }

  /** The time that the planner has spent on the operation. */
  get planningMs(): number {
    return this.#planningMs;
  }

  /** Approximate heap held by all variants. */
  get bytes(): number {
    return this.#bytes;
  }

  /** The assignments that are planned, each a text of `0` and `1`. */
  get assignments(): string[] {
    return [...this.#cache.entries()].flatMap(([key, variant]) => (variant instanceof Variant ? [key] : []));
  }

  /** The variant, when it is there already. */
  find(variables: CoercedVariables): Variant | Refusal | undefined {
    return this.#cache.find(this.#keyOf(variables));
  }

  get(variables: CoercedVariables): Promise<Variant | Refusal> {
    return this.getAssignment(this.#keyOf(variables));
  }

  /** The variant that includes most, defaults kept: it stands for the operation before the first request. */
  getFirst(): Promise<Variant | Refusal> {
    const { document, operation } = this.#context.parsed;
    const defaults = defaultsOf(operation);
    const including = includingNames(document);
    const bits = this.#names.map((name) => ((defaults.get(name) ?? including.has(name)) ? '1' : '0'));
    return this.getAssignment(bits.join(''));
  }

  getAssignment(key: string): Promise<Variant | Refusal> {
    return this.#cache.get(key, () => this.#build(key));
  }

  async #build(key: string): Promise<Variant | Refusal> {
    const { defer } = this.#context;
    const conditions: Conditions = new Map(this.#names.map((name, index) => [name, key[index] === '1']));
    try {
      return await this.#plan(key, conditions, defer).catch((error: unknown) => {
        // Apollo's planner can't plan every @defer; no server has to follow one.
        if (!defer || !(error instanceof PlannerRefusal) || error.code !== 'QUERY_PLANNING_FAILED') throw error;
        return this.#plan(key, conditions, false);
      });
    } catch (error) {
      return refusalOf(error, !(error instanceof PlannerRefusal && passing.has(error.code)));
    }
  }

  async #plan(key: string, conditions: Conditions, defer: boolean): Promise<Variant> {
    const { parsed, keys, planOperation, interfaceObjects } = this.#context;
    const refused = this.#refusedNodes;
    const planning = planningDocument({ ...parsed, keys, conditions, defer, refused, interfaceObjects });
    const { plan, planningMs, isBest } = await planOperation(planning.text, planning.operationName);
    this.#planningMs += planningMs;
    const variant = new Variant(this.#context, { conditions, planning, plan });
    if (!isBest) void this.#improve(key, { conditions, planning, plan });
    return variant;
  }

  /** Looks for a cheaper plan while requests use the one that was found quickly. */
  async #improve(key: string, { conditions, planning, plan }: PlannedVariant): Promise<void> {
    const best = await this.#context.searchPlan(planning.text, planning.operationName);
    if (best === null || JSON.stringify(best) === JSON.stringify(plan)) return;
    try {
      this.#cache.replace(key, new Variant(this.#context, { conditions, planning, plan: best }));
    } catch {
      // The plan in use is as right as it was.
    }
  }

  #grow(variant: Variant | Refusal, sign: 1 | -1): void {
    if (!(variant instanceof Variant)) return;
    this.#bytes += sign * variant.sizeBytes;
    this.#context.onGrowth(sign * variant.sizeBytes);
  }

  #keyOf({ values }: CoercedVariables): string {
    let key = '';
    for (const name of this.#names) key += values.get(name) === true ? '1' : '0';
    return key;
  }
}

const conditional = new Set(['skip', 'include', 'defer']);

/** The variables in `@skip`, `@include` and `@defer(if:)`, sorted. */
function conditionNames(document: DocumentNode): string[] {
  return [...variablesOf(document, conditional)].sort();
}

const includingNames = (document: DocumentNode): Set<string> => variablesOf(document, new Set(['include', 'defer']));

function variablesOf(document: DocumentNode, directives: ReadonlySet<string>): Set<string> {
  const names = new Set<string>();
  visit(document, {
    Directive: ({ name, arguments: nodes }) => {
      if (!directives.has(name.value)) return;
      const condition = nodes?.find((argument) => argument.name.value === 'if')?.value;
      if (condition?.kind === Kind.VARIABLE) names.add(condition.name.value);
    },
  });
  return names;
}

function defaultsOf({ variableDefinitions }: OperationDefinitionNode): Map<string, boolean> {
  const defaults = new Map<string, boolean>();
  for (const { variable, defaultValue } of variableDefinitions ?? []) {
    if (defaultValue?.kind === Kind.BOOLEAN) defaults.set(variable.name.value, defaultValue.value);
  }
  return defaults;
}
