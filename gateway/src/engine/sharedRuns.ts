/**
 * Single flight of whole operations: requests with the same exact key share one run and one answer Buffer, unless they may
 * only see what is newer than it. The run is cancelled when the last of them has gone.
 */
import type { ExecuteResult } from '../contract/operation.ts';
import type { OperationRun } from './operationRun.ts';
import { withAbort } from './withAbort.ts';

type Shared = {
  readonly run: OperationRun;
  readonly epoch: number;
  waiting: number;
  sharedResult: Promise<ExecuteResult> | null;
};

export class SharedRuns {
  readonly #runs = new Map<string, Shared>();

  /** `epoch`: the earliest whose answers may be shown. */
  join(key: string, epoch: number, signal: AbortSignal | undefined, start: () => OperationRun): Promise<ExecuteResult> {
    const known = this.#runs.get(key);
    if (known === undefined || known.epoch < epoch) {
      const own = this.#start(key, epoch, start());
      return this.#wait(key, own, signal, own.run.result);
    }
    known.sharedResult ??= known.run.result.then((result) => ({ ...result, isShared: true }));
    return this.#wait(key, known, signal, known.sharedResult);
  }

  #start(key: string, epoch: number, run: OperationRun): Shared {
    const shared: Shared = { run, epoch, waiting: 0, sharedResult: null };
    this.#runs.set(key, shared);
    const forget = () => this.#forget(key, shared);
    run.result.then(forget, forget);
    return shared;
  }

  #wait(
    key: string,
    shared: Shared,
    signal: AbortSignal | undefined,
    result: Promise<ExecuteResult>,
  ): Promise<ExecuteResult> {
    shared.waiting++;
    return withAbort(result, signal, () => {
      if (--shared.waiting > 0) return;
      this.#forget(key, shared);
      shared.run.cancel();
    });
  }

  #forget(key: string, shared: Shared): void {
    if (this.#runs.get(key) === shared) this.#runs.delete(key);
  }
}
