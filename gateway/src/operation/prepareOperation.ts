/**
 * Text → compiled operation: parse, limits, validation, analysis once per text; planning once per text, mask and override
 * labels. Everything is kept, refusals too, and what is under way is shared.
 */
import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  Kind,
  type OperationDefinitionNode,
  parse as parseDocument,
  type SelectionNode,
  validate,
  visit,
} from 'graphql';
import { type Planned, PlannerRefusal } from '../plan/plannerPool.ts';
import { compileOperation, type OperationContext } from './compileOperation.ts';
import type {
  CompiledOperation,
  EngineEvent,
  LocatedError,
  ParsedOperation,
  PreparationHooks,
  PrepareRequest,
  Refusal,
} from './engine.ts';
import { RefusalError } from './engine.ts';
import { planningDocument } from './planningDocument.ts';
import { PreparedCache } from './preparedCache.ts';
import { refusalOf, refuse } from './refusal.ts';
import { ResponseKeys } from './responseKeys.ts';

export type PreparationContext<Facts> = Omit<
  OperationContext<Facts>,
  'parsed' | 'plan' | 'planning' | 'keys' | 'refused' | 'facts'
> & {
  readonly schema: GraphQLSchema;
  readonly supergraphSchema: GraphQLSchema;
  readonly fieldNames: ReadonlySet<string>;
  readonly overrideLabels: readonly string[];
  readonly hooks: PreparationHooks<Facts>;
  readonly planOperation: (
    document: string,
    operationName: string | null,
    labels: readonly string[],
  ) => Promise<Planned>;
  readonly cacheBytes: number;
  readonly observe: ((event: EngineEvent) => void) | null;
};

/** What can be told of a text without knowing who asks. */
type Entry<Facts> = {
  readonly base: Base<Facts> | Refusal;
  readonly variants: Map<string, CompiledOperation<Facts> | Refusal>;
  readonly underWay: Map<string, Promise<CompiledOperation<Facts> | Refusal>>;
  readonly request: PrepareRequest<Facts>;
  hits: number;
  sizeBytes: number;
  isMarked: boolean;
};

type Base<Facts> = { readonly kind: 'base'; readonly parsed: ParsedOperation; readonly facts: Facts };

/** What a new generation needs to prepare the same operation. */
export type WarmUp<Facts> = {
  readonly request: PrepareRequest<Facts>;
  readonly mask: string;
  readonly labels: readonly string[];
};

const maxTokens = 10_000;
const maxValidationErrors = 20;
/** Masks and label sets kept per text. */
const maxVariants = 64;
/** How long an operation that could not be planned in time is not tried again. */
const planningRefusalMs = 30_000;

export class Preparation<Facts> {
  readonly #context: PreparationContext<Facts>;
  readonly #cache: PreparedCache<Entry<Facts>>;

  constructor(context: PreparationContext<Facts>) {
    this.#context = context;
    this.#cache = new PreparedCache(context.cacheBytes);
  }

  get statistics(): { readonly operations: number; readonly bytes: number } {
    return { operations: this.#cache.size, bytes: this.#cache.bytes };
  }

  /** What is prepared already, or null. */
  find(request: PrepareRequest<Facts>): CompiledOperation<Facts> | Refusal | null {
    const entry = this.#cache.get(keyOf(request));
    if (entry === undefined) return null;
    entry.hits++;
    if (entry.base.kind === 'refusal') return entry.base;
    return entry.variants.get(this.#variantKey(request, entry.base.facts)) ?? null;
  }

  async prepare(request: PrepareRequest<Facts>): Promise<CompiledOperation<Facts> | Refusal> {
    const entry = this.#entryOf(request);
    if (entry.base.kind === 'refusal') return entry.base;
    const mask = request.maskOf?.(entry.base.facts) ?? '';
    return this.#variant(entry, entry.base, mask, this.#labelsOf(request));
  }

  async warmUp({ request, mask, labels }: WarmUp<Facts>): Promise<void> {
    const entry = this.#entryOf(request);
    if (entry.base.kind === 'refusal') return;
    const known = labels.filter((label) => this.#context.overrideLabels.includes(label));
    await this.#variant(entry, entry.base, mask, known);
  }

  /** The operations asked for most. */
  busiest(count: number): WarmUp<Facts>[] {
    const entries = [...this.#cache.entries()].map(([, entry]) => entry).filter(({ base }) => base.kind === 'base');
    return entries
      .sort((a, b) => b.hits - a.hits)
      .slice(0, count)
      .flatMap(({ request, variants }) =>
        [...variants.keys()].slice(0, 4).map((key) => {
          const { mask, labels } = JSON.parse(key) as { mask: string; labels: string[] };
          return { request, mask, labels };
        }),
      )
      .slice(0, count);
  }

  #entryOf(request: PrepareRequest<Facts>): Entry<Facts> {
    const key = keyOf(request);
    const known = this.#cache.get(key);
    if (known !== undefined) return known;
    const start = performance.now();
    const { query, operationName, defer } = request;
    const base = this.#readBase(request);
    const entry: Entry<Facts> = {
      base,
      variants: new Map(),
      underWay: new Map(),
      request: { query, operationName: operationName ?? null, defer: defer ?? false },
      hits: 1,
      sizeBytes: 500 + query.length * 2 + (base.kind === 'base' ? nodesIn(base.parsed.document) * 250 : 1_000),
      isMarked: false,
    };
    if (base.kind !== 'refusal' || base.isCached) this.#cache.set(key, entry);
    if (base.kind === 'refusal') this.#observe(request, 'refused', 0, start);
    return entry;
  }

  #readBase({ query, operationName }: PrepareRequest<Facts>): Base<Facts> | Refusal {
    const { hooks, schema, supergraphSchema } = this.#context;
    try {
      const document = hooks.parse?.(query) ?? parseText(query);
      hooks.checkDocument?.(document, operationName ?? null);
      const operation = operationOf(document, operationName ?? null);
      const errors = validate(schema, document, undefined, { maxErrors: maxValidationErrors });
      if (errors.length > 0) return refuse('GRAPHQL_VALIDATION_FAILED', errors);
      forgetLocations(document);
      const parsed = Object.freeze({ query, document, operation, schema, supergraphSchema });
      return { kind: 'base', parsed, facts: hooks.analyse?.(parsed) as Facts };
    } catch (error) {
      if (error instanceof GraphQLError) return refuse('GRAPHQL_PARSE_FAILED', [error]);
      return refusalOf(error, true);
    }
  }

  #variant(
    entry: Entry<Facts>,
    base: Base<Facts>,
    mask: string,
    labels: readonly string[],
  ): Promise<CompiledOperation<Facts> | Refusal> {
    const key = variantKey(mask, labels);
    const known = entry.variants.get(key);
    if (known !== undefined) return Promise.resolve(known);
    const underWay = entry.underWay.get(key);
    if (underWay !== undefined) return underWay;
    const promise = this.#compile(entry, base, mask, labels).then((compiled) => {
      entry.underWay.delete(key);
      this.#keep(entry, key, compiled);
      return compiled;
    });
    entry.underWay.set(key, promise);
    return promise;
  }

  #keep(entry: Entry<Facts>, key: string, compiled: CompiledOperation<Facts> | Refusal): void {
    if (compiled.kind === 'refusal' && !compiled.isCached) {
      if (!passing.has(compiled.code)) return;
      setTimeout(() => entry.variants.delete(key), planningRefusalMs).unref();
    }
    if (entry.variants.size >= maxVariants) entry.variants.delete(entry.variants.keys().next().value!);
    entry.variants.set(key, compiled);
    this.#cache.grow(keyOf(entry.request), entry, compiled.kind === 'refusal' ? 1_000 : compiled.sizeBytes);
  }

  async #compile(
    entry: Entry<Facts>,
    { parsed, facts }: Base<Facts>,
    mask: string,
    labels: readonly string[],
  ): Promise<CompiledOperation<Facts> | Refusal> {
    const start = performance.now();
    let planningMs = 0;
    try {
      const refused = new Map<SelectionNode, Omit<LocatedError, 'path'>>(
        (this.#context.hooks.refusedSelections?.(parsed, facts, mask) ?? []).map(({ node, error }) => [node, error]),
      );
      const keys = new ResponseKeys(this.#context.fieldNames);
      const planning = planningDocument({
        ...parsed,
        keys,
        refused: new Set(refused.keys()),
        defer: entry.request.defer ?? false,
      });
      const planned = await this.#context.planOperation(planning.text, planning.operationName, labels);
      planningMs = planned.planningMs;
      const compiled = compileOperation({
        ...this.#context,
        parsed,
        facts,
        plan: planned.plan,
        planning,
        keys,
        refused,
      });
      this.#observe(entry.request, 'compiled', planningMs, start);
      return compiled;
    } catch (error) {
      this.#observe(entry.request, 'refused', planningMs, start);
      const isLasting = !(error instanceof PlannerRefusal) || lasting.has(error.code);
      return refusalOf(error, isLasting);
    }
  }

  #labelsOf({ overrideLabels, overrideShare }: PrepareRequest<Facts>): readonly string[] {
    if (this.#context.overrideLabels.length === 0) return [];
    return this.#context.overrideLabels.filter((label) => {
      const percent = /^percent\((\d+(?:\.\d+)?)\)$/.exec(label);
      if (percent === null) return overrideLabels?.includes(label) === true;
      return overrideShare !== undefined && overrideShare < Number(percent[1]);
    });
  }

  #variantKey(request: PrepareRequest<Facts>, facts: Facts): string {
    return variantKey(request.maskOf?.(facts) ?? '', this.#labelsOf(request));
  }

  #observe(request: PrepareRequest<Facts>, outcome: 'compiled' | 'refused', planningMs: number, start: number): void {
    const operationName = request.operationName ?? null;
    this.#context.observe?.({
      kind: 'prepared',
      operationName,
      outcome,
      planningMs,
      totalMs: performance.now() - start,
    });
  }
}

/** Refusals of the planner that the text alone explains. */
const lasting = new Set(['QUERY_PLAN_TOO_COMPLEX', 'QUERY_PLANNING_FAILED']);
/** Refusals that are kept for a while, so that one text can't keep the planner busy. */
const passing = new Set(['QUERY_PLANNING_DEADLINE']);

const keyOf = <Facts>({ query, operationName, defer }: PrepareRequest<Facts>): string =>
  operationName === undefined || operationName === null
    ? defer === true
      ? `\n\u0001${query}`
      : query
    : `${operationName}\n${defer === true ? '\u0001' : ''}${query}`;

const noVariantKey = JSON.stringify({ mask: '', labels: [] });

const variantKey = (mask: string, labels: readonly string[]): string =>
  mask === '' && labels.length === 0 ? noVariantKey : JSON.stringify({ mask, labels });

const parseText = (query: string): DocumentNode => parseDocument(query, { maxTokens });

function operationOf(document: DocumentNode, operationName: string | null): OperationDefinitionNode {
  const operation = getOperationAST(document, operationName);
  if (operation !== null && operation !== undefined) return operation;
  const count = document.definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION).length;
  throw new RefusalError(
    'OPERATION_RESOLUTION_FAILURE',
    operationName !== null
      ? `Unknown operation named "${operationName}".`
      : count === 0
        ? 'The document contains no operation.'
        : 'Must provide operation name if query contains multiple operations.',
  );
}

/** Locations hold the tokens of the whole text; after validation nobody asks for them. */
function forgetLocations(document: DocumentNode): void {
  visit(document, {
    enter: (node) => {
      (node as { loc?: unknown }).loc = undefined;
    },
  });
}

function nodesIn(document: DocumentNode): number {
  let count = 0;
  visit(document, { enter: () => void count++ });
  return count;
}
