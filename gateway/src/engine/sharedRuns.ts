/**
 * Single request of whole operations: requests with the same exact key share one run and one answer Buffer. The run is
 * cancelled when the last of them has gone.
 */
import type { ExecuteResult } from '../contract/operation.ts';
import type { OperationRun } from './operationRun.ts';

type Shared = { readonly run: OperationRun; waiting: number; sharedResult: Promise<ExecuteResult> | null };

export class SharedRuns {
  readonly #runs = new Map<string, Shared>();

  join(key: string, signal: AbortSignal | undefined, start: () => OperationRun): Promise<ExecuteResult> {
    let shared = this.#runs.get(key);
    let result: Promise<ExecuteResult>;
    if (shared === undefined) {
      shared = this.#start(key, start());
      result = shared.run.result;
    } else {
      shared.sharedResult ??= shared.run.result.then((own) => ({ ...own, isShared: true }));
      result = shared.sharedResult;
    }
    shared.waiting++;
    return signal === undefined ? result : this.#until(signal, key, shared, result);
  }

  #start(key: string, run: OperationRun): Shared {
    const shared: Shared = { run, waiting: 0, sharedResult: null };
    this.#runs.set(key, shared);
    const forget = () => {
      if (this.#runs.get(key) === shared) this.#runs.delete(key);
    };
    run.result.then(forget, forget);
    return shared;
  }

  #until(signal: AbortSignal, key: string, shared: Shared, result: Promise<ExecuteResult>): Promise<ExecuteResult> {
    return new Promise((resolve, reject) => {
      const onAbort = () => {
        if (--shared.waiting === 0) {
          if (this.#runs.get(key) === shared) this.#runs.delete(key);
          shared.run.cancel();
        }
        reject(signal.reason);
      };
      if (signal.aborted) {
        onAbort();
        return;
      }
      signal.addEventListener('abort', onAbort, { once: true });
      const done = () => signal.removeEventListener('abort', onAbort);
      result.then(
        (value) => {
          done();
          resolve(value);
        },
        (error) => {
          done();
          reject(error);
        },
      );
    });
  }
}
