/**
 * The interface between the gateway's front (http, guard, cache, observe, handleOperation) and its
 * engine (supergraph, plan, execute, project).
 *
 * A request passes through it in three steps:
 *
 *     const generation = manager.acquire();            // lease: the supergraph can't change under us
 *     try {
 *       const prepared = await generation.prepare({ query, operationName, … });
 *       if (prepared.kind === 'refusal') return prepared;
 *       return await prepared.execute({ variables, headers, signal });
 *     } finally { generation.release(); }
 *
 * The front extends the preparation by hooks (limits before validation, analysis, authorisation);
 * everything a hook derives from document and schema alone is computed once per operation and kept.
 */
import type {
  DocumentNode,
  FieldNode,
  FragmentSpreadNode,
  GraphQLError,
  GraphQLFormattedError,
  GraphQLSchema,
  InlineFragmentNode,
  OperationDefinitionNode,
} from 'graphql';

/** `off`: nothing is shared. `subgraph`: identical subgraph queries in flight are sent once, and what came back for
 *  identical requests is merged once; each writes its own answer. `all`: identical operations in flight are executed
 *  once, from whichever moment on, and share one answer Buffer. */
export type DedupeMode = 'off' | 'subgraph' | 'all';

export type JsonObject = { readonly [name: string]: unknown };

/** An error in the form of the GraphQL response format; `extensions.code` is always set,
 *  `extensions.serviceName` names the subgraph where there is one. */
export type LocatedError = {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly locations?: readonly { readonly line: number; readonly column: number }[];
  readonly extensions: { readonly code: string; readonly serviceName?: string; readonly [name: string]: unknown };
};

// ---------------------------------------------------------------------------------------------
// Preparation

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
export type PreparationHooks<Facts> = {
  /** Text to AST, with token and byte limits. Defaults to graphql's `parse` with a token limit. */
  readonly parse?: (query: string) => DocumentNode;
  /** Limits on the AST, before validation: depth, aliases, root fields, directives, fragments. */
  readonly checkDocument?: (document: DocumentNode, operationName: string | null) => void;
  /** After validation: cost, cache policy, required scopes, … ; kept as `CompiledOperation.facts`. */
  readonly analyse?: (operation: ParsedOperation) => Facts;
  /** The selections refused under a mask (see `PrepareRequest.maskOf`). */
  readonly refusedSelections?: (operation: ParsedOperation, facts: Facts, mask: string) => readonly RefusedSelection[];
  /** Last word on an error of a subgraph or of the engine before it is written into an answer (masking). */
  readonly presentError?: (error: LocatedError) => LocatedError;
};

/** Thrown by hooks to refuse an operation; the refusal is cached with the operation's text. */
export class RefusalError extends Error {
  readonly code: string;
  readonly extensions: JsonObject;
  readonly errors: readonly (GraphQLError | GraphQLFormattedError)[] | null;
  constructor(
    code: string,
    message: string,
    options: {
      readonly extensions?: JsonObject;
      readonly errors?: readonly (GraphQLError | GraphQLFormattedError)[];
    } = {},
  ) {
    super(message);
    this.name = 'RefusalError';
    this.code = code;
    this.extensions = options.extensions ?? {};
    this.errors = options.errors ?? null;
  }
}

export type PrepareRequest<Facts> = {
  readonly query: string;
  readonly operationName?: string | null;
  /** Plan `@defer`; only when the client accepts incremental delivery. Default false: `@defer` is then ignored. */
  readonly defer?: boolean;
  /** Labels of `@override(label:)` that are on for this request (from a header or the config). Unknown ones are ignored. */
  readonly overrideLabels?: readonly string[];
  /** 0 ≤ share < 100, decides `@override(label: "percent(n)")`: on when share < n. Take a stable number per viewer. */
  readonly overrideShare?: number;
  /** The viewer's rights as far as they matter for this operation, as an exact text (never a hash): operations
   *  are compiled per mask. Called on each request, so it must be cheap. Default: no mask, nothing is refused. */
  readonly maskOf?: (facts: Facts) => string;
};

/** An operation that can't run: parse, limits, validation, unknown operation name, planning. Cached where it depends
 *  on the text alone (`isCached`); planner deadlines and overload are not. The front turns `code` into a status. */
export type Refusal = {
  readonly kind: 'refusal';
  /** GRAPHQL_PARSE_FAILED, GRAPHQL_VALIDATION_FAILED, OPERATION_RESOLUTION_FAILURE, QUERY_PLAN_TOO_COMPLEX,
   *  QUERY_PLANNING_DEADLINE, QUERY_PLANNING_FAILED, or the code of a hook. */
  readonly code: string;
  readonly errors: readonly LocatedError[];
  readonly isCached: boolean;
};

export type OperationKind = 'query' | 'mutation' | 'subscription';

/** Everything that depends on document and schema only; frozen, shared by all requests. */
export type CompiledOperation<Facts> = {
  readonly kind: OperationKind;
  readonly operationName: string | null;
  /** Unique within the process; together with variables and headers it identifies an answer. */
  readonly id: string;
  readonly facts: Facts;
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

// ---------------------------------------------------------------------------------------------
// Execution

export type CoercedVariables = {
  readonly kind: 'variables';
  /** By variable name; defaults applied. A Map, because names come from clients. */
  readonly values: ReadonlyMap<string, unknown>;
  /** JSON text by variable name of what is sent on. */
  readonly texts: ReadonlyMap<string, string>;
  /** Exact text of all variables, for keys. */
  readonly key: string;
};

/** Headers for subgraphs, computed after the last hook. */
export type SubgraphHeaders = {
  /** Exact text of everything the headers depend on (identity, language, …): two requests with equal text get equal
   *  headers for every subgraph. It is part of the key of a shared operation. */
  readonly key: string;
  /** `[name, value, name, value, …]`, lower-case names; no hop-by-hop headers, no content-type or content-length.
   *  Called at most once per subgraph and request. Its exact text is part of the key of a shared subgraph call. */
  readonly forSubgraph: (subgraphName: string) => readonly string[];
};

export type ExecuteRequest = {
  readonly variables?: JsonObject | null | undefined;
  readonly coercedVariables?: CoercedVariables;
  readonly headers?: SubgraphHeaders;
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

export type SubscriptionSource = {
  readonly kind: 'source';
  readonly subgraphName: string;
  readonly subgraphUrl: string;
  /** The root field of the source subgraph and its coerced arguments, for event-driven topics. */
  readonly fieldName: string;
  readonly arguments: ReadonlyMap<string, unknown>;
  /** The operation for the source subgraph. */
  readonly query: string;
  readonly operationName: string | null;
  readonly variables: JsonObject;
  readonly headers: readonly string[];
  /** Equal for subscribers that may share one upstream subscription and one resolved answer. Exact text. */
  readonly key: string;
};

export type SourceEvent =
  | { readonly kind: 'payload'; readonly data: unknown; readonly errors?: readonly GraphQLFormattedError[] }
  | { readonly kind: 'entity'; readonly entity: JsonObject };

// ---------------------------------------------------------------------------------------------
// Supergraph

/** Everything that depends on one supergraph. Immutable; kept alive by leases, closed when the last one is released. */
export type Generation<Facts> = {
  /** Counts up with each swap. */
  readonly number: number;
  /** SHA-256 of the supergraph, hex: the same supergraph has the same id in every process. */
  readonly schemaId: string;
  readonly schema: GraphQLSchema;
  readonly supergraphSchema: GraphQLSchema;
  readonly supergraphSdl: string;
  readonly subgraphs: readonly { readonly name: string; readonly url: string }[];
  /** Labels of `@override(label:)` in this supergraph, `percent(n)` included. */
  readonly overrideLabels: readonly string[];
  /** Single-flight, cached: a hit parses, validates and plans nothing. Never rejects on account of the client's text. */
  readonly prepare: (request: PrepareRequest<Facts>) => Promise<CompiledOperation<Facts> | Refusal>;
  /** Like `prepare`, but only looks: for the synchronous path of the front. */
  readonly prepared: (request: PrepareRequest<Facts>) => CompiledOperation<Facts> | Refusal | null;
  readonly release: () => void;
};

export type SupergraphManager<Facts> = {
  /** Leases the current generation; release it exactly once. */
  readonly acquire: () => Generation<Facts>;
  /** Builds a generation off the event loop, warms it with the busiest operations and makes it current. Rejects, with
   *  the present one left in place, when the supergraph can't be used. Equal SDL is no change. */
  readonly swap: (supergraphSdl: string) => Promise<void>;
  readonly onChange: (listener: (generation: Omit<Generation<Facts>, 'release'>) => void) => () => void;
  /** Asks every subgraph for `{ __typename }`; the names of those that did not answer. */
  readonly checkSubgraphs: (
    timeoutMs: number,
  ) => Promise<readonly { readonly name: string; readonly error: string | null }[]>;
  /** For metrics: sizes, counts and gauges. */
  readonly statistics: () => EngineStatistics;
  /** Waits for leases up to the deadline, then closes pools and planner processes. */
  readonly close: (deadlineMs?: number) => Promise<void>;
};

export type EngineStatistics = {
  readonly generation: number;
  readonly leasedGenerations: number;
  readonly preparedOperations: number;
  readonly preparedBytes: number;
  readonly operationsInFlight: number;
  readonly subgraphs: readonly {
    readonly name: string;
    readonly inFlight: number;
    readonly queued: number;
    readonly circuit: 'closed' | 'open' | 'half-open';
  }[];
};

export type SubgraphLimits = {
  /** Per attempt, never past the request's deadline. Default 10,000. */
  readonly timeoutMs: number;
  /** Sockets per origin. Default 128. */
  readonly connections: number;
  /** Requests waiting for a socket before the next is refused with SUBGRAPH_OVERLOADED. Default 1,024. */
  readonly maxQueuedRequests: number;
  /** Larger answers are cut off with SUBGRAPH_RESPONSE_TOO_LARGE. Default 32 MiB. */
  readonly maxResponseBytes: number;
  /** Must be shorter than the subgraph's own. Default 4,000. */
  readonly keepAliveTimeoutMs: number;
  /** Attempts of a query after the first, on connect errors and 502/503/504. Default 2. */
  readonly maxRetries: number;
  /** Retries per 100 requests over a sliding window. Default 10. */
  readonly retryBudgetPercent: number;
  /** Circuit breaker: opens at this share of failures over the window … Default 50. */
  readonly breakerErrorPercent: number;
  /** … once at least this many requests were seen in it. Default 20. */
  readonly breakerMinRequests: number;
  readonly breakerWindowMs: number;
  /** How long an open circuit refuses before it lets one probe through. Default 2,000. */
  readonly breakerOpenMs: number;
};

export type SupergraphManagerConfig<Facts> = {
  /** The supergraph itself, or a file that is read at the start and then watched (poll with jitter; one error never
   *  stops it). */
  readonly supergraph: { readonly sdl: string } | { readonly file: string; readonly pollIntervalMs?: number };
  /** Where the last supergraph that could be used is kept, and read from when the source can't be used at the start. */
  readonly lastGoodFile?: string;
  /** Overrides of the URLs in the supergraph, by subgraph name. */
  readonly subgraphUrls?: ReadonlyMap<string, string>;
  readonly dedupe?: DedupeMode;
  readonly limits?: Partial<SubgraphLimits>;
  readonly limitsBySubgraph?: ReadonlyMap<string, Partial<SubgraphLimits>>;
  /** Default time for a whole operation. Default 30,000. */
  readonly operationDeadlineMs?: number;
  readonly planner?: {
    /** Processes that plan, beside this one. Default 1. */
    readonly processes?: number;
    /** Per operation, queueing included. Default 10,000. */
    readonly deadlineMs?: number;
    readonly heapLimitMb?: number;
    /** Plans Apollo's planner may compare for one operation. Default 10. */
    readonly maxEvaluatedPlans?: number;
    /** Operations waiting for one. Default 256. */
    readonly maxQueued?: number;
  };
  /** Bound of the cache of prepared operations. Default 64 MiB. */
  readonly planCacheBytes?: number;
  /** Busiest operations prepared in a new generation before it becomes current. Default 100, within 5 s. */
  readonly warmUpOperations?: number;
  readonly hooks?: PreparationHooks<Facts>;
  /** Keys of subgraph `extensions` that are merged into the answer's `extensions`, e.g. `context`. */
  readonly propagateExtensions?: readonly string[];
  /** Lower-case names of subgraph response headers handed back, e.g. `set-cookie`. */
  readonly propagateResponseHeaders?: readonly string[];
  /** `adaptive` (default): the first executions of an operation are interpreted, then code is generated for it. */
  readonly execution?: 'adaptive' | 'generated' | 'interpreted';
  /** Costs nothing when absent. Must not throw. */
  readonly observe?: (event: EngineEvent) => void;
};

export type EngineEvent =
  | {
      readonly kind: 'prepared';
      readonly operationName: string | null;
      readonly outcome: 'compiled' | 'refused';
      readonly planningMs: number;
      readonly totalMs: number;
    }
  | {
      readonly kind: 'fetched';
      readonly subgraphName: string;
      readonly durationMs: number;
      readonly status: number | null;
      readonly responseBytes: number;
      readonly representations: number;
      readonly attempts: number;
      readonly isShared: boolean;
      readonly errorCode: string | null;
    }
  | { readonly kind: 'circuit'; readonly subgraphName: string; readonly state: 'closed' | 'open' | 'half-open' }
  | {
      readonly kind: 'swapped';
      readonly generation: number;
      readonly schemaId: string;
      readonly buildMs: number;
      readonly warmedUp: number;
    }
  | { readonly kind: 'swap-failed'; readonly reason: string }
  | { readonly kind: 'generation-closed'; readonly generation: number }
  | { readonly kind: 'planner-restarted'; readonly reason: string };

/** Implemented in `supergraph/createSupergraphManager.ts`. Resolves once the first generation can serve. */
export type CreateSupergraphManager = <Facts>(
  config: SupergraphManagerConfig<Facts>,
) => Promise<SupergraphManager<Facts>>;
