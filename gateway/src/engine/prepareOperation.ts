/**
 * Text → compiled operation: parse, limits, validation, analysis once per text; planning once per text, mask and override
 * labels. Everything is kept, refusals too, and what is under way is shared.
 */

import type { GraphQLSchema, SelectionNode } from 'graphql';
import type { LocatedError, Refusal } from '../contract/errors.ts';
import type { EngineEvent } from '../contract/events.ts';
import type { OperationFacts } from '../contract/facts.ts';
import type { CompiledOperation, ParsedOperation, PreparationHooks, PrepareRequest } from '../contract/operation.ts';
import { ResponseKeys } from '../document/responseKeys.ts';
import type { Planned } from '../plan/plannerPool.ts';
import type { QueryPlan } from '../plan/queryPlan.ts';
import { type Compilation, compileOperation, type OperationContext } from './compileOperation.ts';
import { PreparedCache } from './preparedCache.ts';
import { type ReadOperation, readDocument } from './readDocument.ts';
import { refusalKeptMs, refusalOf } from './refusal.ts';
import { SingleFlightCache } from './singleFlightCache.ts';

export type PreparationContext = Omit<
  OperationContext,
  'parsed' | 'keys' | 'refused' | 'facts' | 'planOperation' | 'searchPlan' | 'defer' | 'onGrowth'
> & {
  readonly schema: GraphQLSchema;
  readonly supergraphSchema: GraphQLSchema;
  readonly fieldNames: ReadonlySet<string>;
  readonly overrideLabels: readonly string[];
  readonly hooks: PreparationHooks;
  readonly planOperation: (
    document: string,
    operationName: string | null,
    labels: readonly string[],
  ) => Promise<Planned>;
  readonly searchPlan: (
    document: string,
    operationName: string | null,
    labels: readonly string[],
  ) => Promise<QueryPlan | null>;
  readonly cacheBytesMax: number;
  readonly observe: (event: EngineEvent) => void;
};

/** What can be told of a text without knowing who asks, and the operation for everybody who has asked. */
type Entry = {
  readonly base: ReadOperation | Refusal;
  readonly compilations: SingleFlightCache<Compilation | Refusal>;
  readonly request: PrepareRequest;
  hits: number;
  sizeBytes: number;
  isMarked: boolean;
};

/** What a new generation needs to prepare the same operation. */
export type WarmUp = {
  readonly request: PrepareRequest;
  readonly mask: string;
  readonly labels: readonly string[];
  readonly assignments: readonly string[];
};

/** Masks and label sets kept per text. */
const compilationsMax = 64;

export class Preparation {
  readonly #context: PreparationContext;
  readonly #cache: PreparedCache<Entry>;

  constructor(context: PreparationContext) {
    this.#context = context;
    this.#cache = new PreparedCache(context.cacheBytesMax);
  }

  get statistics(): { readonly operations: number; readonly bytes: number } {
    return { operations: this.#cache.size, bytes: this.#cache.bytes };
  }

  /** What is prepared already, or null. */
  find(request: PrepareRequest): CompiledOperation | Refusal | null {
    const entry = this.#cache.get(keyOf(request));
    if (entry === undefined) return null;
    entry.hits++;
    if (entry.base.kind === 'refusal') return entry.base;
    const key = compilationKey(request.maskOf?.(entry.base.facts) ?? '', this.#labelsOf(request));
    const known = entry.compilations.find(key);
    return known === undefined ? null : operationIn(known);
  }

  async prepare(request: PrepareRequest): Promise<CompiledOperation | Refusal> {
    const entry = this.#entryOf(request);
    if (entry.base.kind === 'refusal') return entry.base;
    const mask = request.maskOf?.(entry.base.facts) ?? '';
    return operationIn(await this.#compilation(entry, entry.base, mask, this.#labelsOf(request)));
  }

  async warmUp({ request, mask, labels, assignments }: WarmUp): Promise<void> {
    const entry = this.#entryOf(request);
    if (entry.base.kind === 'refusal') return;
    const known = labels.filter((label) => this.#context.overrideLabels.includes(label));
    const compilation = await this.#compilation(entry, entry.base, mask, known);
    if ('kind' in compilation) return;
    for (const assignment of assignments) await compilation.variants.getAssignment(assignment);
  }

  /** The operations asked for most. */
  busiest(count: number): WarmUp[] {
    const entries = [...this.#cache.entries()].map(([, entry]) => entry).filter(({ base }) => base.kind === 'read');
    return entries
      .sort((a, b) => b.hits - a.hits)
      .slice(0, count)
      .flatMap(({ request, compilations }) =>
        [...compilations.entries()].slice(0, warmedPerTextMax).map(([key, compilation]): WarmUp => {
          const { mask, labels } = JSON.parse(key) as { mask: string; labels: string[] };
          const assignments = 'kind' in compilation ? [] : compilation.variants.assignments.slice(0, warmedPerTextMax);
          return { request, mask, labels, assignments };
        }),
      )
      .slice(0, count);
  }

  #entryOf(request: PrepareRequest): Entry {
    const key = keyOf(request);
    const known = this.#cache.get(key);
    if (known !== undefined) return known;
    const start = performance.now();
    const { query, operationName, defer } = request;
    const base = readDocument(request, this.#context);
    const entry: Entry = {
      base,
      compilations: this.#compilationsOf(() => entry),
      request: { query, operationName: operationName ?? null, defer: defer ?? false },
      hits: 1,
      sizeBytes: 500 + query.length * 2 + (base.kind === 'read' ? base.nodes * 250 : 1_000),
      isMarked: false,
    };
    if (base.kind !== 'refusal' || base.isCached) this.#cache.set(key, entry);
    if (base.kind === 'refusal') this.#observe(request, 'refused', 0, start);
    return entry;
  }

  #compilationsOf(entryOf: () => Entry): SingleFlightCache<Compilation | Refusal> {
    const grow = (sign: 1 | -1) => (compilation: Compilation | Refusal) => {
      const entry = entryOf();
      this.#cache.grow(keyOf(entry.request), entry, sign * bytesOf(compilation));
    };
    return new SingleFlightCache({
      entriesMax: compilationsMax,
      clock: this.#context.clock,
      keptMs: (compilation) => ('kind' in compilation ? refusalKeptMs(compilation) : Number.POSITIVE_INFINITY),
      onAdded: grow(1),
      onRemoved: grow(-1),
    });
  }

  #compilation(
    entry: Entry,
    base: ReadOperation,
    mask: string,
    labels: readonly string[],
  ): Promise<Compilation | Refusal> {
    return entry.compilations.get(compilationKey(mask, labels), () => this.#compile(entry, base, mask, labels));
  }

  async #compile(
    entry: Entry,
    { parsed, facts }: ReadOperation,
    mask: string,
    labels: readonly string[],
  ): Promise<Compilation | Refusal> {
    const start = performance.now();
    const compilation = await this.#compileWith(entry, parsed, facts, mask, labels);
    if ('kind' in compilation) this.#observe(entry.request, 'refused', 0, start);
    else this.#observe(entry.request, 'compiled', compilation.variants.planningMs, start);
    return compilation;
  }

  async #compileWith(
    entry: Entry,
    parsed: ParsedOperation,
    facts: OperationFacts,
    mask: string,
    labels: readonly string[],
  ): Promise<Compilation | Refusal> {
    const { hooks, fieldNames, planOperation, searchPlan } = this.#context;
    try {
      const refused = new Map<SelectionNode, Omit<LocatedError, 'path'>>(
        hooks.refusedSelections(parsed, facts, mask).map(({ node, error }) => [node, error]),
      );
      return await compileOperation({
        ...this.#context,
        parsed,
        facts,
        refused,
        keys: new ResponseKeys(fieldNames),
        defer: entry.request.defer ?? false,
        onGrowth: (bytes) => this.#cache.grow(keyOf(entry.request), entry, bytes),
        planOperation: (document, operationName) => planOperation(document, operationName, labels),
        searchPlan: (document, operationName) => searchPlan(document, operationName, labels),
      });
    } catch (error) {
      return refusalOf(error, true);
    }
  }

  #labelsOf({ overrideLabels, overrideShare }: PrepareRequest): readonly string[] {
    if (this.#context.overrideLabels.length === 0) return [];
    return this.#context.overrideLabels.filter((label) => {
      const percent = /^percent\((\d+(?:\.\d+)?)\)$/.exec(label);
      if (percent === null) return overrideLabels?.includes(label) === true;
      return overrideShare !== undefined && overrideShare < Number(percent[1]);
    });
  }

  #observe(request: PrepareRequest, outcome: 'compiled' | 'refused', planningMs: number, start: number): void {
    const operationName = request.operationName ?? null;
    this.#context.observe({
      kind: 'prepared',
      operationName,
      outcome,
      planningMs,
      totalMs: performance.now() - start,
    });
  }
}

/** Masks, label sets and assignments that are warmed per text. */
const warmedPerTextMax = 4;

const bytesOf = (compilation: Compilation | Refusal): number =>
  'kind' in compilation ? 1_000 : compilation.compiled.sizeBytes + compilation.variants.bytes;

const operationIn = (compilation: Compilation | Refusal): CompiledOperation | Refusal =>
  'kind' in compilation ? compilation : compilation.compiled;

/**
 * Different requests never have one key, whatever a client sends as text or name: otherwise a refusal of the one would be
 * kept for the other. Most requests are just their text.
 */
function keyOf({ query, operationName = null, defer = false }: PrepareRequest): string {
  if (operationName === null && !defer && query.charCodeAt(0) !== 0) return query;
  const name = operationName === null ? '-' : `${operationName.length}:${operationName}`;
  return `\0${defer ? 1 : 0}${name}\0${query}`;
}

const plainKey = JSON.stringify({ mask: '', labels: [] });

const compilationKey = (mask: string, labels: readonly string[]): string =>
  mask === '' && labels.length === 0 ? plainKey : JSON.stringify({ mask, labels });
