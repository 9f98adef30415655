/**
 * Subgraph sharing among requests for the same operation with the same variables and headers: all their subgraph calls
 * are equal, so they are carried on together up to the merged data, from which each writes its own answer. A request
 * joins only while the first calls are in flight, as it would have shared those calls itself.
 */
import type { ProgramRun } from '../execute/executeProgram.ts';

export type DataListener = (run: ProgramRun) => void;

/** What a run tells those who share it. */
export type SharedDataHooks = { readonly onFirstAnswer: () => void; readonly onData: () => void };

type Shared = {
  readonly run: ProgramRun;
  readonly epoch: number;
  readonly listeners: Set<DataListener>;
  isDone: boolean;
};

export class SharedData {
  readonly #joinable = new Map<string, Shared>();

  /**
   * The listener is called once, when the data is there; the function returned takes it away. `epoch`: the earliest of
   * which something may be shown.
   */
  join(key: string, epoch: number, start: (hooks: SharedDataHooks) => ProgramRun, listener: DataListener): () => void {
    const known = this.#joinable.get(key);
    const shared = known === undefined || known.epoch < epoch ? this.#start(key, epoch, start) : known;
    shared.listeners.add(listener);
    return () => {
      if (!shared.listeners.delete(listener) || shared.listeners.size > 0 || shared.isDone) return;
      this.#close(key, shared);
      shared.run.cancel();
    };
  }

  #start(key: string, epoch: number, start: (hooks: SharedDataHooks) => ProgramRun): Shared {
    const shared: Shared = {
      run: start({
        onFirstAnswer: () => this.#close(key, shared),
        onData: () => {
          this.#close(key, shared);
          shared.isDone = true;
          for (const listener of shared.listeners) listener(shared.run);
        },
      }),
      epoch,
      listeners: new Set(),
      isDone: false,
    };
    this.#joinable.set(key, shared);
    return shared;
  }

  #close(key: string, shared: Shared): void {
    if (this.#joinable.get(key) === shared) this.#joinable.delete(key);
  }
}
