import type { PatchBatch } from '../contract/operation.ts';
import type { Generation, SupergraphManager } from '../contract/supergraph.ts';

/** A lease of the present generation that can outlive the request, for patches that are still to come. */
export interface Lease {
  readonly generation: Generation;
  readonly end: () => void;
  /** Lets `end` pass once without effect; the function returned ends the lease. */
  readonly prolong: () => () => void;
}

export function leaseOf(manager: SupergraphManager): Lease {
  const generation = manager.acquire();
  let isProlonged = false;
  return {
    generation,
    end: () => {
      if (!isProlonged) generation.release();
    },
    prolong: () => {
      isProlonged = true;
      return () => generation.release();
    },
  };
}

/** Patches that keep their generation until they end, however they end – also when nobody ever asked for the first. */
export function leased(patches: AsyncIterable<PatchBatch>, endLease: () => void): AsyncIterable<PatchBatch> {
  const iterator = patches[Symbol.asyncIterator]();
  let isOver = false;
  const over = (): void => {
    if (isOver) return;
    isOver = true;
    endLease();
  };
  return {
    [Symbol.asyncIterator]: () => ({
      next: async () => {
        try {
          const step = await iterator.next();
          if (step.done) over();
          return step;
        } catch (error) {
          over();
          throw error;
        }
      },
      return: async () => {
        over();
        await iterator.return?.();
        return { done: true, value: undefined };
      },
    }),
  };
}
