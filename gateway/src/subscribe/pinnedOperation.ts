import type { Refusal } from '../contract/errors.ts';
import type { CompiledOperation, PrepareRequest } from '../contract/operation.ts';
import type { Generation, SupergraphManager } from '../contract/supergraph.ts';

/**
 * The compiled operation of a running subscription. It is held here, with a lease of its supergraph, for as long as the
 * subscription runs: no other client's documents can push its plan out, and no planner must be free when an event comes.
 */
export interface PinnedOperation {
  /** Compiles against the present supergraph. On a refusal, which is returned, what was held before stays. */
  readonly renew: () => Promise<Refusal | null>;
  readonly isHeld: () => boolean;
  /** Works with the operation; the supergraph stays for as long. To be called only while one is held. */
  readonly use: <T>(work: (compiled: CompiledOperation, generation: Generation) => T | Promise<T>) => Promise<T>;
  /** Another query that events of the operation ask; compiled once and held like it. */
  readonly related: (query: string) => Promise<CompiledOperation | Refusal>;
  readonly close: () => void;
}

interface Held {
  readonly compiled: CompiledOperation;
  readonly generation: Generation;
  readonly related: Map<string, CompiledOperation>;
  users: number;
}

export function createPinnedOperation(manager: SupergraphManager, prepare: PrepareRequest): PinnedOperation {
  let held: Held | null = null;
  let isClosed = false;

  const leave = (entry: Held): void => {
    if (--entry.users === 0) entry.generation.release();
  };
  const replace = (next: Held | null): void => {
    const before = held;
    held = next;
    if (before !== null) leave(before);
  };
  const current = (): Held => {
    if (held === null) throw new Error('No operation is held');
    return held;
  };

  return {
    renew: async () => {
      const generation = manager.acquire();
      try {
        const compiled = generation.prepared(prepare) ?? (await generation.prepare(prepare));
        if (compiled.kind !== 'refusal' && !isClosed) {
          replace({ compiled, generation, related: new Map(), users: 1 });
          return null;
        }
        generation.release();
        return compiled.kind === 'refusal' ? compiled : null;
      } catch (error) {
        generation.release();
        throw error;
      }
    },
    isHeld: () => held !== null,
    use: async (work) => {
      const entry = current();
      entry.users++;
      try {
        return await work(entry.compiled, entry.generation);
      } finally {
        leave(entry);
      }
    },
    related: async (query) => {
      const { related, generation } = current();
      const known = related.get(query);
      if (known !== undefined) return known;
      const request = { ...prepare, query };
      const compiled = generation.prepared(request) ?? (await generation.prepare(request));
      if (compiled.kind !== 'refusal') related.set(query, compiled);
      return compiled;
    },
    close: () => {
      isClosed = true;
      replace(null);
    },
  };
}
