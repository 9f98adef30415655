/** The variants of one operation, by the values of its condition variables: planned when first asked for, then kept. */
import { type DocumentNode, Kind, type OperationDefinitionNode, type SelectionNode, visit } from 'graphql';
import type { Refusal } from '../contract/errors.ts';
import type { CoercedVariables } from '../contract/operation.ts';
import type { Conditions } from '../document/conditions.ts';
import { type Planned, PlannerRefusal } from '../plan/plannerPool.ts';
import { planningDocument } from '../plan/planningDocument.ts';
import { refusalOf } from './refusal.ts';
import { Variant, type VariantContext } from './variant.ts';

export type VariantsContext = VariantContext & {
  readonly planOperation: (document: string, operationName: string | null) => Promise<Planned>;
  readonly defer: boolean;
  /** Told of the heap that each variant after the first holds. */
  readonly onGrowth: (bytes: number) => void;
};

/** Variants of one operation: more than these are planned again when they are asked for. */
const variantsMax = 32;
/** How long an assignment that could not be planned in time is not tried again. */
const planningRefusalMs = 30_000;

/** Refusals of the planner that pass by themselves; the others lie in the operation. */
const passing = new Set(['QUERY_PLANNING_DEADLINE', 'QUERY_PLANNING_OVERLOADED']);

export class Variants {
  readonly #context: VariantsContext;
  readonly #names: readonly string[];
  readonly #known = new Map<string, Variant | Refusal>();
  readonly #underWay = new Map<string, Promise<Variant | Refusal>>();
  readonly #refusedNodes: ReadonlySet<SelectionNode>;
  #planningMs = 0;

  constructor(context: VariantsContext) {
    this.#context = context;
    this.#names = conditionNames(context.parsed.document);
    this.#refusedNodes = new Set(context.refused.keys());
  }

  /** The time that the planner has spent on the operation. */
  get planningMs(): number {
    return this.#planningMs;
  }

  /** The assignments that are planned, each a text of `0` and `1`. */
  get assignments(): string[] {
    return [...this.#known].flatMap(([key, variant]) => (variant instanceof Variant ? [key] : []));
  }

  /** The variant, when it is there already. */
  find(variables: CoercedVariables): Variant | Refusal | undefined {
    return this.#known.get(this.#keyOf(variables));
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
    const known = this.#known.get(key);
    if (known !== undefined) return Promise.resolve(known);
    const underWay = this.#underWay.get(key);
    if (underWay !== undefined) return underWay;
    const promise = this.#build(new Map(this.#names.map((name, index) => [name, key[index] === '1']))).then(
      (variant) => {
        this.#underWay.delete(key);
        this.#keep(key, variant);
        return variant;
      },
    );
    this.#underWay.set(key, promise);
    return promise;
  }

  async #build(conditions: Conditions): Promise<Variant | Refusal> {
    const { defer } = this.#context;
    try {
      return await this.#plan(conditions, defer).catch((error: unknown) => {
        // Apollo's planner can't plan every @defer; no server has to follow one.
        if (!defer || !(error instanceof PlannerRefusal) || error.code !== 'QUERY_PLANNING_FAILED') throw error;
        return this.#plan(conditions, false);
      });
    } catch (error) {
      return refusalOf(error, !(error instanceof PlannerRefusal && passing.has(error.code)));
    }
  }

  async #plan(conditions: Conditions, defer: boolean): Promise<Variant> {
    const { parsed, keys, planOperation } = this.#context;
    const planning = planningDocument({ ...parsed, keys, conditions, defer, refused: this.#refusedNodes });
    const { plan, planningMs } = await planOperation(planning.text, planning.operationName);
    this.#planningMs += planningMs;
    return new Variant(this.#context, { conditions, planning, plan });
  }

  #keep(key: string, variant: Variant | Refusal): void {
    if (!(variant instanceof Variant) && !variant.isCached) {
      if (variant.code !== 'QUERY_PLANNING_DEADLINE') return;
      setTimeout(() => this.#known.delete(key), planningRefusalMs).unref();
    }
    if (this.#known.size >= variantsMax) this.#forget(this.#known.keys().next().value!);
    if (this.#known.size > 0 && variant instanceof Variant) this.#context.onGrowth(variant.sizeBytes);
    this.#known.set(key, variant);
  }

  #forget(key: string): void {
    const variant = this.#known.get(key);
    this.#known.delete(key);
    if (variant instanceof Variant) this.#context.onGrowth(-variant.sizeBytes);
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
