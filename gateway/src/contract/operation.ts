/**
 * The interface between request and engine. A request passes through it in three steps:
 *
 *     const generation = manager.acquire();            // lease: the supergraph can't change under us
 *     try {
 *       const prepared = await generation.prepare({ query, operationName, … });
 *       if (prepared.kind === 'refusal') return prepared;
 *       return await prepared.execute({ variables, headers, signal });
 *     } finally { generation.release(); }
 *
 * The gateway takes part in the preparation by hooks (limits before validation, analysis, authorisation); everything that
 * a hook derives from document and schema alone is computed once per operation and kept.
 */
import type {
  DocumentNode,
  FieldNode,
  FragmentSpreadNode,
  GraphQLSchema,
  InlineFragmentNode,
  OperationDefinitionNode,
} from 'graphql';
import type { LocatedError, Refusal } from './errors.ts';
import type { OperationFacts } from './facts.ts';
import type { JsonObject } from './jsonObject.ts';
import type { DedupeMode } from './limits.ts';
import type { SourceEvent, SubscriptionSource } from './subscription.ts';

/** What hooks are told about an operation; all of it is immutable and may be kept. */
export type ParsedOperation = {
  readonly query: string;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  /** The schema clients see. */
  readonly schema: GraphQLSchema;
  /** The supergraph itself: join directives, `@authenticated`, `@requiresScopes`, `@policy`, `@cost`,
   *  `@listSize`, `@tag` and composed directives can be read from its AST nodes. */
  readonly supergraphSchema: GraphQLSchema;
};

/** A selection the viewer may not have. The engine neither plans nor fetches it; a refused field is `null`
 *  in the answer (with null propagation) and reported once per path with the hook's error. */
export type RefusedSelection = {
  readonly node: FieldNode | InlineFragmentNode | FragmentSpreadNode;
  readonly error: Omit<LocatedError, 'path'>;
};

/** What the front adds to the preparation. All hooks are synchronous, pure in their arguments and run once per
 *  cached operation. A hook refuses by throwing a `RefusalError` (below) – or any error with `code`, when public. */
export type PreparationHooks = {
  /** Text to AST, with token and byte limits. */
  readonly parse: (query: string) => DocumentNode;
  /** Limits on the AST, before validation: depth, aliases, root fields, directives, fragments. */
  readonly checkDocument: (document: DocumentNode, operationName: string | null) => void;
  /** After validation: cost, cache policy, required scopes, … ; kept as `CompiledOperation.facts`. */
  readonly analyse: (operation: ParsedOperation) => OperationFacts;
  /** The selections refused under a mask (see `PrepareRequest.maskOf`). */
  readonly refusedSelections: (
    operation: ParsedOperation,
    facts: OperationFacts,
    mask: string,
  ) => readonly RefusedSelection[];
  /** Last word on an error of a subgraph or of the engine before it is written into an answer (masking). */
  readonly presentError: (error: LocatedError) => LocatedError;
};

export type PrepareRequest = {
  readonly query: string;
  readonly operationName?: string | null;
  /** Plan `@defer`; only when the client accepts incremental delivery. Default false: `@defer` is then ignored. */
  readonly defer?: boolean;
  /** Labels of `@override(label:)` that are on for this request (from a header or the config). Unknown ones are ignored. */
  readonly overrideLabels?: readonly string[];
  /** 0 ≤ share < 100, decides `@override(label: "percent(n)")`: on when share < n. Take a stable number per viewer. */
  readonly overrideShare?: number;
  /** The viewer's rights as far as they matter for this operation, as part of cache keys (never a hash): operations
   *  are compiled per mask. Called on each request, so it must be cheap. Default: no mask, nothing is refused. */
  readonly maskOf?: (facts: OperationFacts) => string;
};

export type OperationKind = 'query' | 'mutation' | 'subscription';

/** Everything that depends on document and schema only; frozen, shared by all requests. */
export type CompiledOperation = {
  readonly kind: OperationKind;
  readonly operationName: string | null;
  /** Unique within the process; together with variables and headers it identifies an answer. */
  readonly id: string;
  readonly facts: OperationFacts;
  readonly parsed: ParsedOperation;
  readonly isDeferred: boolean;
  /** Approximate heap held by this entry; the plan cache is bounded by the sum. */
  readonly sizeBytes: number;
  /** Names of the subgraphs the plan may call. */
  readonly subgraphs: readonly string[];
  /** The plan as Apollo's planner made it, pretty printed, and the program that runs (for `explain`). */
  readonly explain: () => { readonly plan: string; readonly program: string };

  /**
   * Coerces the variables only. Errors are BAD_USER_INPUT. `execute` does it itself; guards that need values (cost of
   * list arguments, response cache) call it first and hand the result on.
   */
  readonly coerceVariables: (variables: JsonObject | null | undefined) => CoercedVariables | Refusal;

  /** Runs a query or mutation. Never rejects on account of a subgraph or a client's value: faults are errors of the
   *  answer. Rejects with the signal's reason when the request's signal is aborted. */
  readonly execute: (request: ExecuteRequest) => Promise<ExecuteResult | Refusal>;

  /** For subscriptions: what must be subscribed to at the source. */
  readonly subscriptionSource: (request: ExecuteRequest) => Promise<SubscriptionSource | Refusal>;

  /** For subscriptions: turns one source event into the answer for every subscriber with the same variables and
   *  headers. `payload` is a subgraph's execution result; `entity` is an event that carries only `__typename` and the
   *  key fields of the root field's object (event-driven), whose other fields are then fetched from the subgraphs. */
  readonly resolveEvent: (event: SourceEvent, request: ExecuteRequest) => Promise<ExecuteResult | Refusal>;
};

export type CoercedVariables = {
  readonly kind: 'variables';
  /** By variable name; defaults applied. A Map, because names come from clients. */
  readonly values: ReadonlyMap<string, unknown>;
  /** JSON text by variable name of what is sent on. */
  readonly texts: ReadonlyMap<string, string>;
  /** All variables, as part of cache keys (never a hash). */
  readonly key: string;
};

/** Headers for subgraphs, computed after the last hook. */
export type SubgraphHeaders = {
  /** Everything the headers depend on, as part of cache keys (identity, language, …): two requests with equal text get equal
   *  headers for every subgraph. It is part of the key of a shared operation. */
  readonly key: string;
  /** `[name, value, name, value, …]`, lower-case names; no hop-by-hop headers, no content-type or content-length.
   *  Called at most once per subgraph and request. Its text, never a hash, is part of the key of a shared subgraph call. */
  readonly forSubgraph: (subgraphName: string) => readonly string[];
};

export type ExecuteRequest = {
  readonly variables?: JsonObject | null | undefined;
  readonly coercedVariables?: CoercedVariables;
  readonly headers?: SubgraphHeaders;
  /** Who asks: an answer that was under way before the account's last mutation was answered is not shared with it. */
  readonly account?: string;
  /** `[name, value, …]` that tell a subgraph by which request it is called, anew for each call. They are in no key: what is
   *  shared goes out under the first of those who share it. */
  readonly traceHeaders?: () => readonly string[];
  /** The client's connection: abort cancels the subgraph calls nobody else waits for. */
  readonly signal?: AbortSignal;
  /** Time for the whole operation; the rest of it is passed down to subgraphs as `x-deadline-ms`. Default: config. */
  readonly deadlineMs?: number;
  /** For one request: `off` forbids sharing where the config allows it. */
  readonly dedupe?: DedupeMode;
};

export type ExecuteResult = {
  readonly kind: 'result';
  /** `{"data":…}` or `{"errors":[…],"data":…}`, UTF-8; shared between waiters, so never write into it.
   *  Compressed forms can be kept in a WeakMap by this Buffer. */
  readonly body: Buffer;
  /** Empty when all went well. */
  readonly errors: readonly LocatedError[];
  readonly hasData: boolean;
  /** True when this answer was computed for another request in flight. */
  readonly isShared: boolean;
  /** The least `max-age` of the subgraph answers that sent `Cache-Control`, `private`/`no-store` noted. */
  readonly subgraphCacheControl: {
    readonly maxAgeSeconds: number | null;
    readonly isPrivate: boolean;
    readonly isUncacheable: boolean;
  };
  /** Values of `propagateResponseHeaders`, in order of arrival: `[name, value, …]`. */
  readonly responseHeaders: readonly string[];
  /** For `@defer`: the patches that follow (once per request, never shared). `body` then holds the first payload
   *  without `hasNext`. The iterator's `return()` cancels what is under way. */
  readonly patches: AsyncIterable<PatchBatch> | null;
};

/** What goes out together; `hasNext` is false in the last batch, which may hold no patch. */
export type PatchBatch = { readonly patches: readonly Patch[]; readonly hasNext: boolean };

/** One entry of `incremental` (defer spec of 2022-08-24, as Apollo Client and urql speak it). */
export type Patch = {
  readonly label: string | null;
  readonly path: readonly (string | number)[];
  /** JSON text of the object that is merged at `path`, or `null`. */
  readonly data: string;
  readonly errors: readonly LocatedError[];
};
