/**
 * Calls one subgraph: pool of sockets, bounded queue, deadline, retries of queries, circuit breaker, bound on the
 * answer's size, and single flight: queries with exactly the same body and headers that are in flight share one answer.
 */
import { deadlineHeader } from '@games/service';
import { type Dispatcher, Pool } from 'undici';
import type { SubgraphLimits } from '../operation/engine.ts';
import { CircuitBreaker, type CircuitState } from './circuitBreaker.ts';
import type { DeadlineWheel } from './deadlineWheel.ts';
import { RetryBudget } from './retryBudget.ts';

export type SubgraphCall = {
  /** The JSON body. */
  readonly body: string;
  /** `[name, value, …]`, in addition to the client's own. */
  readonly headers: readonly string[];
  /** Only queries are retried and shared. */
  readonly isQuery: boolean;
  readonly isSharable: boolean;
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
    | 'SUBGRAPH_CIRCUIT_OPEN'
    | 'REQUEST_CANCELLED';
  readonly message: string;
};

export type SubgraphListener = (outcome: SubgraphOutcome) => void;
export type CancelCall = () => void;

export type SubgraphClientOptions = {
  readonly name: string;
  readonly url: string;
  readonly limits: SubgraphLimits;
  readonly wheel: DeadlineWheel;
  readonly keepsHeaders: boolean;
  readonly onCircuitChange: (state: CircuitState) => void;
};

const ownHeaders = [
  'content-type',
  'application/json',
  'accept',
  'application/graphql-response+json, application/json',
];

export class SubgraphClient {
  readonly name: string;
  readonly url: string;
  readonly limits: SubgraphLimits;
  readonly keepsHeaders: boolean;
  readonly breaker: CircuitBreaker;
  readonly budget: RetryBudget;
  readonly wheel: DeadlineWheel;
  readonly #pool: Pool;
  readonly #path: string;
  /** Flights by exact header text, then by exact body. */
  readonly #flights = new Map<string, Map<string, Flight>>();
  #underWay = 0;

  constructor(options: SubgraphClientOptions) {
    const url = new URL(options.url);
    this.name = options.name;
    this.url = options.url;
    this.limits = options.limits;
    this.keepsHeaders = options.keepsHeaders;
    this.wheel = options.wheel;
    this.breaker = new CircuitBreaker(options.limits, options.onCircuitChange);
    this.budget = new RetryBudget(options.limits.retryBudgetPercent);
    this.#path = url.pathname + url.search;
    this.#pool = new Pool(url.origin, {
      connections: options.limits.connections,
      pipelining: 1,
      keepAliveTimeout: options.limits.keepAliveTimeoutMs,
      keepAliveMaxTimeout: options.limits.keepAliveTimeoutMs,
      connect: { timeout: options.limits.timeoutMs },
      // Deadlines are kept by the wheel.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
  }

  get inFlight(): number {
    return Math.min(this.#underWay, this.limits.connections);
  }

  get queued(): number {
    return Math.max(0, this.#underWay - this.limits.connections);
  }

  /** The listener is called exactly once, never before this function returns, unless the call is cancelled first. */
  call(call: SubgraphCall, listener: SubgraphListener): CancelCall {
    if (!call.isSharable || !call.isQuery) return this.#start(call, null).join(call, listener, false);
    const headersKey = call.headers.join('\n');
    let byBody = this.#flights.get(headersKey);
    if (byBody === undefined) {
      byBody = new Map();
      this.#flights.set(headersKey, byBody);
    }
    const known = byBody.get(call.body);
    if (known !== undefined) return known.join(call, listener, true);
    const flights = byBody;
    const flight = this.#start(call, () => {
      flights.delete(call.body);
      if (flights.size === 0) this.#flights.delete(headersKey);
    });
    flights.set(call.body, flight);
    return flight.join(call, listener, false);
  }

  async close(): Promise<void> {
    await this.#pool.close();
  }

  async destroy(): Promise<void> {
    await this.#pool.destroy();
  }

  #start(call: SubgraphCall, onLanded: (() => void) | null): Flight {
    const flight = new Flight(this, call, onLanded);
    queueMicrotask(() => flight.take());
    return flight;
  }

  /** Whether another request may wait for a socket. */
  get hasRoom(): boolean {
    return this.#underWay < this.limits.connections + this.limits.maxQueuedRequests;
  }

  dispatch(flight: Flight, handler: Dispatcher.DispatchHandler): void {
    const headers = [...ownHeaders, ...flight.headers, deadlineHeader, String(flight.remainingMs())];
    this.#underWay++;
    this.#pool.dispatch({ path: this.#path, method: 'POST', headers, body: flight.body }, handler);
  }

  /** Once for each dispatch. */
  finished(): void {
    this.#underWay--;
  }
}

type Waiter = {
  readonly listener: SubgraphListener;
  readonly isShared: boolean;
  readonly startMs: number;
  slot: number;
  expire(): void;
};

/** One body on its way to one subgraph, with all who wait for its answer. */
class Flight {
  readonly body: string;
  readonly headers: readonly string[];
  readonly #client: SubgraphClient;
  readonly #isQuery: boolean;
  readonly #onLanded: (() => void) | null;
  readonly #waiters = new Set<Waiter>();
  #attempts = 0;
  #deadlineAtMs = 0;
  #attempt: Attempt | null = null;
  #retryTimer: NodeJS.Timeout | null = null;
  #isLanded = false;

  constructor(client: SubgraphClient, call: SubgraphCall, onLanded: (() => void) | null) {
    this.#client = client;
    this.body = call.body;
    this.headers = call.headers;
    this.#isQuery = call.isQuery;
    this.#onLanded = onLanded;
  }

  join(call: SubgraphCall, listener: SubgraphListener, isShared: boolean): CancelCall {
    const startMs = Date.now();
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
    return Math.max(0, this.#deadlineAtMs - Date.now());
  }

  take(): void {
    this.#retryTimer = null;
    if (this.#isLanded) return;
    const client = this.#client;
    if (!client.breaker.admits(Date.now())) {
      this.#land(null, 'SUBGRAPH_CIRCUIT_OPEN', `The subgraph "${client.name}" is not called while it keeps failing.`);
    } else if (!client.hasRoom) {
      this.#land(null, 'SUBGRAPH_OVERLOADED', `Too many requests wait for the subgraph "${client.name}".`);
    } else {
      client.budget.deposit();
      this.#attempts++;
      this.#attempt = new Attempt(client.limits.maxResponseBytes, (attempt) => this.#evaluate(attempt));
      client.dispatch(this, this.#attempt as unknown as Dispatcher.DispatchHandler);
    }
  }

  #evaluate(attempt: Attempt): void {
    const client = this.#client;
    client.finished();
    this.#attempt = null;
    const isUnavailable = attempt.error !== null ? !attempt.isTooLarge : isRetryable(attempt.status);
    // An attempt that nobody waits for says nothing about the subgraph; its timeout was recorded then.
    if (this.#isLanded) return;
    client.breaker.record(isUnavailable || attempt.status >= 500, Date.now());
    if (isUnavailable && this.#mayRetry(attempt)) {
      const delayMs = Math.random() * Math.min(1000, 50 * 2 ** this.#attempts);
      if (delayMs < this.remainingMs() && client.budget.withdraw()) {
        this.#retryTimer = setTimeout(() => this.take(), delayMs);
        return;
      }
    }
    if (attempt.isTooLarge) {
      const limit = client.limits.maxResponseBytes;
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
    return this.#isQuery && !attempt.isTooLarge && this.#attempts <= this.#client.limits.maxRetries;
  }

  #land(attempt: Attempt | null, code: SubgraphFault['code'], message: string): void {
    this.#settle(attempt, { code, message });
  }

  #settle(attempt: Attempt | null, fault: SubgraphFault | null): void {
    this.#end();
    const text = fault === null ? attempt!.text() : null;
    const nowMs = Date.now();
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
      durationMs: Date.now() - waiter.startMs,
      attempts: this.#attempts,
      isShared: waiter.isShared,
    });
    if (this.#abandonWhenAlone()) this.#client.breaker.record(true, Date.now());
  }

  #leave(waiter: Waiter): void {
    if (!this.#waiters.delete(waiter)) return;
    this.#client.wheel.remove(waiter, waiter.slot);
    this.#abandonWhenAlone();
  }

  #abandonWhenAlone(): boolean {
    if (this.#waiters.size > 0 || this.#isLanded) return false;
    this.#end();
    this.#attempt?.abort();
    return true;
  }

  #end(): void {
    this.#isLanded = true;
    if (this.#retryTimer !== null) clearTimeout(this.#retryTimer);
    this.#onLanded?.();
  }
}

const isRetryable = (status: number): boolean => status === 502 || status === 503 || status === 504;

/** One HTTP exchange, as undici reports it. */
class Attempt {
  status = 0;
  headers: Buffer[] | null = null;
  bytes = 0;
  error: Error | null = null;
  isTooLarge = false;
  readonly #maxBytes: number;
  readonly #onDone: (attempt: Attempt) => void;
  readonly #chunks: Buffer[] = [];
  #abort: ((reason?: Error) => void) | null = null;
  #isAborted = false;
  #isDone = false;

  constructor(maxBytes: number, onDone: (attempt: Attempt) => void) {
    this.#maxBytes = maxBytes;
    this.#onDone = onDone;
  }

  text(): string {
    const chunks = this.#chunks;
    return (chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks, this.bytes)).toString();
  }

  abort(): void {
    this.#isAborted = true;
    this.#abort?.(new Error('Nobody waits for the answer.'));
  }

  onConnect(abort: (reason?: Error) => void): void {
    this.#abort = abort;
    if (this.#isAborted) abort(new Error('Nobody waits for the answer.'));
  }

  onHeaders(status: number, headers: Buffer[]): boolean {
    this.status = status;
    this.headers = headers;
    return true;
  }

  onData(chunk: Buffer): boolean {
    this.bytes += chunk.length;
    if (this.bytes > this.#maxBytes) {
      this.isTooLarge = true;
      this.#chunks.length = 0;
      this.#abort?.(new Error('The answer is too large.'));
      return false;
    }
    this.#chunks.push(chunk);
    return true;
  }

  onComplete(): void {
    this.#done();
  }

  onError(error: Error): void {
    this.error = error;
    this.#done();
  }

  #done(): void {
    if (this.#isDone) return;
    this.#isDone = true;
    this.#onDone(this);
  }
}
