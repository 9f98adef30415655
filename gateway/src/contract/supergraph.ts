/** The engine's outer interface: generations of a supergraph and their manager. */
import type { GraphQLSchema } from 'graphql';
import type { Clock } from './clock.ts';
import type { Refusal } from './errors.ts';
import type { EngineEvent } from './events.ts';
import type { DedupeMode, SubgraphLimits } from './limits.ts';
import type { CompiledOperation, PreparationHooks, PrepareRequest } from './operation.ts';

/** Everything that depends on one supergraph. Immutable; kept alive by leases, closed when the last one is released. */
export type Generation = {
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
  /** Single-request, cached: a hit parses, validates and plans nothing. Never rejects on account of the client's text. */
  readonly prepare: (request: PrepareRequest) => Promise<CompiledOperation | Refusal>;
  /** Like `prepare`, but only looks: for the synchronous path of the front. */
  readonly prepared: (request: PrepareRequest) => CompiledOperation | Refusal | null;
  readonly release: () => void;
};

export type SupergraphManager = {
  /** Leases the current generation; release it exactly once. */
  readonly acquire: () => Generation;
  /** Builds a generation off the event loop, warms it with the busiest operations and makes it current. Rejects, with
   *  the present one left in place, when the supergraph can't be used. Equal SDL is not a change. */
  readonly swap: (supergraphSdl: string) => Promise<void>;
  readonly onChange: (listener: (generation: Omit<Generation, 'release'>) => void) => () => void;
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

/** What an engine is made with. Nothing has a default here: `config/settings.ts` holds each. */
export type SupergraphManagerConfig = {
  /** The supergraph itself, or a file that is read at the start and then watched (poll with jitter; one error never
   *  stops it). */
  readonly supergraph: { readonly sdl: string } | { readonly file: string; readonly pollIntervalMs: number };
  /** Where the last supergraph that could be used is kept, and read from when the source can't be used at the start. */
  readonly lastGoodFile: string | null;
  /** Overrides of the URLs in the supergraph, by subgraph name. */
  readonly subgraphUrls: ReadonlyMap<string, string>;
  readonly dedupe: DedupeMode;
  readonly subgraphLimits: SubgraphLimits;
  readonly limitsBySubgraph: ReadonlyMap<string, Partial<SubgraphLimits>>;
  /** Time for a whole operation. */
  readonly operationDeadlineMs: number;
  readonly planner: {
    /** Processes that plan, beside this one. */
    readonly processes: number;
    /** Per operation, queueing included. */
    readonly deadlineMs: number;
    readonly heapMegabytesMax: number;
  };
  /** Larger answers are refused with ANSWER_TOO_LARGE. */
  readonly answerBytesMax: number;
  /** Bound of the cache of prepared operations. */
  readonly planCacheBytesMax: number;
  readonly hooks: PreparationHooks;
  /** Keys of subgraph `extensions` that are merged into the answer's `extensions`, e.g. `context`. */
  readonly propagateExtensions: readonly string[];
  /** Lower-case names of subgraph response headers handed back, e.g. `set-cookie`. */
  readonly propagateResponseHeaders: readonly string[];
  /** `adaptive`: the first executions of an operation are interpreted, then code is generated for it. */
  readonly execution: 'adaptive' | 'generated' | 'interpreted';
  /** Must not throw. */
  readonly observe: (event: EngineEvent) => void;
  readonly clock: Clock;
};
