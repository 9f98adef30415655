/**
 * Calls one subgraph: pool of sockets, bounded queue, deadline, retries of queries, circuit breaker, bound on the
 * answer's size, and single flight: queries with exactly the same body and headers that are in flight share one answer.
 */
import { deadlineHeader } from '@games/service';
import { type Dispatcher, Pool } from 'undici';
import type { SubgraphLimits } from '../contract/limits.ts';
import type { Attempt } from './attempt.ts';
import { CircuitBreaker, type CircuitState } from './circuitBreaker.ts';
import type { DeadlineWheel } from './deadlineWheel.ts';
import { type CancelCall, type Carrier, Flight, type SubgraphCall, type SubgraphListener } from './flight.ts';
import { RetryBudget } from './retryBudget.ts';

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

export class SubgraphClient implements Carrier {
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

  dispatch(flight: Flight, attempt: Attempt): void {
    const headers = [...ownHeaders, ...flight.headers, deadlineHeader, String(flight.remainingMs())];
    this.#underWay++;
    // Undici's types know only the newer form of handlers, which has a header object made for every answer.
    const handler = attempt as unknown as Dispatcher.DispatchHandler;
    this.#pool.dispatch({ path: this.#path, method: 'POST', headers, body: flight.body }, handler);
  }

  /** Once for each dispatch. */
  finished(): void {
    this.#underWay--;
  }
}
