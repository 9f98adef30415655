import type { ExecuteResult } from '../contract/operation.ts';

/**
 * The result, or a rejection with the signal's reason as soon as it is aborted; `onAbort` is called then, also while the
 * patches of the result are still to come.
 */
export function withAbort(
  result: Promise<ExecuteResult>,
  signal: AbortSignal | undefined,
  onAbort: () => void,
): Promise<ExecuteResult> {
  if (signal === undefined) return result;
  return new Promise((resolve, reject) => {
    const abort = () => {
      onAbort();
      reject(signal.reason);
    };
    if (signal.aborted) {
      abort();
      return;
    }
    signal.addEventListener('abort', abort, { once: true });
    const stopListening = () => signal.removeEventListener('abort', abort);
    result.then(
      (value) => {
        if (value.patches === null) stopListening();
        resolve(value);
      },
      (error) => {
        stopListening();
        reject(error);
      },
    );
  });
}
