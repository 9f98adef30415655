/** One body on its way to one subgraph, and all who wait for its answer: attempts, retries, deadlines. */
import type { SubgraphLimits } from '../contract/limits.ts';
import { Attempt } from './attempt.ts';
import type { CircuitBreaker } from './circuitBreaker.ts';
import type { DeadlineWheel } from './deadlineWheel.ts';
import type { RetryBudget } from './retryBudget.ts';

export type SubgraphCall = {
  /** The JSON body. */
  readonly body: string;
  /** `[name, value, …]`, in addition to the client's own. */
  readonly headers: readonly string[];
  /** Headers that do not decide with whom a call is shared: they are those of the first. */
  readonly traceHeaders?: (() => readonly string[]) | undefined;
  /** Only queries are retried and shared. */
  readonly isQuery: boolean;
  readonly isSharable: boolean;
  /** A call that began in an earlier epoch is not shared (`writeEpochs.ts`). */
  readonly epoch: number;
  readonly deadlineAtMs: number;
};

export type SubgraphOutcome = {
  /** The body as text, null after a fault. */
  readonly text: string | null;
  readonly fault: SubgraphFault | null;
  readonly status: number | null;
  /** Raw response headers, `[name, value, …]` as Buffers; null when nobody asked for them. */
  readonly headers: readonly Buffer[] | null;
  readonly bytes: number;
  readonly durationMs: number;
  readonly attempts: number;
  readonly isShared: boolean;
};

export type SubgraphFault = {
  readonly code:
    | 'SUBGRAPH_UNREACHABLE'
    | 'SUBGRAPH_TIMEOUT'
    | 'SUBGRAPH_HTTP_ERROR'
    | 'SUBGRAPH_RESPONSE_TOO_LARGE'
    | 'SUBGRAPH_OVERLOADED'
    | 'SUBGRAPH_CIRCUIT_OPEN';
  readonly message: string;
};

export type SubgraphListener = (outcome: SubgraphOutcome) => void;
export type CancelCall = () => void;

/** What a request needs of the client it belongs to. */
export type RequestClient = {
  readonly name: string;
  readonly url: string;
  readonly limits: SubgraphLimits;
  readonly keepsHeaders: boolean;
  readonly breaker: CircuitBreaker;
  readonly budget: RetryBudget;
  readonly wheel: DeadlineWheel;
  /** Whether another request may wait for a socket. */
  readonly canQueue: boolean;
  /** Sends the request's body; `finished` is to be called once for each. */
  readonly dispatch: (request: InFlightRequest, attempt: Attempt) => void;
  readonly finished: () => void;
};

type Waiter = {
  readonly listener: SubgraphListener;
  readonly isShared: boolean;
  readonly startMs: number;
  slot: number;
  expire(): void;
};

export class InFlightRequest {
  readonly body: string;
  readonly headers: readonly string[];
  readonly traceHeaders: SubgraphCall['traceHeaders'];
  /** The epoch in which it began. */
  readonly epoch: number;
  /** Where a redirect has led. */
  redirectPath: string | null = null;
  readonly #client: RequestClient;
  readonly #isQuery: boolean;
  readonly #onSettled: (() => void) | null;
  readonly #waiters = new Set<Waiter>();
  #attempts = 0;
  #redirects = 0;
  #deadlineAtMs = 0;
  #attempt: Attempt | null = null;
  #retryTimer: NodeJS.Timeout | null = null;
  #isSettled = false;

  constructor(client: RequestClient, call: SubgraphCall, epoch: number, onSettled: (() => void) | null) {
    this.#client = client;
    this.body = call.body;
    this.headers = call.headers;
    this.traceHeaders = call.traceHeaders;
    this.epoch = epoch;
    this.#isQuery = call.isQuery;
    this.#onSettled = onSettled;
  }

  join(call: SubgraphCall, listener: SubgraphListener, isShared: boolean): CancelCall {
    const startMs = this.#nowMs();
    const deadlineAtMs = Math.min(call.deadlineAtMs, startMs + this.#client.limits.timeoutMs);
    this.#deadlineAtMs = Math.max(this.#deadlineAtMs, deadlineAtMs);
    const waiter: Waiter = {
      listener,
      isShared,
      startMs,
      slot: 0,
      expire: () => this.#expire(waiter),
    };
    waiter.slot = this.#client.wheel.add(waiter, deadlineAtMs);
    this.#waiters.add(waiter);
    return () => this.#leave(waiter);
  }

  remainingMs(): number {
    return Math.max(0, this.#deadlineAtMs - this.#nowMs());
  }

  #nowMs(): number {
    return this.#client.wheel.clock.nowMs();
  }

  take(): void {
    this.#retryTimer = null;
    if (this.#isSettled) return;
    const client = this.#client;
    if (!client.breaker.admits(this.#nowMs())) {
      this.#land(null, 'SUBGRAPH_CIRCUIT_OPEN', `The subgraph "${client.name}" is not called while it keeps failing.`);
    } else if (!client.canQueue) {
      this.#land(null, 'SUBGRAPH_OVERLOADED', `Too many requests wait for the subgraph "${client.name}".`);
    } else {
      client.budget.deposit();
      this.#attempts++;
      this.#send();
    }
  }

  #send(): void {
    const client = this.#client;
    this.#attempt = new Attempt(client.limits.responseBytesMax, (attempt) => this.#evaluate(attempt));
    client.dispatch(this, this.#attempt);
  }

  /** Goes where a redirect points to, if that is allowed. */
  #follows(attempt: Attempt): boolean {
    const { limits, url } = this.#client;
    if ((attempt.status !== 307 && attempt.status !== 308) || this.#redirects >= limits.redirectsMax) return false;
    const path = attempt.redirectPath(url);
    if (path === null) return false;
    this.#redirects++;
    this.redirectPath = path;
    this.#send();
    return true;
  }

  #evaluate(attempt: Attempt): void {
    const client = this.#client;
    client.finished();
    this.#attempt = null;
    const isUnavailable = attempt.error !== null ? !attempt.isTooLarge : isRetryable(attempt.status);
    // An attempt that nobody waits for says nothing about the subgraph; its timeout was recorded then.
    if (this.#isSettled || this.#follows(attempt)) return;
    client.breaker.record(isUnavailable || attempt.status >= 500, this.#nowMs());
    if (isUnavailable && this.#mayRetry(attempt)) {
      const delayMs = Math.random() * Math.min(1000, 50 * 2 ** this.#attempts);
      if (delayMs < this.remainingMs() && client.budget.withdraw()) {
        this.#retryTimer = setTimeout(() => this.take(), delayMs);
        return;
      }
    }
    if (attempt.isTooLarge) {
      const limit = client.limits.responseBytesMax;
      this.#land(
        attempt,
        'SUBGRAPH_RESPONSE_TOO_LARGE',
        `The subgraph "${client.name}" answered with more than ${limit} bytes.`,
      );
    } else if (attempt.error !== null) {
      this.#land(attempt, 'SUBGRAPH_UNREACHABLE', `The subgraph "${client.name}" could not be reached.`);
    } else {
      this.#settle(attempt, null);
    }
  }

  #mayRetry(attempt: Attempt): boolean {
    return this.#isQuery && !attempt.isTooLarge && this.#attempts <= this.#client.limits.retriesMax;
  }

  #land(attempt: Attempt | null, code: SubgraphFault['code'], message: string): void {
    this.#settle(attempt, { code, message });
  }

  #settle(attempt: Attempt | null, fault: SubgraphFault | null): void {
    this.#end();
    const text = fault === null ? attempt!.text() : null;
    const nowMs = this.#nowMs();
    for (const waiter of this.#waiters) {
      this.#client.wheel.remove(waiter, waiter.slot);
      waiter.listener({
        text,
        fault,
        status: attempt === null || attempt.status === 0 ? null : attempt.status,
        headers: this.#client.keepsHeaders ? (attempt?.headers ?? null) : null,
        bytes: attempt?.bytes ?? 0,
        durationMs: nowMs - waiter.startMs,
        attempts: this.#attempts,
        isShared: waiter.isShared,
      });
    }
    this.#waiters.clear();
  }

  #expire(waiter: Waiter): void {
    if (!this.#waiters.delete(waiter)) return;
    const { name } = this.#client;
    waiter.listener({
      text: null,
      fault: { code: 'SUBGRAPH_TIMEOUT', message: `The subgraph "${name}" did not answer in time.` },
      status: null,
      headers: null,
      bytes: 0,
      durationMs: this.#nowMs() - waiter.startMs,
      attempts: this.#attempts,
      isShared: waiter.isShared,
    });
    if (this.#abandonWhenAlone()) this.#client.breaker.record(true, this.#nowMs());
  }

  #leave(waiter: Waiter): void {
    if (!this.#waiters.delete(waiter)) return;
    this.#client.wheel.remove(waiter, waiter.slot);
    this.#abandonWhenAlone();
  }

  #abandonWhenAlone(): boolean {
    if (this.#waiters.size > 0 || this.#isSettled) return false;
    this.#end();
    this.#attempt?.abort();
    return true;
  }

  #end(): void {
    this.#isSettled = true;
    if (this.#retryTimer !== null) clearTimeout(this.#retryTimer);
    this.#onSettled?.();
  }
}

const isRetryable = (status: number): boolean => status === 502 || status === 503 || status === 504;
