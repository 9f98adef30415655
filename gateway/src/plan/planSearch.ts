/**
 * Looks for better plans off the request's way: operations with more ways to be planned than can be compared at once are
 * planned again, one after the other, in a process that lives as long as there are any.
 */
import { PlannerPool, type PlannerPoolOptions } from './plannerPool.ts';
import type { QueryPlan } from './queryPlan.ts';

/** More are not looked at again; they keep the plan that they have. */
const waitingMax = 64;
/** For one operation. */
const deadlineMs = 30_000;

export type Search = {
  readonly generation: number;
  readonly supergraphSdl: string;
  readonly document: string;
  readonly operationName: string | null;
  readonly labels: readonly string[];
};

export class PlanSearch {
  readonly #options: Pick<PlannerPoolOptions, 'heapMegabytesMax'>;
  #pool: PlannerPool | null = null;
  #loaded: number | null = null;
  #waiting = 0;
  #last: Promise<unknown> = Promise.resolve();
  #isClosed = false;

  constructor(options: Pick<PlannerPoolOptions, 'heapMegabytesMax'>) {
    this.#options = options;
  }

  /** The best plan, or null: it was not looked for, or not found. */
  find(search: Search): Promise<QueryPlan | null> {
    if (this.#isClosed || this.#waiting >= waitingMax) return Promise.resolve(null);
    this.#waiting++;
    const found = this.#last.then(() => this.#plan(search)).catch(() => null);
    this.#last = found.finally(() => (--this.#waiting === 0 ? this.#end() : undefined));
    return found;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#end();
  }

  async #plan({ generation, supergraphSdl, document, operationName, labels }: Search): Promise<QueryPlan | null> {
    if (this.#isClosed) return null;
    this.#pool ??= new PlannerPool({
      ...this.#options,
      processes: 1,
      deadlineMs,
      isThorough: true,
      onRestart: () => undefined,
    });
    if (this.#loaded !== generation) {
      if (this.#loaded !== null) this.#pool.drop(this.#loaded);
      await this.#pool.load(generation, supergraphSdl);
      this.#loaded = generation;
    }
    return (await this.#pool.plan(generation, document, operationName, labels)).plan;
  }

  async #end(): Promise<void> {
    const pool = this.#pool;
    this.#pool = null;
    this.#loaded = null;
    await pool?.close();
  }
}
