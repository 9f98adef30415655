import { setTimeout as wait } from 'node:timers/promises';
import { ask, type Credentials, type GatewayAnswer } from './ask.ts';

/** An operation of the load, with sets of variables that take turns. */
export interface LoadedOperation {
  readonly name: string;
  readonly document: string;
  readonly variables: readonly object[];
  readonly credentials: Credentials;
}

/** How one operation went. */
export interface Sample {
  readonly operation: string;
  readonly ms: number;
  /** Null when no answer came, with the reason in `failure`. */
  readonly answer: GatewayAnswer | null;
  readonly failure: string | null;
}

/** A steady load of operations that take turns. */
export interface Load {
  /** The next so many operations that begin from now on, when all of them have ended. */
  next(count: number): Promise<readonly Sample[]>;
  stop(): Promise<void>;
}

const inFlightMax = 64;

/** Begins a load of so many operations in a second, whether they are answered or not, up to 64 at once. */
export function startLoad(url: string, operations: readonly LoadedOperation[], perSecond: number): Load {
  const counts = new Map<string, number>();
  const inFlight = new Set<Promise<void>>();
  const waiting = new Set<{ left: number; begun: number; samples: Sample[]; done: (samples: Sample[]) => void }>();
  const stopped = new AbortController();

  const begin = (number: number): void => {
    const operation = operations[number % operations.length] as LoadedOperation;
    const count = counts.get(operation.name) ?? 0;
    counts.set(operation.name, count + 1);
    const variables = (operation.variables[count % operation.variables.length] ?? {}) as Record<string, unknown>;
    const concerned = [...waiting].filter(({ begun, left }) => begun < left);
    for (const one of concerned) one.begun += 1;
    const run = send(url, operation, variables).then((sample) => {
      inFlight.delete(run);
      for (const one of concerned) {
        one.samples.push(sample);
        if (one.samples.length < one.left) continue;
        waiting.delete(one);
        one.done(one.samples);
      }
    });
    inFlight.add(run);
  };
  const running = (async () => {
    for (let number = 0; !stopped.signal.aborted; number += 1) {
      if (inFlight.size < inFlightMax) begin(number);
      await wait(1_000 / perSecond, undefined, { signal: stopped.signal }).catch(() => {});
    }
  })();
  return {
    next: (count) =>
      new Promise((done) => {
        waiting.add({ left: count, begun: 0, samples: [], done });
      }),
    stop: async () => {
      stopped.abort();
      await running;
      await Promise.all(inFlight);
    },
  };
}

async function send(
  url: string,
  { name, document, credentials }: LoadedOperation,
  variables: Readonly<Record<string, unknown>>,
): Promise<Sample> {
  const begin = performance.now();
  const sample = (answer: GatewayAnswer | null, failure: string | null): Sample => ({
    operation: name,
    ms: performance.now() - begin,
    answer,
    failure,
  });
  try {
    return sample(await ask(url, document, variables, credentials), null);
  } catch (error) {
    const { message, cause } = error as Error & { cause?: Error };
    return sample(null, `${message}: ${cause?.message ?? ''}`);
  }
}
